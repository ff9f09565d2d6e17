package classify

import (
	"fmt"
	"regexp"
	"sync"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/expect"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
	"github.com/seed-00a9b34c/hub/pkg/seek"
	"github.com/seed-00a9b34c/hub/pkg/volatile"
)

// Facts describes one attempt that was started.
type Facts struct {
	// Runner is the name of the runner. It selects the language whose messages are
	// tried first; if no language has that name, the extension of File does.
	Runner string
	// Languages is the table of languages; nil means hub's own.
	Languages *Languages
	// ExitCode is the exit code of the process; not 0 if it has none.
	ExitCode int
	// Signal is the name of the signal that ended the process; empty if none did.
	Signal     string
	CoreDumped bool
	// OutOfMemory says that a SIGKILL, or an exit code of 137, is probably due to lack
	// of memory.
	OutOfMemory bool
	// TimedOut says that the process exceeded Timeout.
	TimedOut bool
	// Stopped says that the process was stopped at the timeout.
	Stopped bool
	// Unattended says that hub itself was not running at the timeout, and did not end
	// the process.
	Unattended bool
	Timeout    time.Duration
	// Output is the kept part of the output; Dropped is the number of other bytes.
	// Uncaptured says that the process wrote to the terminal, so that there is none.
	Output     string
	Dropped    int64
	Uncaptured bool
	// FailOn and SkipOn are regular expressions (RE2) for single lines of the output of
	// a process with the exit code of a pass. A line that matches one of FailOn is a
	// failure, else one that matches one of SkipOn is a skip.
	FailOn, SkipOn []string
	// Lines says which of [Lines] match. They are given if the output was not kept whole;
	// else [Facts.Look] sets them.
	Lines []seek.Match
	// Found says what of Expect occurs in such an output; nil if it was kept whole.
	Found *seek.Found
	// Expect says what a pass looks like.
	Expect hub.Expect
	// Golden is the content of the golden file. GoldenProblem says why it could not be
	// read; empty if it could.
	Golden, GoldenProblem string
	// Folders are the folders that the paths normalizer replaces.
	Folders []volatile.Folder
	// Root is the project's absolute root, in the system's form. Locations outside it
	// are not reported.
	Root string
	// File is the entry file as a slash path from Root.
	File string
	// Dir is the absolute working folder of the process; empty means Root. Relative
	// paths in the output start there. If it is outside Root, it is a copy of the entry
	// file's folder.
	Dir string
	// Silent says that programs of this runner often print nothing.
	Silent bool
	// CRLF says that the entry file has CRLF line ends.
	CRLF bool
}

// Failure returns why the attempt failed; nil if it passed. The message is one line of
// at most 500 characters without control characters. The location is set if it is
// known and inside the project.
//
// It checks, in this order: timeout, signal, exit code, FailOn, and, unless there is a
// reason to [Skip], the expected output.
func Failure(f Facts) *hub.Error {
	switch {
	case f.TimedOut:
		message := "timed out after " + f.Timeout.String()
		if f.Stopped {
			message += "; it was stopped by a signal or by reading the terminal, which only 'hub run --raw' allows"
		}
		if f.Unattended {
			message += "; hub itself was stopped or had no CPU at the time, and the example ended on its own"
		}
		return &hub.Error{Type: hub.ErrTimeout, Message: message}
	case f.Signal != "":
		message := "killed by " + sanitize.Message(f.Signal)
		if f.CoreDumped {
			message += " (core dumped)"
		}
		if f.OutOfMemory {
			message += ", probably out of memory"
		}
		e := &hub.Error{Type: hub.ErrSignal, Message: message}
		if f.Signal == "SIGABRT" { // a program aborts itself, and mostly says why
			if why := f.languages().diagnose(f, newText(f)); why != nil {
				e.Message, e.File, e.Line = sanitize.Message(message+": "+why.Message), why.File, why.Line
			}
		}
		return e
	}
	if !f.Expect.Exit.Have(f.ExitCode) {
		return lineEnds(f, exit(f))
	}
	if e := f.Look(); e != nil {
		return e
	}
	if e := failsOn(f); e != nil {
		return e
	}
	if Skip(f) != "" {
		return nil
	}
	e := expect.Check(f.Expect, f.Printed())
	if e != nil {
		e.Message = sanitize.ExactMessage(e.Message)
	}
	return e
}

// Printed returns the facts for package expect.
func (f *Facts) Printed() expect.Printed {
	return expect.Printed{
		Text: f.Output, Dropped: f.Dropped, Found: f.Found, Golden: f.Golden, GoldenProblem: f.GoldenProblem,
		File: f.File, Folders: f.Folders,
	}
}

// Build returns why a failed build failed: the first message of the compiler and its
// location. The type is always build_error. FailOn, SkipOn and expectations are
// ignored.
func Build(f Facts) *hub.Error {
	f.Expect, f.FailOn, f.SkipOn = hub.Expect{}, nil, nil
	e := Failure(f)
	if e == nil {
		e = &hub.Error{Message: "the build failed"}
	}
	e.Type = hub.ErrBuild
	return e
}

// killed is the exit code by which shells and container engines report a SIGKILL.
const killed = 128 + 9

// exit classifies an exit code that is not the expected one.
func exit(f Facts) *hub.Error {
	code := fmt.Sprintf("exit code %d", f.ExitCode)
	if want := f.Expect.Exit; len(want) > 0 {
		code += ", expected " + want.String()
	}
	if f.ExitCode == 0 {
		return &hub.Error{Type: hub.ErrOutputMismatch, Message: code}
	}
	if f.ExitCode == killed { // a shell reports the signal of its command like that
		how := "often"
		if f.OutOfMemory {
			how = "probably"
		}
		return &hub.Error{Type: hub.ErrSignal, Message: code + ": killed by SIGKILL, " + how + " out of memory"}
	}
	t := newText(f)
	if e := f.languages().diagnose(f, t); e != nil {
		return e
	}
	// go run exits with 1, and prints the exit code of the program.
	if m := goRunStatus().FindStringSubmatch(t.string); m != nil && f.ExitCode == 1 {
		code += " (the program exited with " + m[1] + ")"
	}
	last := t.lastMeaningful()
	if last == "" && f.Uncaptured {
		return &hub.Error{Type: hub.ErrUnknown, Message: code + "; it ran raw, so its output was not looked at"}
	}
	if last == "" {
		return &hub.Error{Type: hub.ErrUnknown, Message: code + ", with no explanation in the output"}
	}
	return &hub.Error{Type: hub.ErrUnknown, Message: sanitize.Message(code + ": " + last)}
}

var goRunStatus = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?:^|\n)exit status (\d+)\s*$`) })
