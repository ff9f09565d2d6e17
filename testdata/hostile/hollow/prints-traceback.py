#!/usr/bin/env python3
# ---
# title: Prints a traceback, and exits with 0
# verdict: {status: completed, doubtful: true}
# needs: {commands: [python3]}
# ---
import traceback

print("working")
try:
    {}["missing"]
except KeyError:
    traceback.print_exc()
