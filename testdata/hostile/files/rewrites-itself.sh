#!/bin/sh
# ---
# title: Rewrites its own file while it runs, and puts it back
# verdict: {status: completed}
# ---
cp -p "$0" "$0.kept"
trap 'mv -f "$0.kept" "$0"' EXIT
printf 'echo "added while running"\n' >>"$0"
echo "rewritten"
exit 0
