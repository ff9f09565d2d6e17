//go:build unix

package proc

import (
	"context"
	"errors"
	"fmt"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// busyBound is how long a program that someone still writes to is tried again.
// A fork elsewhere in this process holds the descriptor through which a
// program was just written until its exec.
const busyBound = time.Second

// start starts c's process and registers it. What it opened is in a, also when
// it fails.
func (s *Supervisor) start(ctx context.Context, a *attempt, c *Command) error {
	files := [3]uintptr{uintptr(s.null)}
	var out, in [2]int
	out[1], in[0] = -1, -1
	defer func() { closeFD(out[1]); closeFD(in[0]) }()
	if c.Terminal {
		files = [3]uintptr{0, 1, 2}
	} else {
		if err := pipe(&out, false); err != nil {
			return fmt.Errorf("starting %s: making a pipe: %w", c.Path, err)
		}
		a.out = out[0]
		files[1], files[2] = uintptr(out[1]), uintptr(out[1])
		if c.Stdin != "" {
			if err := pipe(&in, false); err != nil {
				return fmt.Errorf("starting %s: making a pipe: %w", c.Path, err)
			}
			a.in, a.stdin = in[1], c.Stdin
			files[0] = uintptr(in[0])
			if err := unix.SetNonblock(a.in, true); err != nil {
				return fmt.Errorf("starting %s: preparing a pipe: %w", c.Path, err)
			}
		}
	}
	a.own = !c.Terminal
	sys := &syscall.SysProcAttr{Setpgid: a.own}
	s.watchable(sys)
	attr := &syscall.ProcAttr{Dir: c.Dir, Env: a.environment(c.Env), Files: files[:], Sys: sys}
	argv := c.Argv
	if len(argv) == 0 {
		argv = []string{c.Path}
	}

	begin, pause := time.Now(), time.Millisecond
	for {
		err := s.fork(a, c.Path, argv, attr)
		if err == nil {
			return nil
		}
		if !errors.Is(err, syscall.ETXTBSY) || time.Since(begin) > busyBound || ctx.Err() != nil {
			return explain(c, err)
		}
		time.Sleep(pause)
		pause *= 2
	}
}

// fork starts the process and registers it before anyone can take it for an
// orphan.
func (s *Supervisor) fork(a *attempt, path string, argv []string, attr *syscall.ProcAttr) error {
	s.starting.RLock()
	defer s.starting.RUnlock()
	pid, err := syscall.ForkExec(path, argv, attr)
	if err != nil {
		return err
	}
	a.pid = pid
	err = s.watchExit(a, attr.Sys)
	s.mu.Lock()
	s.running[pid] = a
	s.mu.Unlock()
	return err
}
