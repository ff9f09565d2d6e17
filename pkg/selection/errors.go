package selection

import (
	"fmt"
	"strings"
)

// UnknownError is about a filter, tag or group that there is not. It is the
// user's mistake.
type UnknownError struct {
	// What is filter, tag or group.
	What  string
	Value string
	// Known holds what there is, in an order for people.
	Known []string
}

func (e *UnknownError) Error() string {
	known := strings.Join(e.Known, ", ")
	if known == "" {
		known = "none"
	}
	return fmt.Sprintf("unknown %s %q; known: %s", e.What, e.Value, known)
}

// RangeError is about a number that cannot be. It is the user's mistake.
type RangeError struct{ Message string }

func (e *RangeError) Error() string { return e.Message }
