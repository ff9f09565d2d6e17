package terminal

import "os"

// Echo is whether a console shows what is typed: it does only where a program reads it.
type Echo struct{}

// NewEcho returns the echo of a console.
func NewEcho(*os.File) *Echo { return &Echo{} }

// Off does nothing.
func (*Echo) Off() {}

// Restore does nothing.
func (*Echo) Restore() {}

// Leave does nothing.
func (*Echo) Leave() {}
