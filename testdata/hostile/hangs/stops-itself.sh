#!/bin/sh
# ---
# title: "Stops itself: SIGTERM waits, only SIGKILL ends it"
# verdict: {status: error, type: timeout}
# ---
echo "stopping"
kill -STOP $$
