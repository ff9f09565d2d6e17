#!/usr/bin/env perl
# ---
# title: Leaves a process behind that answers SIGTERM with a new one, five times
# verdict: {status: completed, leaked: true}
# needs: {os: [linux], commands: [perl]}
# ---
use strict;
use warnings;
use POSIX ();

$| = 1;
my $lives = 5;
my $again = sub {
    exit 0 if $lives-- <= 0;
    exit 0 if fork;       # the child goes on, with a new process ID
    POSIX::setsid();
};

pipe my $ready, my $tell or die "pipe: $!";
my $child = fork // die "fork: $!";
if ( $child == 0 ) {
    $SIG{TERM} = $again;
    syswrite $tell, 'x';
    close $tell;
    my $end = time + 60;
    sleep 1 while time < $end;
    exit 0;
}
sysread $ready, my $x, 1;
print "it is out there\n";
