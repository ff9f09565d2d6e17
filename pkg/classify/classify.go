package classify

import (
	"fmt"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/expect"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
	"github.com/seed-00a9b34c/hub/pkg/seek"
)

// Facts is what is known of one attempt that was started.
type Facts struct {
	// Runner is the name of the runner; it says which language is looked
	// at first. For a name that no language has, the extension of File does.
	Runner string
	// Languages says what languages print; nil means that of hub's own.
	Languages *Languages
	// ExitCode is the process's own; anything but 0 when it has none.
	ExitCode int
	// Signal is the name of the signal that ended it; empty when none did.
	Signal     string
	CoreDumped bool
	// OutOfMemory says that there are grounds to take a SIGKILL, or an exit code
	// of 137, for the system's, for want of memory.
	OutOfMemory bool
	// TimedOut says that hub ended it after Timeout.
	TimedOut bool
	// Stopped says that it was stopped then.
	Stopped bool
	// Unattended says that hub was stopped then, and did not end it.
	Unattended bool
	Timeout    time.Duration
	// Output is what was kept of the output, Dropped how many bytes were not.
	Output  string
	Dropped int64
	// FailOnOutput are regular expressions (RE2, ^ and $ match at lines), one
	// of which in the output is a failure whatever the exit code.
	FailOnOutput []string
	// Forbidden is a line that matched one of FailOnOutput while an output was
	// printed that was not kept whole. Empty when none did.
	Forbidden string
	// Found says what of Expect is in such an output; nil when it was kept whole.
	Found *seek.Found
	// Expect is what a pass looks like.
	Expect hub.Expect
	// Golden is what the golden file of Expect holds; GoldenProblem says why
	// that is not known, and is empty when it is.
	Golden, GoldenProblem string
	// Places are the folders that expect.normalize knows as paths.
	Places []expect.Place
	// Root is the project's root, absolute, in the system's own form: places
	// outside it are not told.
	Root string
	// File is the entry file as a slash path from Root.
	File string
	// Dir is the absolute folder that the process ran in; empty means Root. It
	// is where the paths in the output begin, and, when it lies outside Root,
	// a copy of the entry file's folder.
	Dir string
	// Silent says that programs of this runner often print nothing.
	Silent bool
	// CRLF says that the lines of the entry file end in CR LF.
	CRLF bool
}

// Failure says why the attempt failed; nil when it passed. The message is one
// line of at most 500 characters without control characters. The place is set
// when it is known and within the project.
//
// In this order: timeout, signal, fail-on-output, exit code, expected output.
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
		return &hub.Error{Type: hub.ErrSignal, Message: message}
	}
	if e := forbidden(f); e != nil {
		return e
	}
	if !f.Expect.Exit.Have(f.ExitCode) {
		return lineEnds(f, exit(f))
	}
	e := expect.Check(f.Expect, f.Printed())
	if e != nil {
		e.Message = sanitize.ExactMessage(e.Message)
	}
	return e
}

// Printed is what package expect takes of the facts.
func (f *Facts) Printed() expect.Printed {
	return expect.Printed{
		Text: f.Output, Dropped: f.Dropped, Found: f.Found, Golden: f.Golden, GoldenProblem: f.GoldenProblem,
		File: f.File, Places: f.Places,
	}
}

// Build says why a build failed, given that it did: the first thing that the
// compiler says, and where. The type is always build_error. What the example
// is expected to do plays no part.
func Build(f Facts) *hub.Error {
	f.Expect, f.FailOnOutput = hub.Expect{}, nil
	e := Failure(f)
	if e == nil {
		e = &hub.Error{Message: "the build failed"}
	}
	e.Type = hub.ErrBuild
	return e
}

// exit classifies an exit code that is not the expected one.
func exit(f Facts) *hub.Error {
	code := fmt.Sprintf("exit code %d", f.ExitCode)
	if want := f.Expect.Exit; len(want) > 0 {
		code += ", expected " + want.String()
	}
	if f.ExitCode == 0 {
		return &hub.Error{Type: hub.ErrOutputMismatch, Message: code}
	}
	if f.OutOfMemory { // a shell tells by its exit code how its command ended
		return &hub.Error{Type: hub.ErrSignal, Message: code + ": killed by SIGKILL, probably out of memory"}
	}
	t := newText(f)
	if e := f.languages().diagnose(f, t); e != nil {
		return e
	}
	// go run exits 1 whatever the program's own code is, and tells that.
	if m := goRunStatus().FindStringSubmatch(t.string); m != nil && f.ExitCode == 1 {
		code += " (the program exited with " + m[1] + ")"
	}
	last := t.lastMeaningful()
	if last == "" {
		return &hub.Error{Type: hub.ErrUnknown, Message: code + ", with no explanation in the output"}
	}
	return &hub.Error{Type: hub.ErrUnknown, Message: sanitize.Message(code + ": " + last)}
}

var goRunStatus = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?:^|\n)exit status (\d+)\s*$`) })

// forbidden looks for output that fails the attempt whatever its exit code.
func forbidden(f Facts) *hub.Error {
	if len(f.FailOnOutput) == 0 {
		return nil
	}
	whole := clean(f.Output)
	for _, pattern := range f.FailOnOutput {
		re, err := expect.Multiline(pattern)
		if err != nil {
			// The configuration is validated, so this is hub's own mistake; a
			// pattern that cannot be looked for must not pass for not found.
			return &hub.Error{Type: hub.ErrInternal, Message: sanitize.Message(fmt.Sprintf("fail-on-output %q: %v", pattern, err))}
		}
		at := re.FindStringIndex(whole)
		if at == nil {
			continue
		}
		line := lineAt(whole, at)
		if e := f.languages().diagnose(f, f.text(line)); e != nil {
			return e
		}
		if f.ExitCode != 0 && !f.Expect.Exit.Have(f.ExitCode) {
			return exit(f) // the tables know more of it than the pattern
		}
		return &hub.Error{Type: hub.ErrUnknown, Message: sanitize.Message(fmt.Sprintf("output matches %q: %s", pattern, line))}
	}
	if f.Forbidden != "" {
		if e := f.languages().diagnose(f, f.text(f.Forbidden)); e != nil {
			return e
		}
		return &hub.Error{Type: hub.ErrUnknown, Message: sanitize.Message("output matches fail-on-output in a part that was not kept: " + f.Forbidden)}
	}
	return nil
}

// lineAt is the line of s in which the match at begins; the one that it ends
// in when it begins with empty ones.
func lineAt(s string, at []int) string {
	start := at[0]
	for start < at[1] && s[start] == '\n' {
		start++
	}
	from := strings.LastIndexByte(s[:start], '\n') + 1
	line, _, _ := strings.Cut(s[from:], "\n")
	return line
}
