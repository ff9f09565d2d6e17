#!/bin/sh
# ---
# title: Prints a secret of its environment, whole, in pieces of writes, and encoded
# verdict: {status: error, exit: 1}
# needs: {env: [HUB_HOSTILE_SECRET]}
# ---
echo "token: $HUB_HOSTILE_SECRET."
echo "twice: $HUB_HOSTILE_SECRET$HUB_HOSTILE_SECRET"
# One byte a write: the secret is never whole in one read.
rest=$HUB_HOSTILE_SECRET
while [ -n "$rest" ]; do
  printf '%s' "${rest%"${rest#?}"}"
  rest=${rest#?}
done
echo
echo "on standard error: $HUB_HOSTILE_SECRET" >&2
exit 1
