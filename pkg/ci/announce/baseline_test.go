package announce

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// Known failures are no news: notices, of which a CI system shows the errors first.
func TestAnnotationsSayWhatIsKnown(t *testing.T) {
	err := &hub.Error{Type: hub.ErrTimeout, Message: "m"}
	run := &hub.Run{}
	for standing, allow := range map[hub.Standing]*hub.AllowFailure{
		hub.StandingKnown: {Allowed: true, Baseline: true}, hub.StandingNew: nil, hub.StandingChanged: nil, hub.StandingExpired: nil, "": {Allowed: true},
	} {
		run.Results = append(run.Results, hub.Result{ID: "e" + string(standing), Status: hub.StatusError, Error: err, AllowedFailure: allow, Baseline: standing})
	}
	run.Results = append(run.Results, hub.Result{ID: "efixed", Status: hub.StatusCompleted, Baseline: hub.StandingFixed})
	var got []string
	for _, n := range report(run, func(path string) string { return path }).Notes {
		got = append(got, fmt.Sprintf("%s %s %s", n.Title, n.Level, n.Message))
	}
	assert.ElementsMatch(t, []string{
		"eknown notice known failure: timeout: m",
		"enew error new failure: timeout: m",
		"echanged error changed failure: timeout: m",
		"eexpired error timeout: m",
		"e warning allowed failure: timeout: m",
		"efixed notice fixed: the baseline still lists its failure; remove it: hub baseline update --only-fixed",
	}, got)
}

// The output of a known failure is in the reports; in the log it would take the room of
// what is new.
func TestKnownOutputsAreFolded(t *testing.T) {
	run := &hub.Run{}
	for i, standing := range []hub.Standing{hub.StandingKnown, hub.StandingNew} {
		err := &hub.Error{Type: hub.ErrTimeout, Message: fmt.Sprint("m", "xyz"[i:])}
		res := hub.Result{ID: string(standing), Status: hub.StatusError, Error: err, Baseline: standing, Attempts: []hub.Attempt{{Number: 1, Output: "out"}}}
		if standing == hub.StandingKnown {
			res.AllowedFailure = &hub.AllowFailure{Allowed: true, Baseline: true}
		}
		run.Results = append(run.Results, res)
	}
	r := report(run, func(path string) string { return path })
	assert.True(t, r.Tests[0].Folded)
	assert.False(t, r.Tests[1].Folded)
}
