#!/bin/sh
# ---
# title: Remove temporary files, however the script ends
# tags: [traps, files]
# ---
set -eu

work=$(mktemp -d)
# Runs when the shell exits: at the end, after a failed command, after exit.
trap 'rm -rf "$work"' EXIT
# A signal ends the shell by way of exit, so that the trap above runs as well.
trap 'exit 130' INT
trap 'exit 143' TERM

printf '%s\n' pear apple fig >"$work/fruit"
LC_ALL=C sort "$work/fruit" >"$work/sorted"
echo "sorted: $(tr '\n' ' ' <"$work/sorted")"
echo "files in use: $(ls "$work" | wc -l | tr -d ' ')"
