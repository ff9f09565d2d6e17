//go:build !linux

package main

import (
	"io"
	"os"
)

// standard are stdout and stderr for what hub prints.
//
// Note: the Go runtime opens the null device in place of a stream that is not
// open, and here that cannot be told from one that somebody chose.
func standard() (stdout, stderr io.Writer) { return os.Stdout, os.Stderr }
