#!/usr/bin/env python3
# ---
# title: A Python program that prints nothing
# verdict: {status: completed, doubtful: true}
# needs: {commands: [python3]}
# ---
answer = 6 * 7
