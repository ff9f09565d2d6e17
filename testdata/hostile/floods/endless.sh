#!/bin/sh
# ---
# title: Prints until it is killed
# verdict: {status: error, type: timeout, truncated: true}
# timeout: 2s
# ---
# Not quite for ever: 40 GB, should nobody kill it.
yes "and on it goes" | head -c 42949672960
