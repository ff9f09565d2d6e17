// Package judge decides whether an attempt failed, passed, skipped itself, or is a
// doubtful pass.
//
// It combines what package classify recognises in exit state and output, the
// expected output (package expect, with the golden file of package golden), and
// the policies of the configuration. Both sides of every comparison are masked:
// output is masked when it is captured, except for text hidden by terminal
// sequences (package redact).
package judge

import (
	"errors"
	"io/fs"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/classify"
	"github.com/seed-00a9b34c/hub/pkg/expect"
	"github.com/seed-00a9b34c/hub/pkg/golden"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/mask"
	"github.com/seed-00a9b34c/hub/pkg/redact"
	"github.com/seed-00a9b34c/hub/pkg/runner"
	"github.com/seed-00a9b34c/hub/pkg/volatile"
	"github.com/seed-00a9b34c/hub/pkg/want"
)

// Judge judges the attempts of one run. Set its fields before the first one;
// its methods are safe for concurrent use.
type Judge struct {
	Config  *config.Config
	Secrets *mask.Patterns
	// Raw says that examples use the terminal, so that no output is captured.
	Raw bool
	// Folders are the folders that the paths normalizer replaces in every
	// attempt; see [Folders].
	Folders []volatile.Folder
	// Updater writes golden files; nil: none are written.
	Updater *golden.Updater
	// UpdateCommand returns the command that writes an example's golden file.
	UpdateCommand func(*hub.Example) string
	// Waiter waits for resources that hub lacks to read golden files.
	Waiter *want.Waiter
}

// Attempt judges an attempt; it is a [runner.Judge].
func (j *Judge) Attempt(e *hub.Example, o runner.Outcome) runner.Judgement {
	failed := func(e *hub.Error) runner.Judgement { return runner.Judgement{Failure: e} }
	facts := j.facts(e, o)
	if shortage := j.wholeTexts(e, o, &facts); shortage != nil {
		return failed(shortage)
	}
	failure := facts.Look()
	if failure == nil {
		failure = classify.Failure(facts)
	}
	if failure != nil && j.Updater != nil && facts.Expect.Stdout.Golden != "" {
		failure = j.update(e, o, facts, failure)
	}
	if failure != nil {
		return failed(failure)
	}
	if skip := classify.Skip(facts); skip != "" {
		return runner.Judgement{Skip: skip}
	}
	if j.Raw && e.Settings.Expect.Stdout.Given() {
		return failed(&hub.Error{Type: hub.ErrOutputMismatch, File: e.Path,
			Message: "it ran raw, so its expected output could not be checked"})
	}
	doubt := j.doubt(e, facts)
	if doubt != "" && j.Config.Run.Doubtful == config.DoubtfulFail {
		return failed(&hub.Error{Type: hub.ErrDoubtful, Message: doubt, File: e.Path})
	}
	return runner.Judgement{Doubt: doubt}
}

// Build returns why the build of an example failed.
func (j *Judge) Build(e *hub.Example, o runner.Outcome) *hub.Error {
	return classify.Build(j.facts(e, o))
}

// Sought returns what to search for in an output while it is printed, because
// it may not be kept completely.
func (j *Judge) Sought(e *hub.Example) runner.Sought {
	var out runner.Sought
	want := redact.Expect(j.Secrets, e.Settings.Expect.Stdout)
	out.Texts, out.Expressions = expect.Sought(want)
	out.Absent = expect.Absent(want)
	// The configuration has validated them; else classification reports that nothing
	// was looked for.
	out.Lines, _ = classify.Lines(e.Settings.FailOn, e.Settings.SkipOn)
	return out
}

// facts returns the outcome of a process for classification.
func (j *Judge) facts(e *hub.Example, o runner.Outcome) classify.Facts {
	want := e.Settings.Expect
	want.Stdout = redact.Expect(j.Secrets, want.Stdout)
	if j.Raw { // nothing was captured
		want.Stdout = hub.ExpectOutput{}
	}
	return classify.Facts{
		Runner: e.Runner, ExitCode: o.Code, Signal: o.Signal, CoreDumped: o.CoreDumped, OutOfMemory: o.OutOfMemory,
		TimedOut: o.TimedOut, Stopped: o.Stopped, Unattended: o.Unattended, Timeout: e.Settings.Timeout, Output: o.Output, Dropped: o.Dropped, Uncaptured: j.Raw, Found: o.Found,
		FailOn: e.Settings.FailOn, SkipOn: e.Settings.SkipOn, Lines: o.Lines, Expect: want, Root: j.Config.Root, File: e.Path, Dir: o.Dir,
		Silent: j.Config.Runners[e.Runner].Silent, CRLF: o.CRLF,
	}
}

// wholeTexts adds the expected whole output to the facts. The error says that
// hub lacked a resource to read it.
func (j *Judge) wholeTexts(e *hub.Example, o runner.Outcome, facts *classify.Facts) *hub.Error {
	expected := facts.Expect.Stdout
	if expected.Equals == nil && expected.Golden == "" {
		return nil
	}
	facts.Folders = j.folders(e, o)
	facts.Output = redact.Output(j.Secrets, facts.Output)
	if expected.Golden == "" {
		return nil
	}
	text, err := golden.Read(e, int64(j.Config.Run.OutputCap), j.Waiter)
	if err != nil {
		facts.GoldenProblem = err.Error()
		if errors.Is(err, fs.ErrNotExist) {
			facts.GoldenProblem += "; write it with: " + j.UpdateCommand(e)
		}
		if want.Of(err) {
			return runner.Lacking(e, facts.GoldenProblem, err)
		}
	}
	facts.Golden = j.Secrets.String(text)
	return nil
}

// doubt returns why a pass is doubtful; empty if it is not, or if doubtful passes are
// ignored. That does not hold for an output that had to be searched and was not
// captured: there is no evidence of a pass.
func (j *Judge) doubt(e *hub.Example, facts classify.Facts) string {
	switch {
	case j.Raw && len(facts.FailOn)+len(facts.SkipOn) > 0:
		return "it ran raw, so its output was not checked"
	case j.Raw, j.Config.Run.Doubtful == config.DoubtfulIgnore:
		return ""
	case e.Empty:
		return "its entry file is empty"
	}
	return classify.Doubt(facts)
}
