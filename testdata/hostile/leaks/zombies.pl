#!/usr/bin/env perl
# ---
# title: "Does not wait for its children, which have ended: nothing is left behind"
# verdict: {status: completed, leaked: false}
# needs: {os: [linux, darwin], commands: [perl]}
# ---
use strict;
use warnings;
use POSIX ();

my @ends;
for ( 1 .. 5 ) {
    pipe my $end, my $held or die "pipe: $!";
    my $child = fork // die "fork: $!";
    POSIX::_exit(0) if $child == 0;
    close $held;
    push @ends, $end;
}
# The pipes end when the children do, which then remain as zombies.
sysread $_, my $x, 1 for @ends;
print "five children, none waited for\n";
