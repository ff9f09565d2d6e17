package stopwatch

import (
	"fmt"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// Table returns spans as lines for people, in the order given: when each began, since
// the first one, and how long it took, in milliseconds. The last line is the time from
// the start of the first to the end of the last. No spans are no lines.
func Table(spans []hub.Span) string {
	if len(spans) == 0 {
		return ""
	}
	var b strings.Builder
	row := func(name string, began, took float64) {
		fmt.Fprintf(&b, "  %-20s %10.1f %10.1f\n", name, 1e3*began, 1e3*took)
	}
	fmt.Fprintf(&b, "%-22s %10s %10s\n", "Phases of hub, in ms", "began at", "took")
	total, first := 0.0, spans[0].Started
	for _, s := range spans {
		began := s.Started.Sub(first).Seconds()
		row(s.Name, began, s.Seconds)
		total = max(total, began+s.Seconds)
	}
	row("in all", 0, total)
	return b.String()
}
