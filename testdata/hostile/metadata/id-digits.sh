#!/bin/sh
# ---
# id: 0123
# title: An ID of digits
# verdict: {status: completed}
# ---
echo "ran as $HUB_EXAMPLE_ID"
test "$HUB_EXAMPLE_ID" = 0123
