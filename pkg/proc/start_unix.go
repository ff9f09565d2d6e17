//go:build unix

package proc

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
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

// explain says what a failed start means. The system tells a missing
// interpreter, folder and program by one and the same error.
func explain(c *Command, err error) error {
	failed := func(text string) error { return fmt.Errorf("starting %s: %s: %w", c.Path, text, err) }
	file := c.Path
	if !filepath.IsAbs(file) {
		file = filepath.Join(c.Dir, file)
	}
	switch {
	case errors.Is(err, syscall.ENOENT), errors.Is(err, syscall.ENOTDIR):
		if info, statErr := os.Stat(c.Dir); c.Dir != "" && (statErr != nil || !info.IsDir()) {
			return failed(fmt.Sprintf("working directory %s", c.Dir))
		}
		if _, statErr := os.Stat(file); statErr != nil {
			break
		}
		if program := interpreter(file); program != "" {
			return failed(fmt.Sprintf("its #! line names %s", program))
		}
		return failed("the program loader that it names is not installed")
	case errors.Is(err, syscall.EACCES):
		if info, statErr := os.Stat(file); statErr == nil && info.IsDir() {
			return failed("it is a folder")
		} else if statErr == nil && info.Mode()&0o111 == 0 {
			return failed("it is not marked executable")
		}
	case errors.Is(err, syscall.ENOEXEC):
		return failed("it has no #! line and is not a program of this system")
	case errors.Is(err, syscall.E2BIG):
		return failed("arguments and environment are too large")
	case errors.Is(err, syscall.EAGAIN):
		return failed("no more processes are allowed")
	case errors.Is(err, syscall.EINVAL):
		for _, list := range [][]string{{c.Path, c.Dir}, c.Argv, c.Env} {
			for _, text := range list {
				if strings.ContainsRune(text, 0) {
					return failed("path, arguments or environment contain a NUL byte")
				}
			}
		}
	}
	return fmt.Errorf("starting %s: %w", c.Path, err)
}

// interpreter returns the program that a file's #! line names, "" without one.
func interpreter(file string) string {
	f, err := os.Open(file)
	if err != nil {
		return ""
	}
	defer f.Close()
	line, _ := bufio.NewReaderSize(f, 512).ReadSlice('\n')
	rest, ok := strings.CutPrefix(string(line), "#!")
	if fields := strings.Fields(rest); ok && len(fields) > 0 {
		return fields[0]
	}
	return ""
}
