#!/usr/bin/env perl
# ---
# title: Tell an exit code from a signal
# tags: [subprocesses, signals]
# needs: {os: [linux, darwin]}
# expect:
#   stdout: |
#     true           ended well
#     exit 3         failed with exit code 3
#     kill -TERM $$  was ended by signal 15
# ---
use strict;
use warnings;

for my $command ( 'true', 'exit 3', 'kill -TERM $$' ) {
    system 'sh', '-c', $command;

    # $? holds both: the signal in the low seven bits, the code above the byte.
    my $signal = $? & 127;
    my $code   = $? >> 8;
    my $answer =
        $signal ? "was ended by signal $signal"
      : $code   ? "failed with exit code $code"
      :           'ended well';
    printf "%-14s %s\n", $command, $answer;
}
