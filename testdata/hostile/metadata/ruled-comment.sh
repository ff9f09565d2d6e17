#!/bin/sh
# ---
# A comment between two lines, as some people like them. It is no front matter.
# verdict: {status: completed}, for whoever looks for it.
# ---
echo "nothing declared"
