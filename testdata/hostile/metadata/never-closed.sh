#!/bin/sh
# ---
# A single line above a comment. verdict: {status: completed}
echo "nothing declared"
