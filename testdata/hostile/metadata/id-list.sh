#!/bin/sh
# ---
# id: [a, b]
# title: An ID that is none
# verdict: {status: error, type: invalid_metadata}
# ---
echo "ran as $HUB_EXAMPLE_ID"
