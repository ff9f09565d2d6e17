package text

import (
	"fmt"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

const (
	// maxOutput bounds the output of one case, maxOutputs all outputs together, in bytes;
	// package junit also bounds the whole document.
	maxOutput, minOutput = 64 << 10, 1 << 10
	maxOutputs           = 10 << 20
	// TailLines and MaxTail (bytes) bound the output in the text of a failure, for readers
	// that show nothing else.
	TailLines, MaxTail = 30, 4 << 10
	// MaxMessage bounds one message, in bytes.
	MaxMessage = 4 << 10
)

// Kind is the outcome of a result in the terms of JUnit, which all formats with outcomes
// follow, so that no two readers of one run disagree about its verdict.
type Kind int

// The kinds. Skipped includes allowed failures; Errored is what did not run to its end.
const (
	Passed Kind = iota
	Skipped
	Failed
	Errored
)

// KindOf returns the outcome of a result in a run that ended for the reason end.
func KindOf(res *hub.Result, end hub.EndReason) Kind {
	switch res.Status {
	case hub.StatusCompleted:
		return Passed
	case hub.StatusSkipped:
		return Skipped
	case hub.StatusError:
		switch {
		case res.AllowedFailure != nil:
			return Skipped
		case Failure(res).Type.CouldNotRun():
			return Errored
		}
		return Failed
	case hub.StatusPending:
		if end == hub.EndStopOnError || end == hub.EndMaxFailures {
			return Skipped
		}
	}
	return Errored
}

// ShowsOutput reports whether reports show the output of a result: errors and
// interruptions.
func ShowsOutput(res *hub.Result) bool {
	return res.Status == hub.StatusError || res.Status == hub.StatusInterrupted
}

// Why says why a result is not a pass: the message of the error, or the reason; empty for
// a pass.
func Why(res *hub.Result) string {
	switch res.Status {
	case hub.StatusCompleted:
		return ""
	case hub.StatusError:
		return Failure(res).Message
	}
	return Reason(res)
}

// AllowedMessage returns the message of an allowed or known failure, with type and end of the
// allowance.
func AllowedMessage(res *hub.Result) string {
	err := Failure(res)
	text := Allowance(res.AllowedFailure)
	if until := res.AllowedFailure.Until; until != "" {
		text += " until " + string(until)
	}
	return fmt.Sprintf("%s: %s: %s", text, err.Type, err.Message)
}

// OutputShare returns the number of bytes that a report keeps of each shown output, so
// that all outputs together stay within about 10 MiB.
func OutputShare(run *hub.Run) int {
	shown := 0
	for i := range run.Results {
		if ShowsOutput(&run.Results[i]) {
			shown++
		}
	}
	shown += len(run.FailedSteps())
	if shown == 0 {
		return maxOutput
	}
	return min(maxOutput, max(minOutput, maxOutputs/shown))
}
