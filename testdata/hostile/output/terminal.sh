#!/bin/sh
# ---
# title: "Speaks to the terminal: colours, title, clear screen, cut-off sequences"
# verdict: {status: error, exit: 1}
# ---
printf '\033[31mred\033[0m and \033[1;4mbold\033[0m\n'
printf '\033]0;a stolen window title\007'
printf '\033]8;;https://example.com/\033\\a link\033]8;;\033\\\n'
printf '\033[2J\033[H\033[?25l\033[?1049h'
printf '\033P+q544e\033\\ and \033_secret\033\\\n'
printf '\2332Jan eight-bit sequence\n'
printf 'progress 1%%\rprogress 100%%\n'
printf 'back\b\b\b\bspaced\007\n'
printf 'cut off: \033[38;5;'
exit 1
