#!/usr/bin/env perl
# ---
# title: Leaves a daemon behind that forked twice and ignores SIGTERM
# verdict: {status: completed, leaked: true}
# needs: {os: [linux], commands: [perl]}
# ---
use strict;
use warnings;
use POSIX ();

$| = 1;
pipe my $ready, my $tell or die "pipe: $!";
my $child = fork // die "fork: $!";
if ( $child == 0 ) {
    POSIX::setsid();
    my $grandchild = fork // die "fork: $!";
    exit 0 if $grandchild;
    $SIG{TERM} = $SIG{HUP} = $SIG{INT} = 'IGNORE';
    open STDIN,  '<', '/dev/null' or die;
    open STDOUT, '>', '/dev/null' or die;
    open STDERR, '>', '/dev/null' or die;
    syswrite $tell, 'x';
    close $tell;
    sleep 60;
    exit 0;
}
waitpid $child, 0;
sysread $ready, my $x, 1;
print "the daemon is on its own\n";
