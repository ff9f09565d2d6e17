#!/bin/sh
# ---
# title: A key that is nearly a known one
# verdict: {status: completed}
# timout: 1ns
# ---
echo "the warning is all there is"
