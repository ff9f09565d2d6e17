#!/bin/sh
# ---
# title: Prints only how it should have been called, and exits with 0
# verdict: {status: completed, doubtful: true}
# ---
echo "usage: usage.sh [-v] INPUT OUTPUT"
echo
echo "  -v  say more"
