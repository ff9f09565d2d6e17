#!/bin/sh
# ---
# title: Ends with exit code 2
# verdict: {status: error, exit: 2}
# ---
echo "about to exit with 2"
exit 2
