#!/bin/sh
# ---
# title: Leaves a tree of processes behind, each with two children
# verdict: {status: completed, leaked: true}
# ---
# 2 + 4 + 8 subshells, and everybody sleeps.
grow() {
  [ "$1" -gt 0 ] || { sleep 60; return; }
  (grow $(($1 - 1))) &
  (grow $(($1 - 1))) &
  sleep 60
}
grow 3 &
echo "a tree was planted"
