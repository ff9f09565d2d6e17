#!/bin/sh
# ---
# title: Prints 100 MB in short lines
# verdict: {status: completed, truncated: true}
# ---
echo "the first line"
yes "a line like every other" | head -c 104857600
echo
echo "the last line"
