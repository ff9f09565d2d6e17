#!/bin/sh
# ---
# title: Forks, and its children fork, 31 processes in all that ignore SIGTERM
# verdict: {status: error, type: timeout}
# ---
trap '' TERM HUP INT
fork() {
	if [ "$1" -gt 0 ]; then
		fork $(($1 - 1)) &
		fork $(($1 - 1)) &
	fi
	wait
	[ "$1" -gt 0 ] || exec sleep 60
}
echo "multiplying"
fork 4
