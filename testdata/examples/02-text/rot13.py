#!/usr/bin/env python3
# ---
# title: A filter that reads standard input
# tags: [stdin, streams]
# stdin: |
#   Uryyb sebz gur bgure fvqr.
#   Guvf jnf rapbqrq jvgu EBG13.
# expect:
#   stdout: |
#     Hello from the other side.
#     This was encoded with ROT13.
# ---
import codecs
import sys

# Line by line: a filter does not wait for the end of its input, nor hold it all.
for line in sys.stdin:
    sys.stdout.write(codecs.encode(line, "rot13"))
