#!/bin/sh
# ---
# title: Ended by its own SIGTERM
# verdict: {status: error, type: signal, signal: SIGTERM}
# ---
echo "before the signal"
kill -TERM $$
sleep 5
