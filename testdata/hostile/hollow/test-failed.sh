#!/bin/sh
# ---
# title: Says that a test failed, and exits with 0
# verdict: {status: completed, doubtful: true}
# ---
echo "Running 3 tests"
echo "Test Failed: expected 4, got 5"
