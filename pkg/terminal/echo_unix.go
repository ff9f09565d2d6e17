//go:build unix

package terminal

import (
	"os"
	"sync"

	"golang.org/x/sys/unix"
)

// Echo is whether a terminal shows what is typed. What is typed is not lost when it is
// off: who reads the terminal next gets it. Its methods are for any goroutine; of a nil
// one they do nothing.
type Echo struct {
	f   *os.File
	mu  sync.Mutex
	off bool // by Off
}

// NewEcho returns the echo of the terminal f.
func NewEcho(f *os.File) *Echo { return &Echo{f: f} }

// Off switches the echo off, if it is on and this process is in the foreground of the
// terminal: from the background, the modes are another program's.
func (e *Echo) Off() {
	if e != nil {
		e.set(false)
	}
}

// Restore undoes Off.
func (e *Echo) Restore() {
	if e != nil {
		e.set(true)
	}
}

// set switches the echo, unless it is not to be switched. Its errors have no consequence:
// a terminal that is gone shows nothing.
func (e *Echo) set(on bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.off != on {
		return
	}
	fd := int(e.f.Fd())
	group, err := unix.IoctlGetInt(fd, unix.TIOCGPGRP)
	if err != nil || group != unix.Getpgrp() {
		return
	}
	modes, err := unix.IoctlGetTermios(fd, getModes)
	if err != nil || !on && modes.Lflag&unix.ECHO == 0 {
		return
	}
	if on {
		modes.Lflag |= unix.ECHO
	} else {
		modes.Lflag &^= unix.ECHO
	}
	e.off = unix.IoctlSetTermios(fd, setModes, modes) == nil != on
}
