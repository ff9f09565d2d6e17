package fingerprint

import "os"

// open opens a regular file to read it.
func open(file string) (*os.File, error) { return os.Open(file) }
