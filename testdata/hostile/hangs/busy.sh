#!/bin/sh
# ---
# title: Computes for ever
# verdict: {status: error, type: timeout}
# ---
echo "counting"
end=$(($(date +%s) + 60))
while [ "$(date +%s)" -lt $end ]; do
  i=0
  while [ $i -lt 100000 ]; do i=$((i + 1)); done
done
