#!/bin/sh
# ---
# title: Ends with exit code 126
# verdict: {status: error, exit: 126}
# ---
echo "about to exit with 126"
exit 126
