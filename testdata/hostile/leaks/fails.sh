#!/bin/sh
# ---
# title: Leaves a daemon behind, and is told that it must not
# verdict: {status: error, type: leaked, exit: 0, leaked: true}
# needs: {os: [linux], commands: [setsid]}
# leaks: fail
# ---
setsid sleep 60 </dev/null >/dev/null 2>&1 &
# Not before it has left the group.
sleep 0.3
echo "the daemon is on its own"
