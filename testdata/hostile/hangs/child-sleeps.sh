#!/bin/sh
# ---
# title: Waits for a child of a child
# verdict: {status: error, type: timeout}
# ---
echo "three generations"
sh -c 'sh -c "sleep 60; :"; :'
