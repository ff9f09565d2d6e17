#!/bin/sh
# ---
# title: A name beyond ASCII
# verdict: {status: completed}
# ---
echo "gefunden"
