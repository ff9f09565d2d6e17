# Twenty chains of processes that fork and end, for some seconds, before all others
# where they may.
import os, time

def chain(session, parent):
    with open("/proc/self/comm", "w") as f:
        f.write("ownNUMBER")
    os.closerange(0, 256)
    while os.getppid() == parent:  # its end would be held up
        time.sleep(0.001)
    end = time.time() + 15
    while time.time() < end:
        if session:
            try:
                os.setsid()
            except OSError:
                pass
        if os.fork():
            os._exit(0)
    os._exit(0)

example = os.getpid()
try:
    os.nice(-20)
except OSError:
    pass
for i in range(20):
    if os.fork() == 0:
        chain(i % 2, example)
