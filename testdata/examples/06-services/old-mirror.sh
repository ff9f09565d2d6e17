#!/bin/sh
# ---
# title: Download from the old mirror
# tags: [network]
# skip: "the mirror was switched off; kept until the chapter about it is rewritten"
# ---
echo "this is never printed"
exit 1
