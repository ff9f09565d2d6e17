#!/bin/sh
# ---
# title: Sleeps longer than it may
# verdict: {status: error, type: timeout}
# ---
echo "going to sleep"
sleep 60
