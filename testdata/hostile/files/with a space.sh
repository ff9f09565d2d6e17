#!/bin/sh
# ---
# title: A name with spaces
# verdict: {status: completed}
# ---
echo "found by its whole name"
