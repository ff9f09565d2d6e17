package main

import (
	"io"
	"os"

	"golang.org/x/sys/unix"
)

// standard returns the stdout and stderr that hub prints to. Writing to a stream that
// was closed at the start is an error, so that no answer is lost silently.
//
// The Go runtime opens the null device in place of a closed standard stream, so that
// no other file gets its number. It opens it for reading and writing, which a
// redirection (>/dev/null) does not. Programs that discard the output of what they
// start (Python's DEVNULL, Node's ignore) do so too, and get an error that says how to
// avoid it. If both streams are such, the output is meant to be discarded.
//
// Note: nothing else distinguishes the two before main starts, and on other systems
// this does not either.
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

// closed reports whether the Go runtime opened f in place of a closed stream.
func closed(f *os.File) bool {
	var at, null unix.Stat_t
	fd := int(f.Fd())
	if unix.Fstat(fd, &at) != nil || unix.Stat(os.DevNull, &null) != nil || at.Mode&unix.S_IFMT != unix.S_IFCHR || at.Rdev != null.Rdev {
		return false
	}
	flags, err := unix.FcntlInt(uintptr(fd), unix.F_GETFL, 0)
	return err == nil && flags&(unix.O_ACCMODE|unix.O_APPEND|unix.O_NONBLOCK) == unix.O_RDWR
}
