#!/bin/sh
# ---
# title: Should fail and does not
# verdict: {status: error, exit: 0}
# expect: {exit: 3}
# ---
echo "accepted, which is wrong"
