#!/bin/sh
# ---
# title: Fails, as was allowed until some day that has passed
# verdict: {status: error, exit: 1, allowed: false}
# allow-failure: {until: 2020-01-31, reason: "to be repaired by then"}
# ---
echo "failed once more"
exit 1
