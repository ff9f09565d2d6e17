//go:build unix

package supervision

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
	if c.Terminal {
		files = [3]uintptr{TerminalFD, TerminalFD + 1, TerminalFD + 2}
	} else {
		if err := pipe(&out); err != nil {
			return v.failed("making a pipe", err)
		}
		c.out = out[0]
		files[1], files[2] = uintptr(out[1]), uintptr(out[1])
		if c.Stdin != "" {
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
	sys := &syscall.SysProcAttr{Setpgid: !c.Terminal || c.Group != 0, Pgid: c.Group}
	v.watchable(sys)
	attr := &syscall.ProcAttr{Dir: c.Dir, Env: c.Env, Files: files[:], Sys: sys}
	argv := c.Argv
	if len(argv) == 0 {
		argv = []string{c.Path}
	}

	begin, pause := time.Now(), time.Millisecond
	for {
		pid, err := v.starts.start(c.Path, argv, c.Files, attr)
		if err == nil {
			c.pid, c.own = pid, !c.Terminal
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
	v.c.end.Text = what
	if !errors.As(err, &v.c.end.Errno) {
		v.c.end.Errno = unix.EIO
	}
	return err
}
