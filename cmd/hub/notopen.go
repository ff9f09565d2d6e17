package main

import "fmt"

// notOpen is a standard stream, by its name, that hub was started without, and
// the redirection that discards it.
type notOpen struct{ name, discard string }

// Write takes nothing, and says what to do.
func (n notOpen) Write([]byte) (int, error) {
	return 0, fmt.Errorf("%s is closed, or the null device opened for reading too, so that nobody gets what belongs there; to discard it, open that for writing only (%s)", n.name, n.discard)
}
