#!/bin/sh
# ---
# title: Ends in the middle of a line
# verdict: {status: completed}
# ---
printf 'no line end'
