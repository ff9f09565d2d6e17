#!/bin/sh
# ---
# title: Ignores SIGTERM, and so does its child
# verdict: {status: error, type: timeout}
# ---
trap '' TERM INT HUP
echo "deaf"
sleep 60
