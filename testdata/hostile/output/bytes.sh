#!/bin/sh
# ---
# title: "Prints what is not text: NUL, invalid UTF-8, what XML forbids"
# verdict: {status: error, exit: 1}
# ---
printf 'NUL: \000 end\n'
printf 'invalid: \377\376 \303( \342\202 \360\237\222 \300\200 \355\240\200\n'
printf 'controls: \001\002\003\010\013\014\016\037\177\n'
printf 'C1: \302\205 \302\233 nonchars: \357\277\276 \357\277\277\n'
printf 'separators: \342\200\250 \342\200\251 reordering: \342\200\256 txt.sh\n'
exit 1
