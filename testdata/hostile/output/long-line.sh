#!/bin/sh
# ---
# title: Prints one line of 200,000 characters and a short one
# verdict: {status: error, exit: 1}
# ---
awk 'BEGIN { for (i = 0; i < 20000; i++) printf "0123456789"; print "" }'
echo "short"
exit 1
