#!/bin/sh
# ---
# title: A timeout that is no duration
# verdict: {status: error, type: invalid_metadata}
# timeout: soon
# ---
echo "must not run"
exit 1
