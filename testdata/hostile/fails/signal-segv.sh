#!/bin/sh
# ---
# title: Ended by its own SIGSEGV
# verdict: {status: error, type: signal, signal: SIGSEGV}
# ---
echo "before the signal"
kill -SEGV $$
sleep 5
