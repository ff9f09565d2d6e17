# daemonize(3): two forks, a session of its own, nothing open, nothing inherited.
import os, sys

if os.fork():
    os.wait()
    sys.exit(0)
os.setsid()
if os.fork():
    os._exit(0)
os.chdir("/")
os.umask(0)
os.closerange(0, 256)
os.execve("/bin/sleep", ["sleep", "319.NUMBER"], {})
