// Command hub finds the runnable examples of a repository, runs them side by
// side, remembers what happened to each, and reports.
package main

import (
	"os"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/stopwatch"
	"github.com/seed-00a9b34c/hub/pkg/terminal"
)

// thisProcess is what this process has.
func thisProcess() Process {
	watch := stopwatch.New(time.Now, stopwatch.Age())
	stdout, stderr := terminal.Standard(os.Stdout, os.Stderr)
	return Process{os.Stdin, stdout, stderr, os.Environ(), os.Getwd, os.TempDir(), wallClock, watch}
}

// wallClock is the time for records: without the monotonic reading, which a
// record that is read back does not have.
func wallClock() time.Time { return time.Now().UTC().Round(0) }

func main() { os.Exit(hubMain(os.Args[1:], thisProcess())) }
