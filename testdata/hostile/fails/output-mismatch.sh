#!/bin/sh
# ---
# title: Ends well and says something else
# verdict: {status: error, type: output_mismatch, exit: 0}
# expect: {stdout: "forty-two"}
# ---
echo "forty-one"
