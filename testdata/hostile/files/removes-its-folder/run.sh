#!/bin/sh
# ---
# title: Removes its working folder, itself included
# verdict: {status: completed}
# workdir: copy
# ---
# Only in the throw-away copy, never in the repository.
[ -f removable ] || { echo "not in a copy of this folder: $PWD"; exit 1; }
case $PWD in */files/removes-its-folder) echo "not in a copy: $PWD"; exit 1 ;; esac
rm -f removable run.sh
rmdir "$PWD" && echo "the folder is gone"
