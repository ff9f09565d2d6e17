#!/bin/sh
# ---
# title: "Closes its output and sleeps: the end of output is not the end"
# verdict: {status: error, type: timeout}
# ---
echo "said before closing"
exec >&- 2>&-
sleep 60
