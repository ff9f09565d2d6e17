#!/bin/sh
# ---
# title: Prints 20 MB without a line end
# verdict: {status: error, exit: 1, truncated: true}
# ---
yes x | tr -d '\n' | head -c 20971520
exit 1
