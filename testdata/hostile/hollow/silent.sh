#!/bin/sh
# ---
# title: A shell script that prints nothing, as they do when all is well
# verdict: {status: completed, doubtful: false}
# ---
:
