#!/bin/sh
# ---
# title: Signals its whole process group, which must not be hub's
# verdict: {status: error, type: signal, signal: SIGTERM}
# ---
echo "before the signal"
kill -TERM 0
sleep 5
