package hub

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// Runs of a part of the catalog, of another axis, and runs that were broken off are no
// measure for others.
func TestComparable(t *testing.T) {
	now := RunSummary{Full: true, Command: "ci", Axis: "linux", Verdict: VerdictFailed}
	for name, change := range map[string]func(*RunSummary){
		"the same": func(*RunSummary) {}, "another command": func(s *RunSummary) { s.Command = "all" },
		"merged": func(s *RunSummary) { s.Command = "merge" }, "an older hub": func(s *RunSummary) { s.Command = "" },
		"not: a part": func(s *RunSummary) { s.Full = false }, "not: another axis": func(s *RunSummary) { s.Axis = "" },
		"not: chosen by name": func(s *RunSummary) { s.Command = "run" }, "not: the failures": func(s *RunSummary) { s.Command = "errors" },
		"not: interrupted": func(s *RunSummary) { s.Verdict = VerdictInterrupted },
	} {
		earlier := now
		change(&earlier)
		assert.Equal(t, len(name) < 4 || name[:4] != "not:", now.Comparable(&earlier), name)
		part := now
		part.Full = false
		assert.False(t, part.Comparable(&earlier), name)
	}
	now.Verdict = VerdictInterrupted
	assert.True(t, now.Comparable(&RunSummary{Full: true, Command: "ci", Axis: "linux"}), "the interrupted one itself")
}
