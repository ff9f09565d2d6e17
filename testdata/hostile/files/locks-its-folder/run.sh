#!/bin/sh
# ---
# title: Leaves a folder behind that an ordinary user cannot remove
# verdict: {status: completed}
# workdir: copy
# ---
case $PWD in */files/locks-its-folder) echo "not in a copy: $PWD"; exit 1 ;; esac
mkdir locked
: >locked/file
chmod 000 locked
echo "locked"
