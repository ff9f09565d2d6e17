//go:build unix

package proc

import (
	"encoding/binary"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// stopWait is how long a process that shares hub's group, and got the terminal's
// signal itself, has to stop.
const stopWait = 100 * time.Millisecond

// suspend stops the example until hub lets it go on. One that has the terminal
// stops by itself or not, as it takes Ctrl-Z; when it does not, its clock runs.
func (v *supervision) suspend() {
	c := &v.c
	begin := time.Now()
	stopped := c.own || v.awaitStop()
	if c.own {
		v.signalAll(unix.SIGSTOP)
	}
	said := binary.LittleEndian.AppendUint64(nil, c.serial)
	v.out = appendFrame(v.out, frameSuspend, said)
	v.flush()
	for goOn := false; !goOn && !v.killed(); {
		kind, payload, ok := v.in.next()
		switch {
		case !ok && len(v.out) > 0:
			v.link(-1, unix.POLLOUT)
		case !ok:
			v.link(-1, 0)
		case serialOf(payload) != c.serial:
		case kind == frameGo:
			goOn = true
		case kind != frameSuspend:
			v.do(kind)
		}
	}
	if stopped {
		c.suspended += time.Since(begin)
		v.signalAll(unix.SIGCONT)
	}
}

// awaitStop waits until the example is stopped, and reports whether it is in time.
func (v *supervision) awaitStop() bool {
	for end := time.Now().Add(stopWait); !v.stopped(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			return false
		}
	}
	return true
}

// JobControlled reports whether somebody in this session, a shell, can let this
// process go on when it is stopped: the system stops no other at Ctrl-Z.
func JobControlled() bool {
	session, err := unix.Getsid(0)
	if err != nil {
		return false
	}
	group := unix.Getpgrp()
	for pid := os.Getppid(); pid > 1; pid = parent(pid) {
		of, err := unix.Getpgid(pid)
		if err != nil {
			return false
		}
		if of != group {
			in, err := unix.Getsid(pid)
			return err == nil && in == session
		}
	}
	return false
}
