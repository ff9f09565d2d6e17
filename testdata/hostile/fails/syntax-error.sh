#!/bin/sh
# ---
# title: A shell that cannot parse it
# verdict: {status: error}
# ---
echo "this line runs"
if then
