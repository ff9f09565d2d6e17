#!/bin/sh
# ---
# title: Ends with FAILED, and exits with 0
# verdict: {status: completed, doubtful: true}
# ---
echo "test_add ok"
echo "test_sub FAILED"
echo "FAILED (failures=1)"
