// Package judge decides what became of an attempt: a failure, a pass, or a pass
// that looks hollow.
//
// It brings together what package classify recognises in an exit and an output,
// what the example is expected to print (package expect, with the golden file of
// package golden), and the policies of the configuration. Both sides of every
// comparison are masked: what was printed was when it was captured, but for what
// terminal sequences hid (package redact).
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
	"github.com/seed-00a9b34c/hub/pkg/want"
)

// Judge judges the attempts of one run. Its fields are set before the first; its
// methods are safe for many goroutines.
type Judge struct {
	Config  *config.Config
	Secrets *mask.Patterns
	// Raw says that examples have the terminal, so that no output was captured.
	Raw bool
	// Places are the folders that the paths normalizer knows, but those of one
	// attempt; see [Places].
	Places []expect.Place
	// Updater writes golden files; nil: none is written.
	Updater *golden.Updater
	// UpdateCommand is the command by which people write an example's golden file.
	UpdateCommand func(*hub.Example) string
	// Waiter waits for what is missing to read golden files.
	Waiter *want.Waiter
}

// Attempt is a [runner.Judge].
func (j *Judge) Attempt(e *hub.Example, o runner.Outcome) (failure *hub.Error, doubt string) {
	facts := j.facts(e, o)
	if lack := j.wholeTexts(e, o, &facts); lack != nil {
		return lack, ""
	}
	failure = classify.Failure(facts)
	if failure != nil && j.Updater != nil && facts.Expect.Stdout.Golden != "" {
		failure = j.update(e, o, facts, failure)
	}
	if failure != nil {
		return failure, ""
	}
	if j.Raw && e.Settings.Expect.Stdout.Given() {
		return &hub.Error{Type: hub.ErrOutputMismatch, File: e.Path,
			Message: "it ran raw, so its expected output could not be checked"}, ""
	}
	if doubt = j.doubt(e, facts); doubt != "" && j.Config.Run.Doubtful == config.DoubtfulFail {
		return &hub.Error{Type: hub.ErrDoubtful, Message: doubt, File: e.Path}, ""
	}
	return nil, doubt
}

// Build says why the build of an example failed.
func (j *Judge) Build(e *hub.Example, o runner.Outcome) *hub.Error {
	return classify.Build(j.facts(e, o))
}

// Sought returns what is looked for in an output while it is printed, in case that
// it is not kept whole.
func (j *Judge) Sought(e *hub.Example) runner.Sought {
	var out runner.Sought
	out.Texts, out.Expressions = expect.Sought(redact.Expect(j.Secrets, e.Settings.Expect.Stdout))
	for _, pattern := range j.Config.Runners[e.Runner].FailOnOutput {
		// The configuration has checked it, and classification says so otherwise.
		if re, err := expect.Multiline(pattern); err == nil {
			out.Forbidden = append(out.Forbidden, re)
		}
	}
	return out
}

// facts is what a process left, as classification takes it.
func (j *Judge) facts(e *hub.Example, o runner.Outcome) classify.Facts {
	r := j.Config.Runners[e.Runner]
	want := e.Settings.Expect
	want.Stdout = redact.Expect(j.Secrets, want.Stdout)
	if j.Raw { // nothing was captured
		want.Stdout = hub.ExpectOutput{}
	}
	return classify.Facts{
		Runner: e.Runner, ExitCode: o.Code, Signal: o.Signal, CoreDumped: o.CoreDumped, OutOfMemory: o.OutOfMemory,
		TimedOut: o.TimedOut, Stopped: o.Stopped, Unattended: o.Unattended, Timeout: e.Settings.Timeout, Output: o.Output, Dropped: o.Dropped, Found: o.Found, Forbidden: o.Forbidden,
		FailOnOutput: r.FailOnOutput, Expect: want, Root: j.Config.Root, File: e.Path, Dir: o.Dir,
		Silent: r.Silent, CRLF: o.CRLF,
	}
}

// wholeTexts adds to the facts what the whole output is compared with. The error
// says that hub lacked something to read it.
func (j *Judge) wholeTexts(e *hub.Example, o runner.Outcome, facts *classify.Facts) *hub.Error {
	expected := facts.Expect.Stdout
	if expected.Equals == nil && expected.Golden == "" {
		return nil
	}
	facts.Places = j.places(e, o)
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

// doubt says why a pass looks hollow; empty when it does not, or nobody asks.
func (j *Judge) doubt(e *hub.Example, facts classify.Facts) string {
	switch {
	case j.Config.Run.Doubtful == config.DoubtfulIgnore:
		return ""
	case j.Raw && len(facts.FailOnOutput) > 0:
		return "it ran raw, so its output was not checked"
	case j.Raw:
		return ""
	case e.Empty:
		return "its entry file is empty"
	}
	return classify.Doubt(facts)
}
