#!/bin/sh
# ---
# title: Leaves a child behind that ignores SIGTERM
# verdict: {status: completed, leaked: true}
# ---
(
  trap '' TERM HUP INT
  sleep 60
) &
echo "done, but for a deaf child"
