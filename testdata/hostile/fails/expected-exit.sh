#!/bin/sh
# ---
# title: Fails as it should
# verdict: {status: completed, exit: 3}
# expect: {exit: 3}
# ---
echo "refused, as expected"
exit 3
