//go:build !linux

package main

import (
	"io"
	"os"
)

// standard returns the stdout and stderr that hub prints to.
//
// Note: the Go runtime opens the null device in place of a closed stream; on this
// system nothing distinguishes that from a redirection.
func standard() (stdout, stderr io.Writer) { return os.Stdout, os.Stderr }
