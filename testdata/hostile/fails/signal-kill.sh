#!/bin/sh
# ---
# title: Ended by its own SIGKILL
# verdict: {status: error, type: signal, signal: SIGKILL}
# ---
echo "before the signal"
kill -KILL $$
sleep 5
