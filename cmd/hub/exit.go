package main

import (
	"errors"

	"github.com/seed-00a9b34c/hub/config/yamlmap"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/merge"
	"github.com/seed-00a9b34c/hub/pkg/place"
	"github.com/seed-00a9b34c/hub/pkg/runner"
	"github.com/seed-00a9b34c/hub/pkg/selector"
	"github.com/seed-00a9b34c/hub/pkg/session"
	"github.com/seed-00a9b34c/hub/pkg/signals"
	"github.com/seed-00a9b34c/hub/pkg/status"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// The exit codes, the same for every command:
//
//	0    good: what was asked for was done, and nothing that gates failed
//	1    some example failed, or the run ended before its end (deadline)
//	2    usage or configuration, or a place where hub does not write: nothing was run
//	3    hub could not do its job: reading or writing (its answer, too), the lock, a report, a teardown;
//	     or it lacked descriptors, processes or memory to start an example; or it got a signal that
//	     means a crash (SIGABRT, SIGSEGV, …), or has a fault of its own
//	4    nothing to run: no examples were found, or 'hub ci' selected none
//	130  interrupted by SIGINT; 143 by SIGTERM, 129 by SIGHUP, 131 by SIGQUIT, 152 by SIGXCPU, 158 by SIGPWR (the
//	     numbers of Linux)
//
// An interruption comes before 3, and 3 before 1: a verdict that could not be
// delivered in full must not read as one that was. [hub.Run.Verdict] decides that
// order, and the code follows from the verdict, see verdictCode. Only what cannot be
// recorded any more (rewriting the log, correcting a CI system, printing an answer)
// turns it into 3 afterwards.
// Only 'hub run --raw' of one example exits with that example's own code, expected or
// not, unless that is 0.
const (
	exitGood    = 0
	exitFailed  = 1
	exitUsage   = 2
	exitTrouble = 3
	exitEmpty   = 4
	exitSignal  = 128 // plus the signal's number
)

// exitError is an error that brings its exit code.
type exitError struct {
	code int
	err  error
}

func (e *exitError) Error() string { return e.err.Error() }
func (e *exitError) Unwrap() error { return e.err }

// exitOnly returns an error that has only a code: the reason is printed already.
func exitOnly(code int) error {
	if code == exitGood {
		return nil
	}
	return &exitError{code, nil}
}

// exitCode chooses the code for an error that a command returned.
func exitCode(err error) int {
	var own *exitError
	var asked *usage.Error
	var unknown *usage.Unknown
	var problems yamlmap.Problems
	var unmatched *selector.Error
	var mixed *merge.MixedError
	var refused *place.Refusal
	var foreign *status.ForeignError
	var interrupted *session.InterruptedError
	switch {
	case err == nil:
		return exitGood
	case errors.As(err, &interrupted):
		return signalCode(interrupted.Signal)
	case errors.As(err, &own):
		return own.code
	case errors.As(err, &asked), errors.As(err, &unknown), errors.As(err, &problems), errors.As(err, &unmatched), errors.As(err, &mixed),
		errors.As(err, &refused) && refused.Kind != place.NotFile, errors.As(err, &foreign):
		return exitUsage
	}
	return exitTrouble
}

// runCode is the exit code of a run. late: something went wrong when the run was
// recorded already. raw: its one example had the terminal.
func runCode(run *hub.Run, late, raw bool) int {
	switch verdict := run.Verdict(); {
	case verdict == hub.VerdictInterrupted:
		return verdictCode(run)
	case late || verdict == hub.VerdictTrouble:
		return exitTrouble
	case raw:
		return rawCode(run, verdictCode(run))
	}
	return verdictCode(run)
}

// verdictCode is the exit code of a finished run, which follows from its verdict.
func verdictCode(run *hub.Run) int {
	switch run.Verdict() {
	case hub.VerdictGood:
		return exitGood
	case hub.VerdictEmpty:
		if run.Passed() {
			return exitGood
		}
		return exitEmpty
	case hub.VerdictTrouble:
		return exitTrouble
	case hub.VerdictInterrupted:
		return exitSignal + signals.Number(run.End.Signal)
	}
	return exitFailed
}

// rawCode is the own exit code of the one example that was run raw, as a shell has it;
// the verdict's when there is none, or when the example failed for another reason (a
// timeout, an expectation).
func rawCode(run *hub.Run, verdict int) int {
	if len(run.Results) != 1 {
		return verdict
	}
	last := run.Results[0].Last()
	switch {
	case last == nil || last.Error != nil && last.Error.Type == hub.ErrTimeout:
		return verdict
	case last.Signal != "":
		return exitSignal + signals.Number(last.Signal)
	case last.ExitCode > 0:
		return last.ExitCode
	}
	return verdict
}

// signalCode is the exit code of what a signal ended.
func signalCode(sig runner.ErrSignal) int {
	if sig.Crash {
		return exitTrouble
	}
	return exitSignal + signals.Number(sig.Name)
}
