#!/bin/sh
# ---
# title: "Bytes that are not UTF-8: ÿþ"
# verdict: {status: error, type: invalid_metadata}
# ---
echo "must not run"
exit 1
