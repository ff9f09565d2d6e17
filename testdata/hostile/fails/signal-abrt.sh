#!/bin/sh
# ---
# title: Ended by its own SIGABRT
# verdict: {status: error, type: signal, signal: SIGABRT}
# ---
echo "before the signal"
kill -ABRT $$
sleep 5
