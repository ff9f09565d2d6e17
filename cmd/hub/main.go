// Command hub finds the runnable examples of a repository, runs them side by
// side, remembers what happened to each, and reports.
package main

import (
	"io"
	"os"
	"time"
)

// World is what hub uses of the process and of the system. Nothing below hubMain
// asks for it in another way, see TestTheWorldIsHandedIn.
type World struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Environ        []string
	Getwd          func() (string, error) // the working directory
	Temp           string                 // the system's folder for temporary files
	Now            func() time.Time       // the clock of records, see wallClock
}

// system is the world of this process.
func system() World {
	stdout, stderr := standard()
	return World{os.Stdin, stdout, stderr, os.Environ(), os.Getwd, os.TempDir(), wallClock}
}

// wallClock is the time for records: without the monotonic reading, which a
// record that is read back does not have.
func wallClock() time.Time { return time.Now().UTC().Round(0) }

func main() { os.Exit(hubMain(os.Args[1:], system())) }
