#!/bin/sh
# ---
# title: Ends with exit code 255
# verdict: {status: error, exit: 255}
# ---
echo "about to exit with 255"
exit 255
