#!/bin/sh
# ---
# title: Answers SIGTERM and goes on
# verdict: {status: error, type: timeout}
# ---
trap 'echo "asked to end, not yet"' TERM
echo "started"
i=0
while [ $i -lt 60 ]; do
  sleep 1
  i=$((i + 1))
done
