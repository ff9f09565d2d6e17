#!/bin/sh
# ---
# title: Leaves a stopped process behind, which no SIGTERM reaches
# verdict: {status: completed, leaked: true}
# needs: {os: [linux], commands: [setsid]}
# ---
setsid sh -c 'kill -STOP $$; exec sleep 60' </dev/null >/dev/null 2>&1 &
# Not before it has left the group.
sleep 0.3
echo "the other one sleeps"
