#!/bin/sh
# ---
# title: A byte order mark before the first line
# verdict: {status: completed}
# ---
echo "marked"
