package outcome

import (
	"testing"

	"github.com/mattn/go-runewidth"
	"github.com/stretchr/testify/assert"

	"github.com/seed-00a9b34c/hub/pkg/ansi"
	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// Every status has an outcome of its own, with glyphs of one column.
func TestOutcomesAreDistinct(t *testing.T) {
	seen := map[string]bool{}
	outcomes := []Outcome{OfStatus(hub.StatusCompleted, true)}
	for _, s := range hub.Statuses() {
		outcomes = append(outcomes, OfStatus(s, false))
	}
	for _, o := range outcomes {
		assert.Equal(t, 1, runewidth.StringWidth(o.Sign(true)), o.Word)
		assert.Len(t, o.Sign(false), 1, o.Word)
		for _, text := range []string{o.Word, "glyph " + o.Sign(true), "ascii " + o.Sign(false)} {
			assert.False(t, seen[text], text)
			seen[text] = true
		}
	}
}

func TestOf(t *testing.T) {
	for _, tc := range []struct {
		result hub.Result
		word   string
		role   ansi.Paint
	}{
		{hub.Result{Status: hub.StatusCompleted}, "passed", ansi.Good},
		{hub.Result{Status: hub.StatusCompleted, Flaky: true}, "flaky", ansi.Warn},
		{hub.Result{Status: hub.StatusCompleted, Doubtful: "printed nothing"}, "passed", ansi.Warn},
		{hub.Result{Status: hub.StatusCompleted, Leaked: []string{"sleep"}}, "passed", ansi.Warn},
		{hub.Result{Status: hub.StatusError}, "failed", ansi.Bad},
		{hub.Result{Status: hub.StatusError, AllowedFailure: &hub.AllowFailure{}}, "failed", ansi.Warn},
		{hub.Result{Status: hub.StatusSkipped}, "skipped", ansi.Dim},
		{hub.Result{Status: "bogus"}, "not run", ansi.Incomplete},
	} {
		o := Of(&tc.result)
		assert.Equal(t, tc.word, o.Word)
		assert.Equal(t, tc.role, o.Role, tc.word)
	}
}

func TestStatus(t *testing.T) {
	for word, want := range map[string]string{"passed": "completed", "failed": "error", "skipped": "skipped", "errors": "errors"} {
		assert.Equal(t, want, Status(word))
	}
}
