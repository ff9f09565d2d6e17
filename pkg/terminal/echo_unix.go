//go:build unix

package terminal

import (
	"io"
	"os"
	"sync"
	"time"

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

// Leave is [Echo.Restore] for a program that ends wherever it is: if the echo was off, it
// also erases the terminal from the line of the cursor on, where the region is that the
// program redraws. It waits a moment for a terminal that takes nothing.
func (e *Echo) Leave() {
	if e == nil {
		return
	}
	e.mu.Lock()
	off := e.off
	e.mu.Unlock()
	if off {
		e.set(true)
		erased := make(chan struct{})
		go func() {
			_, _ = io.WriteString(e.f, "\r\x1b[J") // nobody is left to be informed
			close(erased)
		}()
		select {
		case <-erased:
		case <-time.After(100 * time.Millisecond):
		}
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
