package main

import (
	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/classify"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/runner"
)

// facts is what a process left, as classification takes it.
func (s *session) facts(e *hub.Example, o runner.Outcome) classify.Facts {
	r := s.cfg.Runners[e.Runner]
	expect := e.Settings.Expect
	expect.Stdout = hideExpect(s.app.secrets, expect.Stdout)
	if s.terminal { // nothing was captured
		expect.Stdout = hub.ExpectOutput{}
	}
	return classify.Facts{
		Runner: e.Runner, ExitCode: o.Code, Signal: o.Signal, CoreDumped: o.CoreDumped, OutOfMemory: o.OutOfMemory,
		TimedOut: o.TimedOut, Stopped: o.Stopped, Unattended: o.Unattended, Timeout: e.Settings.Timeout, Output: o.Output, Dropped: o.Dropped, Forbidden: o.Forbidden,
		FailOnOutput: r.FailOnOutput, Expect: expect, Root: s.cfg.Root, File: e.Path, Dir: o.Dir,
		Silent: r.Silent, CRLF: o.CRLF,
	}
}

func (s *session) judgeBuild(e *hub.Example, o runner.Outcome) *hub.Error {
	return classify.Build(s.facts(e, o))
}

// judge says what became of an attempt: a failure, or why the pass looks hollow.
func (s *session) judge(e *hub.Example, o runner.Outcome) (*hub.Error, string) {
	facts := s.facts(e, o)
	s.wholeTexts(e, o, &facts)
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
