#!/usr/bin/env perl
# ---
# title: The most frequent words of a text
# tags: [hashes, regular-expressions]
# expect: {stdout: {matches: '^ +4 the$'}}
# ---
use strict;
use warnings;

my %count;
while (my $line = <DATA>) {
    $count{ lc $1 }++ while $line =~ /([[:alpha:]']+)/g;
}

# Most frequent first; words of equal count by alphabet, so that the answer
# does not depend on the order of the hash.
my @words = sort { $count{$b} <=> $count{$a} || $a cmp $b } keys %count;
printf "%3d %s\n", $count{$_}, $_ for @words[ 0 .. 4 ];

__DATA__
The sea was quiet and the boats lay still.
Nobody spoke, and nobody slept; the lamps
were out, and only the harbour bell, far off,
said what time it was.
