package main

import (
	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/classify"
	"github.com/seed-00a9b34c/hub/pkg/expect"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/redact"
	"github.com/seed-00a9b34c/hub/pkg/runner"
)

// facts is what a process left, as classification takes it.
func (s *session) facts(e *hub.Example, o runner.Outcome) classify.Facts {
	r := s.cfg.Runners[e.Runner]
	want := e.Settings.Expect
	want.Stdout = redact.Expect(s.app.secrets, want.Stdout)
	if s.terminal { // nothing was captured
		want.Stdout = hub.ExpectOutput{}
	}
	return classify.Facts{
		Runner: e.Runner, ExitCode: o.Code, Signal: o.Signal, CoreDumped: o.CoreDumped, OutOfMemory: o.OutOfMemory,
		TimedOut: o.TimedOut, Stopped: o.Stopped, Unattended: o.Unattended, Timeout: e.Settings.Timeout, Output: o.Output, Dropped: o.Dropped, Found: o.Found, Forbidden: o.Forbidden,
		FailOnOutput: r.FailOnOutput, Expect: want, Root: s.cfg.Root, File: e.Path, Dir: o.Dir,
		Silent: r.Silent, CRLF: o.CRLF,
	}
}

// sought is what is looked for in an output while it is printed, in case that it
// is not kept whole.
func (s *session) sought(e *hub.Example) runner.Sought {
	var out runner.Sought
	out.Texts, out.Expressions = expect.Sought(redact.Expect(s.app.secrets, e.Settings.Expect.Stdout))
	for _, pattern := range s.cfg.Runners[e.Runner].FailOnOutput {
		// The configuration has checked it, and classification says so otherwise.
		if re, err := expect.Multiline(pattern); err == nil {
			out.Forbidden = append(out.Forbidden, re)
		}
	}
	return out
}

func (s *session) judgeBuild(e *hub.Example, o runner.Outcome) *hub.Error {
	return classify.Build(s.facts(e, o))
}

// judge says what became of an attempt: a failure, or why the pass looks hollow.
func (s *session) judge(e *hub.Example, o runner.Outcome) (*hub.Error, string) {
	facts := s.facts(e, o)
	if lack := s.wholeTexts(e, o, &facts); lack != nil {
		return lack, ""
	}
	failure := classify.Failure(facts)
	if failure != nil && s.goldens != nil && facts.Expect.Stdout.Golden != "" {
		failure = s.updateGolden(e, o, facts, failure)
	}
	if failure != nil {
		return failure, ""
	}
	if s.terminal && e.Settings.Expect.Stdout.Given() {
		return &hub.Error{Type: hub.ErrOutputMismatch, File: e.Path,
			Message: "it ran raw, so that what its output is expected to be could not be checked"}, ""
	}
	if s.cfg.Run.Doubtful == config.DoubtfulIgnore {
		return nil, ""
	}
	doubt := s.doubt(e, facts)
	if doubt != "" && s.cfg.Run.Doubtful == config.DoubtfulFail {
		return &hub.Error{Type: hub.ErrDoubtful, Message: doubt, File: e.Path}, ""
	}
	return nil, doubt
}

// doubt says why a pass looks hollow.
func (s *session) doubt(e *hub.Example, facts classify.Facts) string {
	switch {
	case s.terminal && len(facts.FailOnOutput) > 0:
		return "it ran raw, so that its output was not checked"
	case s.terminal:
		return ""
	case e.Empty:
		return "its entry file is empty"
	}
	return classify.Doubt(facts)
}
