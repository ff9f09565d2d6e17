package announce

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/ci"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/reporters/sample"
)

// Failures of one cause are one annotation and one output, so that the few annotations
// that a system shows are about different things; its own tests have each of them.
func TestOneCauseIsAnnotatedOnce(t *testing.T) {
	run := sample.OneCause(253)
	r := report(run, func(path string) string { return path })
	var errors []ci.Note
	for _, n := range r.Notes {
		if n.Level == ci.Error {
			errors = append(errors, n)
		}
	}
	require.Len(t, errors, 2)
	assert.True(t, strings.HasPrefix(errors[0].Message, "253 examples: missing_dependency: Uncaught Error: "), errors[0].Message)
	assert.Equal(t, "examples/boot.php", errors[0].File)
	assert.Equal(t, "assertion: expected 2, got 3", errors[1].Message)
	require.Len(t, r.Tests, 256)
	for i := range r.Tests[:254] {
		assert.NotEmpty(t, r.Tests[i].Output)
		assert.Equal(t, 0 < i && i < 253, r.Tests[i].Folded)
	}
	for _, s := range ci.Systems() {
		text := s.Log(r, ci.Token())
		if s.Protocol == nil || s.Protocol.Tests != nil {
			continue
		}
		assert.LessOrEqual(t, strings.Count(text, "Stack trace:"), 1, s.Title)
		assert.Less(t, len(text), 10_000, s.Title)
	}
}

// One annotation is about failures that compare alike with the baseline.
func TestAnAnnotationIsTrueOfAllItIsAbout(t *testing.T) {
	run := sample.OneCause(5)
	for i := range 5 {
		run.Results[i].Baseline = hub.StandingNew
	}
	run.Results[0].Baseline = hub.StandingChanged
	var about []string
	for _, n := range report(run, func(path string) string { return path }).Notes {
		if n.Level == ci.Error {
			head, _, _ := strings.Cut(n.Message, ": missing_dependency")
			about = append(about, head)
		}
	}
	assert.Equal(t, []string{"changed failure", "4 examples: new failure"}, about[:2])
}
