#!/bin/sh
# ---
# title: Starts fifty children and waits for them
# verdict: {status: error, type: timeout}
# ---
echo "fifty children"
i=0
while [ $i -lt 50 ]; do
  sleep 60 &
  i=$((i + 1))
done
wait
