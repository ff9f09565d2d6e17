#!/usr/bin/env python3
# ---
# title: A Python program with an exception that nobody catches
# verdict: {status: error, exit: 1}
# needs: {commands: [python3]}
# ---
def average(numbers):
    return sum(numbers) / len(numbers)


print("the average of nothing:")
print(average([]))
