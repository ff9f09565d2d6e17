package terminal

import (
	"fmt"
	"io"
	"os"
)

// Standard returns what to print to for the standard streams out and err. Writing to a
// stream that was closed at the start is an error, so that no answer is lost silently.
//
// The Go runtime opens the null device in place of a closed standard stream, so that
// no other file gets its number. It opens it for reading and writing, which a
// redirection (>/dev/null) does not. Programs that discard the output of what they
// start (Python's DEVNULL, Node's ignore) do so too, and get an error that says how to
// avoid it. If both streams are such, the output is meant to be discarded.
//
// Note: nothing else distinguishes the two before main starts; outside Linux this does
// not either, and closed streams discard.
func Standard(out, err *os.File) (stdout, stderr io.Writer) {
	noOut, noErr := closed(out), closed(err)
	stdout, stderr = out, err
	switch {
	case noOut && !noErr:
		stdout = closedStream{"standard output", ">/dev/null"}
	case noErr && !noOut:
		stderr = closedStream{"standard error", "2>/dev/null"}
	}
	return stdout, stderr
}

// closedStream is a standard stream, by its name, that hub was started without, and
// the redirection that discards it.
type closedStream struct{ name, discard string }

// Write takes nothing, and says what to do.
func (s closedStream) Write([]byte) (int, error) {
	return 0, fmt.Errorf("%s is closed (or is the null device, opened for reading and writing), so the answer would be lost; to discard it, open the null device for writing only (%s)", s.name, s.discard)
}
