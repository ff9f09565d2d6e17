#!/bin/sh
# ---
# title: Reads standard input to its end, which is at once
# verdict: {status: completed}
# timeout: 60s
# ---
cat
echo "end of input"
