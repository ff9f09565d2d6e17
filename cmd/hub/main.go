// Command hub finds the runnable examples of a repository, runs them side by
// side, remembers what happened to each, and reports.
package main

import (
	"io"
	"os"
	"time"
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
}

// thisProcess is what this process has.
func thisProcess() Process {
	stdout, stderr := standard()
	return Process{os.Stdin, stdout, stderr, os.Environ(), os.Getwd, os.TempDir(), wallClock}
}

// wallClock is the time for records: without the monotonic reading, which a
// record that is read back does not have.
func wallClock() time.Time { return time.Now().UTC().Round(0) }

func main() { os.Exit(hubMain(os.Args[1:], thisProcess())) }
