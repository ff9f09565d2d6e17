#!/bin/sh
# ---
# title: "Ends with exit code 0 when SIGTERM comes: too late all the same"
# verdict: {status: error, type: timeout}
# ---
trap 'echo "cleaned up"; exit 0' TERM
echo "started"
i=0
while [ $i -lt 60 ]; do
  sleep 1 &
  wait $!
  i=$((i + 1))
done
