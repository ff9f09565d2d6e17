#!/bin/sh
# ---
# title: Front matter that is not YAML
# verdict: {status: error, type: invalid_metadata}
# tags: [never, closed
# ---
echo "must not run"
exit 1
