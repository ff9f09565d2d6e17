package runner

import (
	"slices"
	"time"
)

// signalWait bounds how long a failure by an ending signal waits for hub's own.
const signalWait = time.Second

// endings are the signals that end a run in order, and the exit codes of
// programs and shells that pass them on.
var (
	endings     = []string{"SIGTERM", "SIGINT", "SIGHUP", "SIGQUIT"}
	endingCodes = []int{128 + 15, 128 + 2, 128 + 1, 128 + 3}
)

// interrupted reports whether a process that failed did so because of the signal
// that ends hub's own run. Engines (a job's limit, a pre-emption, a cancelled
// pipeline) signal all processes of a job or a container at once, and then the
// example may end before hub has read its own signal. So what ended by such a
// signal, and not by hub's doing, is given a moment before it is judged. Nothing
// else waits.
func (x *Executor) interrupted(o Outcome) bool {
	if x.Interrupt == nil || o.TimedOut || o.Err != nil {
		return false
	}
	if x.Interrupt.Err() != nil {
		return true
	}
	if o.Canceled || !o.endedBySignal() {
		return false
	}
	wait := time.NewTimer(signalWait)
	defer wait.Stop()
	select {
	case <-x.Interrupt.Done():
		return true
	case <-wait.C:
		return false
	}
}

// endedBySignal reports whether an ending signal ended the process, or its exit
// code says so.
func (o *Outcome) endedBySignal() bool {
	return slices.Contains(endings, o.Signal) || slices.Contains(endingCodes, o.Code)
}
