package main

import "fmt"

// notOpen is a standard stream, by its name, that hub was started without, and
// the redirection that discards it.
type notOpen struct{ name, discard string }

// Write takes nothing, and says what to do.
func (n notOpen) Write([]byte) (int, error) {
	return 0, fmt.Errorf("%s is closed (or is the null device, opened for reading and writing), so the answer would be lost; to discard it, open the null device for writing only (%s)", n.name, n.discard)
}
