#!/bin/sh
# ---
# title: Fails once, and passes then
# verdict: {status: completed, exit: 0, flaky: true}
# retries: {max: 2, delay: 10ms, jitter: 0.5}
# ---
[ "$HUB_ATTEMPT" -ge 2 ] || { echo "not the first time"; exit 1; }
echo "passed"
