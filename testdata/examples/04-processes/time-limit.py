#!/usr/bin/env python3
# ---
# title: Give a child process a time limit
# tags: [subprocesses, timeouts]
# timeout: 20s
# ---
import subprocess
import sys


def run(code, limit):
    """Run a piece of Python in a process of its own, for limit seconds at most."""
    try:
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, timeout=limit
        )
    except subprocess.TimeoutExpired:
        return f"stopped after {limit} s"  # run() has killed and reaped the child
    return f"exit {done.returncode}, said {done.stdout.strip()!r}"


print("quick:   ", run("print('done')", limit=15))
print("failing: ", run("import sys; sys.exit(3)", limit=15))
print("sleeping:", run("import time; time.sleep(60)", limit=0.5))
