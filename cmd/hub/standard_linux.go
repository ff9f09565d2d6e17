package main

import (
	"io"
	"os"

	"golang.org/x/sys/unix"
)

// standard are stdout and stderr for what hub prints. A stream that is not open
// takes nothing: an answer must not get lost unseen.
//
// The Go runtime opens the null device in place of a standard stream that is
// closed, so that no file gets its number: for reading and writing, which a
// redirection (>/dev/null) does not. Some programs that discard what they start
// prints (Python's DEVNULL, Node's ignore) open it so as well, and then get an
// error that says how to do it otherwise. Where both streams are such, nobody
// could read it, and this is taken for a wish.
//
// Note: nothing else tells the two apart before the first line of main runs, and
// on other systems this does not either.
func standard() (stdout, stderr io.Writer) {
	out, err := closed(os.Stdout), closed(os.Stderr)
	stdout, stderr = os.Stdout, os.Stderr
	switch {
	case out && !err:
		stdout = notOpen{"standard output", ">/dev/null"}
	case err && !out:
		stderr = notOpen{"standard error", "2>/dev/null"}
	}
	return stdout, stderr
}

// closed reports whether f is what the Go runtime opens in place of a closed
// stream.
func closed(f *os.File) bool {
	var at, null unix.Stat_t
	fd := int(f.Fd())
	if unix.Fstat(fd, &at) != nil || unix.Stat(os.DevNull, &null) != nil || at.Mode&unix.S_IFMT != unix.S_IFCHR || at.Rdev != null.Rdev {
		return false
	}
	flags, err := unix.FcntlInt(uintptr(fd), unix.F_GETFL, 0)
	return err == nil && flags&(unix.O_ACCMODE|unix.O_APPEND|unix.O_NONBLOCK) == unix.O_RDWR
}
