package console

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/reporters/sample"
)

// A file that 253 examples miss is one thing to read, and each of them is named.
func TestOneCauseIsReadOnce(t *testing.T) {
	run := sample.OneCause(253)
	for _, o := range []Options{{}, {Quiet: true}} {
		text := shown(t, run, 1, o)
		assert.Less(t, strings.Count(text, "\n"), 400)
		assert.Less(t, len(text), 40_000)
		assert.Equal(t, 1, strings.Count(text, "Stack trace:"), "one excerpt")
		assert.Equal(t, 252, strings.Count(text, "  same cause as 1\n"))
		for _, res := range run.Failures() {
			assert.Contains(t, text, res.ID)
		}
		for seed := range uint64(5) {
			assert.Equal(t, text, shown(t, run, seed, o), "whatever finishes first")
		}
	}
	assert.Equal(t, 253, strings.Count(shown(t, run, 1, Options{Verbose: true}), "Stack trace:"), "verbose folds nothing")
}

// What was not printed is not referred to: a quiet console prints no allowed failures.
func TestAnAllowedFailureIsNoReference(t *testing.T) {
	run := sample.OneCause(3)
	run.Results[0].AllowedFailure = &hub.AllowFailure{Allowed: true}
	text := shown(t, run, 1, Options{Quiet: true})
	assert.NotContains(t, text, "same cause as 1\n")
	assert.Contains(t, text, "same cause as 2\n")
	assert.NotContains(t, shown(t, run, 1, Options{}), "\nFailures (3)\n", "all of them are in view")
	run = sample.OneCause(30)
	run.Results[0].AllowedFailure = &hub.AllowFailure{Allowed: true}
	text = shown(t, run, 1, Options{})
	assert.Contains(t, text, "\nAllowed failures (1)\n   1  ")
	assert.Regexp(t, `\nFailures \(30\)\n  29 examples: missing_dependency: `, text)
}
