#!/bin/sh
# ---
# title: A runner that nobody knows
# verdict: {status: error, type: invalid_metadata}
# runner: cobol
# ---
echo "must not run"
exit 1
