#!/bin/sh
# ---
# title: Leaves fifty children behind
# verdict: {status: completed, leaked: true}
# ---
i=0
while [ $i -lt 50 ]; do
  sleep 60 &
  i=$((i + 1))
done
echo "fifty children left"
