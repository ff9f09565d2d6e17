//go:build unix

package proc

import (
	"errors"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// busyBound is how long a program that someone still writes to is tried again.
// A fork elsewhere holds the descriptor through which a program was just written
// until its exec.
const busyBound = time.Second

// start starts the process. What it opened is in v.c, also when it fails.
func (v *supervision) start() error {
	c := &v.c
	files := [3]uintptr{uintptr(v.null)}
	var out, in [2]int
	out[1], in[0] = -1, -1
	defer func() { closeFD(out[1]); closeFD(in[0]) }()
	if c.terminal {
		files = [3]uintptr{terminalFD, terminalFD + 1, terminalFD + 2}
	} else {
		if err := pipe(&out); err != nil {
			return v.failed("making a pipe", err)
		}
		c.out = out[0]
		files[1], files[2] = uintptr(out[1]), uintptr(out[1])
		if c.stdin != "" {
			if err := pipe(&in); err != nil {
				return v.failed("making a pipe", err)
			}
			c.in = in[1]
			files[0] = uintptr(in[0])
			if err := unix.SetNonblock(c.in, true); err != nil {
				return v.failed("preparing a pipe", err)
			}
		}
	}
	sys := &syscall.SysProcAttr{Setpgid: !c.terminal || c.group != 0, Pgid: c.group}
	v.watchable(sys)
	attr := &syscall.ProcAttr{Dir: c.dir, Env: c.env, Files: files[:], Sys: sys}
	argv := c.argv
	if len(argv) == 0 {
		argv = []string{c.path}
	}

	begin, pause := time.Now(), time.Millisecond
	for {
		pid, err := syscall.ForkExec(c.path, argv, attr)
		if err == nil {
			c.pid, c.own = pid, !c.terminal
			return v.watchExit(sys)
		}
		if !errors.Is(err, syscall.ETXTBSY) || time.Since(begin) > busyBound || v.killed() || c.asked != 0 {
			return v.failed("", err)
		}
		v.poll(pause, false)
		pause *= 2
	}
}

// failed notes why the process could not be started, and what for.
func (v *supervision) failed(what string, err error) error {
	v.c.end.text = what
	if !errors.As(err, &v.c.end.errno) {
		v.c.end.errno = unix.EIO
	}
	return err
}
