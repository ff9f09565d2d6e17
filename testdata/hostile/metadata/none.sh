#!/bin/sh
# No front matter at all. verdict: {status: completed}
echo "nothing declared"
