#!/bin/sh
# ---
# title: Leaves a daemon behind, in a session of its own, output closed
# verdict: {status: completed, leaked: true}
# needs: {os: [linux], commands: [setsid]}
# ---
setsid sleep 60 </dev/null >/dev/null 2>&1 &
# Not before it has left the group.
sleep 0.3
echo "the daemon is on its own"
