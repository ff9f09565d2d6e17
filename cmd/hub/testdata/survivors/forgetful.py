# A daemon that overwrites its environment in place, as nginx, redis and postgres
# do, and lives on in the same program.
import ctypes, os, sys, time

with open("/proc/self/stat") as f:
    fields = f.read().rsplit(")", 1)[1].split()
begin, end = int(fields[47]), int(fields[48])  # env_start, env_end
if os.fork():
    os.wait()
    sys.exit(0)
os.setsid()
if os.fork():
    os._exit(0)
ctypes.memset(begin, 0, end - begin)
with open("/proc/self/comm", "w") as f:
    f.write("ownNUMBER")
os.chdir("/")
os.closerange(0, 256)
time.sleep(319)
