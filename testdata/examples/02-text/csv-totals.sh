#!/bin/sh
# ---
# title: Sum a column of a CSV file, by category
# tags: [pipes, awk]
# needs: {commands: [awk, sort]}
# expect:
#   stdout: |
#     coffee 9.50
#     tea 7.75
# ---
set -eu

# A here-document stands for the file; quoting its mark keeps $ and ` as they are.
awk -F, 'NR > 1 { total[$2] += $3 } END { for (c in total) printf "%s %.2f\n", c, total[c] }' <<'CSV' |
date,category,amount
2026-03-01,coffee,3.20
2026-03-01,tea,2.75
2026-03-02,coffee,6.30
2026-03-04,tea,5.00
CSV
  LC_ALL=C sort
