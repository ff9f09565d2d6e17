// Package exitcode says with which code hub exits: for an error of a command, and for
// a run. The codes are the same for every command:
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
// order, and the code follows from the verdict. Only what cannot be
// recorded any more (rewriting the log, correcting a CI system, printing an answer)
// turns it into 3 afterwards.
// Only 'hub run --raw' of one example exits with that example's own code, expected or
// not, unless that is 0.
package exitcode

import (
	"errors"

	"github.com/seed-00a9b34c/hub/config/yamlmap"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/merge"
	"github.com/seed-00a9b34c/hub/pkg/place"
	"github.com/seed-00a9b34c/hub/pkg/runner"
	"github.com/seed-00a9b34c/hub/pkg/selector"
	"github.com/seed-00a9b34c/hub/pkg/signals"
	"github.com/seed-00a9b34c/hub/pkg/status"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// The codes, see above.
const (
	Good    = 0
	Failed  = 1
	Usage   = 2
	Trouble = 3
	Empty   = 4
	Signal  = 128 // plus the signal's number
)

// Error is an error that brings its exit code.
type Error struct {
	Code int
	// Err is nil when the reason is printed already.
	Err error
}

// Error is the text of Err, which must not be nil.
func (e *Error) Error() string { return e.Err.Error() }

// Unwrap returns Err.
func (e *Error) Unwrap() error { return e.Err }

// Only returns an error that has only a code: the reason is printed already. It is nil
// for [Good].
func Only(code int) error {
	if code == Good {
		return nil
	}
	return &Error{Code: code}
}

// Of chooses the code for an error that a command returned.
func Of(err error) int {
	var own *Error
	var asked *usage.Error
	var unknown *usage.Unknown
	var problems yamlmap.Problems
	var unmatched *selector.Error
	var mixed *merge.MixedError
	var refused *place.Refusal
	var foreign *status.ForeignError
	var interrupted *runner.InterruptedError
	switch {
	case err == nil:
		return Good
	case errors.As(err, &interrupted):
		return OfSignal(interrupted.Signal)
	case errors.As(err, &own):
		return own.Code
	case errors.As(err, &asked), errors.As(err, &unknown), errors.As(err, &problems), errors.As(err, &unmatched), errors.As(err, &mixed),
		errors.As(err, &refused) && refused.Kind != place.NotFile, errors.As(err, &foreign):
		return Usage
	}
	return Trouble
}

// OfRun returns the exit code of a run. late: something went wrong when the run was
// recorded already. raw: its one example had the terminal.
func OfRun(run *hub.Run, late, raw bool) int {
	switch verdict := run.Verdict(); {
	case verdict == hub.VerdictInterrupted:
		return ofVerdict(run)
	case late || verdict == hub.VerdictTrouble:
		return Trouble
	case raw:
		return rawCode(run, ofVerdict(run))
	}
	return ofVerdict(run)
}

// ofVerdict returns the exit code of a finished run, which follows from its verdict.
func ofVerdict(run *hub.Run) int {
	switch run.Verdict() {
	case hub.VerdictGood:
		return Good
	case hub.VerdictEmpty:
		if run.Passed() {
			return Good
		}
		return Empty
	case hub.VerdictTrouble:
		return Trouble
	case hub.VerdictInterrupted:
		return Signal + signals.Number(run.End.Signal)
	}
	return Failed
}

// rawCode returns the own exit code of the one example that was run raw, as a shell has it;
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
		return Signal + signals.Number(last.Signal)
	case last.ExitCode > 0:
		return last.ExitCode
	}
	return verdict
}

// OfSignal returns the exit code of what a signal ended.
func OfSignal(sig runner.ErrSignal) int {
	if sig.Crash {
		return Trouble
	}
	return Signal + signals.Number(sig.Name)
}
