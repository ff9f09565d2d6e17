#!/bin/sh
# ---
# title: Leaves a child behind and fails
# verdict: {status: error, exit: 4, leaked: true}
# ---
sleep 60 &
echo "failed, and left a child"
exit 4
