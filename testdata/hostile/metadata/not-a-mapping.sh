#!/bin/sh
# ---
# - a list
# - "where a mapping should be: verdict: {status: error, type: invalid_metadata}"
# ---
echo "must not run"
exit 1
