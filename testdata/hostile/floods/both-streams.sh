#!/bin/sh
# ---
# title: Prints in turn to standard output and standard error
# verdict: {status: error, exit: 1}
# ---
i=0
while [ $i -lt 2000 ]; do
  echo "out $i"
  echo "err $i" >&2
  i=$((i + 1))
done
exit 1
