package main

import "fmt"

// notOpen is a standard stream, by its name, that hub was started without, and
// the redirection that discards it.
type notOpen struct{ name, discard string }

// Write takes nothing, and says what to do.
func (n notOpen) Write([]byte) (int, error) {
	return 0, fmt.Errorf("%s is closed (or is the null device, opened for reading as well), so that the output would be lost; to discard it, redirect it (%s)", n.name, n.discard)
}
