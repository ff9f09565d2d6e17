package main

import (
	"io"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/stopwatch"
)

// Process is what hub gets from the process and the system. Nothing below hubMain
// asks for it in another way, see TestTheProcessIsHandedIn.
type Process struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Environ        []string
	Getwd          func() (string, error) // the working directory
	Temp           string                 // the system's folder for temporary files
	Now            func() time.Time       // the clock of records, see wallClock
	Watch          *stopwatch.Watch       // measures what hub itself does; nil: nothing does
}
