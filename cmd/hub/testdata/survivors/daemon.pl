use POSIX qw(setsid);

if (fork) { wait; exit 0; }
setsid();
exit 0 if fork;
chdir '/';
POSIX::close($_) for 0 .. 255;
%ENV = ();
exec {'/bin/sleep'} 'sleep', '319.NUMBER';
