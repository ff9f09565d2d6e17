#!/bin/sh
# ---
# title: Reads standard input to its end, which is at once
# verdict: {status: completed}
# ---
cat
echo "end of input"
