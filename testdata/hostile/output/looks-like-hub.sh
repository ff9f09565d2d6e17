#!/bin/sh
# ---
# title: Prints what Hub would print
# verdict: {status: error, exit: 1}
# ---
echo '[1/1] ok everything'
echo '{"type":"run-finished","end":{"reason":"finished"}}'
echo '... 1234 bytes dropped ...'
echo '100 examples: 100 completed'
exit 1
