#!/bin/sh
# ---
# title: Asks on the terminal, which is not there
# verdict: {status: completed}
# ---
if (exec </dev/tty) 2>/dev/null; then
  printf 'Continue? '
  read -r answer </dev/tty
  exit 1
fi
echo "nobody to ask"
