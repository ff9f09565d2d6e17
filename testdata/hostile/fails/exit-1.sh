#!/bin/sh
# ---
# title: Ends with exit code 1
# verdict: {status: error, exit: 1}
# ---
echo "about to exit with 1"
exit 1
