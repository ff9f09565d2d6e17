// Package usage has the errors of requests: an unknown value, flags that
// exclude each other, a file of the wrong kind. Nothing was done, and the same
// request fails again until it is changed.
//
// Packages return them where only the request can be wrong; the program decides
// how to handle them, in particular the exit code.
package usage

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/nearest"
)

// Error says that a request is invalid. Its text says what to request instead.
type Error struct{ err error }

func (e *Error) Error() string { return e.err.Error() }

// Unwrap returns the wrapped error.
func (e *Error) Unwrap() error { return e.err }

// Errorf returns an [*Error] with the text and the wrapped errors of [fmt.Errorf].
func Errorf(format string, args ...any) error { return &Error{fmt.Errorf(format, args...)} }

// Unknown says that a value is unknown. Its text suggests the nearest known
// values, and lists all of them if they are hub's own.
type Unknown struct {
	// What names the kind of value, such as "filter".
	What  string
	Value string
	// Known lists the values that exist, in display order.
	Known []string
	// Meant is the known value that Value means in other tools; empty: the most similar
	// one is suggested.
	Meant string
	// Listed is the command that lists them, if they are the project's: of more than
	// a few only the nearest are named.
	Listed string
}

// maxListed is the number of values of a project that a message names.
const maxListed = 5

func (e *Unknown) Error() string {
	text := fmt.Sprintf("unknown %s %q", e.What, e.Value)
	if len(e.Known) == 0 {
		return text + "; none exist"
	}
	if e.Listed != "" && len(e.Known) > maxListed {
		if near := nearest.Few(e.Value, e.Known, maxListed); len(near) > 0 {
			text += ", did you mean " + nearest.Quote(near) + "?"
		} else {
			text += ". Known: " + strings.Join(e.Known[:maxListed], ", ") + ", …"
		}
		return fmt.Sprintf("%s '%s' shows all %d", text, e.Listed, len(e.Known))
	}
	if near := cmp.Or(e.Meant, nearest.To(e.Value, e.Known)); near != "" {
		text += fmt.Sprintf(", did you mean %q?", near)
	} else {
		text += "."
	}
	return text + " Known: " + strings.Join(e.Known, ", ")
}
