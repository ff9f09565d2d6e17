package runlog

import (
	"fmt"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// Log is what one run log says.
type Log struct {
	// Run is the run as far as it was recorded.
	Run hub.Run
	// Started: the run-started line was there. Without it Run has no results.
	Started bool
	// Closed: the run-finished line was there, the run ended in order.
	Closed bool
	// Torn: the last line is incomplete and was dropped.
	Torn bool
	// Lines counts the lines that could be read, Bad those that could not. What
	// comes after run-finished is in neither.
	Lines, Bad int
	// Sealed is what the seal shows.
	Sealed Sealing
	// Trailing counts the bytes after run-finished, white space apart. They do not
	// count; in a log without a seal they are damage.
	Trailing int64
	// Damage holds the first few reasons for which the log is damaged, Damages is
	// how many there are. The run of a damaged log has them as a problem, and in
	// it no pass or skip counts (see [hub.Recorder]).
	Damage  []string
	Damages int
	// Unfinished holds the IDs of examples that were started and have no
	// result line, in the order of their start. In Run they are interrupted;
	// while the writer lives they are running.
	Unfinished []string
}

// Unproven says why the log does not prove what it says of its run; empty when
// it does: it is sealed, the seal is intact, and nothing in it contradicts itself.
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

// Oddities say what is to be known about the log beside what its run says, one
// text each. What damages it is not among them: that is a problem of the run.
func (l *Log) Oddities() []string {
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
