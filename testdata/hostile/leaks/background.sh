#!/bin/sh
# ---
# title: Leaves a child behind that holds the output open
# verdict: {status: completed, leaked: true}
# ---
sleep 60 &
echo "done, but for the child"
