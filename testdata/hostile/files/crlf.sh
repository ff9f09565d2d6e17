#!/bin/sh
# ---
# title: Lines that end in CR LF
# verdict: {status: completed}
# ---
echo "every line ends twice"
