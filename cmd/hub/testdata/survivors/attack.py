# attack.py KIND: leaves a daemon, and then turns against the process that started
# it. NAME of a signal: sent to the parent; group: SIGKILL to the group of its
# parent's parent; trace, trace-kill: the parent is traced, and stopped, by a
# daemon or until this process ends, with which it is to be killed.
import ctypes, os, signal, sys, time

def sleeper():
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            os.closerange(0, 256)
            os.execve("/bin/sleep", ["sleep", "319.NUMBER"], {})
        os._exit(0)
    os.wait()

def trace(options):
    libc = ctypes.CDLL(None, use_errno=True)
    libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
    SEIZE, INTERRUPT = 0x4206, 0x4207
    if libc.ptrace(SEIZE, parent, None, options) != 0:
        print("the system allows no tracing: errno", ctypes.get_errno())
        return
    libc.ptrace(INTERRUPT, parent, None, None)

parent = os.getppid()
kind = "KIND"
sleeper()
if kind == "group":
    with open("/proc/%d/stat" % parent) as f:
        grandparent = int(f.read().rsplit(")", 1)[1].split()[1])
    # What is in another session is none of hub's, but who tests it.
    if grandparent > 1 and os.getsid(grandparent) == os.getsid(0):
        os.killpg(os.getpgid(grandparent), signal.SIGKILL)
elif kind == "trace":
    if os.fork() == 0:
        os.setsid()
        trace(0)
        with open("/proc/self/comm", "w") as f:
            f.write("ownNUMBER")
        os.closerange(0, 256)
        time.sleep(319)
        os._exit(0)
    time.sleep(0.2)
elif kind == "trace-kill":
    trace(0x100000)
    time.sleep(0.1)
else:
    os.kill(parent, getattr(signal, "SIG" + kind))
    time.sleep(0.1)
print("done")
