#!/bin/sh
# ---
# title: Ends with exit code 127
# verdict: {status: error, exit: 127}
# ---
echo "about to exit with 127"
exit 127
