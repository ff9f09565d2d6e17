#!/bin/sh
# ---
# title: Mentions failures and has none
# verdict: {status: completed, doubtful: false}
# ---
echo "12 passed, 0 failed"
echo "0 errors, no failures"
