package runlog

import (
	"fmt"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// Log is the content of one run log.
type Log struct {
	// Run is the run as far as it was recorded.
	Run hub.Run
	// Started: there is a run-started line. Without it Run has no results.
	Started bool
	// Closed: there is a run-finished line; the run ended in order.
	Closed bool
	// Torn: the last line is incomplete and was dropped.
	Torn bool
	// Lines is the number of lines read, Bad of lines that could not be read.
	// Neither includes lines after run-finished.
	Lines, Bad int
	// Sealed is the state of the seal.
	Sealed Sealing
	// Trailing is the number of bytes after run-finished, except white space.
	// They are ignored; in a log without a seal they are damage.
	Trailing int64
	// Damage holds the first few reasons why the log is damaged, and Damages is
	// their number. The run of a damaged log has them as a problem, and none of
	// its passes and skips count (see [hub.Recorder]).
	Damage  []string
	Damages int
	// Contradicted holds the IDs of examples with a result that contradicts itself, the
	// plan or its attempts.
	Contradicted []string
	// Unfinished holds the IDs of examples that were started and have no
	// result, in the order of their starts. In Run they are interrupted; while
	// the writer is alive they are running.
	Unfinished []string
}

// Unproven says why the log does not prove its content; empty when it does: it
// has an intact seal and does not contradict itself.
func (l *Log) Unproven() string {
	switch {
	case !l.Started:
		return "it has no run-started line"
	case l.Sealed == SealOpen:
		return "it has no end: the run was killed, or is still running"
	case l.Damages > 0:
		return "it is damaged: " + l.Damage[0]
	case l.Sealed == SealMissing:
		return "it has no seal: an older version of hub wrote it"
	}
	return ""
}

// Remarks returns what is unusual about the log besides the content of its
// run, one text each. Damage is not included: it is a problem of the run.
func (l *Log) Remarks() []string {
	var out []string
	if l.Closed && l.Sealed == SealMissing {
		out = append(out, "the log has no seal, because an older version of hub wrote it, so nothing proves that it is complete")
	}
	if l.Bad > 0 {
		out = append(out, fmt.Sprintf("%d lines of the log could not be read and are ignored", l.Bad))
	}
	if l.Trailing > 0 {
		out = append(out, fmt.Sprintf("%d bytes after the end of the log are ignored: another program wrote them", l.Trailing))
	}
	return out
}
