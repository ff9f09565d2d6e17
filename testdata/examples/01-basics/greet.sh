#!/bin/sh
# ---
# title: Greet everyone named on the command line
# order: 1
# tags: [arguments]
# args: [Ada, Grace]
# expect:
#   stdout: |
#     Hello, Ada!
#     Hello, Grace!
#     2 people greeted.
# ---
set -eu

# "$@" keeps every argument whole, also one with spaces in it; $* would not.
for name in "$@"; do
  printf 'Hello, %s!\n' "$name"
done
echo "$# people greeted."
