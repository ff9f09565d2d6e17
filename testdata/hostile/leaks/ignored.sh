#!/bin/sh
# ---
# title: Leaves a daemon behind, which nobody is to be told of
# verdict: {status: completed, leaked: false}
# needs: {os: [linux], commands: [setsid]}
# leaks: ignore
# ---
setsid sleep 60 </dev/null >/dev/null 2>&1 &
# Not before it has left the group.
sleep 0.3
echo "the daemon is on its own"
