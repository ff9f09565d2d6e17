#!/bin/sh
# ---
# title: Hands its output on to a daemon that ignores SIGTERM
# verdict: {status: completed, leaked: true}
# needs: {os: [linux], commands: [setsid]}
# ---
(
	trap '' TERM HUP INT
	exec setsid sleep 60
) &
# Not before it has left the group.
sleep 0.3
echo "the output stays open"
