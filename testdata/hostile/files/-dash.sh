#!/bin/sh
# ---
# title: A name that looks like a flag
# verdict: {status: completed}
# ---
echo "found, and not taken for a flag"
