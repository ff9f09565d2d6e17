package hint_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/seed-00a9b34c/hub/pkg/catalog"
	"github.com/seed-00a9b34c/hub/pkg/hint"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/status"
)

// after returns the hints after a run of the first examples, with the results given;
// elsewhere holds what is recorded of the others.
func after(results []hub.Status, elsewhere ...hub.Status) []string {
	return afterRun(func(*hub.Run) {}, results, elsewhere...)
}

// afterRun is after for a run that is changed first.
func afterRun(change func(*hub.Run), results []hub.Status, elsewhere ...hub.Status) []string {
	run := &hub.Run{}
	cat := &catalog.Catalog{}
	recorded := &status.File{Examples: map[string]*status.Entry{}}
	for i, s := range append(append([]hub.Status(nil), results...), elsewhere...) {
		e := hub.Example{Index: i + 1, ID: string(rune('a' + i))}
		cat.Examples = append(cat.Examples, e)
		if s != "" {
			recorded.Examples[e.ID] = &status.Entry{Status: s}
		}
		if i < len(results) {
			run.Plan, run.Results = append(run.Plan, e), append(run.Results, hub.Result{ID: e.ID, Status: s, Error: &hub.Error{Type: hub.ErrUnknown, Message: "exit code " + e.ID}})
		}
	}
	change(run)
	p := hint.Project{Catalog: cat, Status: recorded, Configured: true}
	var out []string
	for _, h := range p.After(run) {
		out = append(out, h.Command+"  # "+h.Does)
	}
	return out
}

func TestHintsDoWhatTheirTextSays(t *testing.T) {
	const good, bad, cut, skipped = hub.StatusCompleted, hub.StatusError, hub.StatusInterrupted, hub.StatusSkipped
	assert.Empty(t, after([]hub.Status{good, skipped}))
	assert.Equal(t, []string{
		"hub show 2  # details of the first failure",
		"hub errors --run  # re-run what failed",
	}, after([]hub.Status{good, bad, bad}))
	assert.Equal(t, []string{
		"hub show 1  # details of the failure",
		"hub errors --run  # re-run all 2 that fail",
	}, after([]hub.Status{bad}, bad), "an error that is recorded of another run is run too")
	assert.Equal(t, []string{"hub all --filter=pending,interrupted  # run what is missing"}, after([]hub.Status{good, cut}))
	assert.Equal(t, []string{"hub all --filter=pending,interrupted  # run all 2 that were not run or interrupted"}, after([]hub.Status{good, cut}, ""))
}

// The biggest cause is the first thing to look at, not the first failure.
func TestTheBiggestCauseIsNext(t *testing.T) {
	run := &hub.Run{}
	cat := &catalog.Catalog{}
	recorded := &status.File{Examples: map[string]*status.Entry{}}
	for i, message := range []string{"an odd one", "no key", "no key", "no key"} {
		e := hub.Example{Index: i + 1, ID: string(rune('a' + i))}
		cat.Examples, run.Plan = append(cat.Examples, e), append(run.Plan, e)
		recorded.Examples[e.ID] = &status.Entry{Status: hub.StatusError}
		run.Results = append(run.Results, hub.Result{ID: e.ID, Status: hub.StatusError, Error: &hub.Error{Type: hub.ErrAuth, Message: message}})
	}
	p := hint.Project{Catalog: cat, Status: recorded, Configured: true}
	hints := p.After(run)
	assert.Equal(t, "hub show 2", hints[0].Command)
	assert.Equal(t, "details of the biggest cause (3 of 4 failures)", hints[0].Does)
	assert.Equal(t, "hub errors --by=cause", hints[1].Command)
	run.Results[1].AllowedFailure, run.Results[2].AllowedFailure, run.Results[3].AllowedFailure = &hub.AllowFailure{}, &hub.AllowFailure{}, &hub.AllowFailure{}
	assert.Equal(t, "hub show 1", p.After(run)[0].Command, "an allowed failure costs nothing")
}

func TestHintsForTheBaseline(t *testing.T) {
	const update = "hub baseline update  # accept the 10 failures as known, so that only others fail a run"
	red := slices.Repeat([]hub.Status{hub.StatusError}, 10)
	assert.Contains(t, afterRun(func(r *hub.Run) { r.Catalog = 10 }, red), update)
	assert.NotContains(t, after(red), update, "the run is not whole")
	assert.NotContains(t, afterRun(func(r *hub.Run) { r.Catalog, r.Baseline = 10, &hub.Baseline{} }, red), update)
	assert.NotContains(t, afterRun(func(r *hub.Run) { r.Catalog = 9 }, red[:9]), update)
	assert.Equal(t, []string{"hub baseline update --only-fixed  # remove the 2 fixed failures from the baseline"}, afterRun(func(r *hub.Run) {
		r.Results[0].Baseline, r.Results[1].Baseline = hub.StandingFixed, hub.StandingFixed
	}, []hub.Status{hub.StatusCompleted, hub.StatusCompleted}))
}

func TestNoHintIsShownThatCannotBeCopied(t *testing.T) {
	p := hint.Project{Catalog: &catalog.Catalog{}, Status: &status.File{}, Command: hint.Command{Chdir: "a\nb"}}
	assert.Empty(t, p.After(&hub.Run{}))
	p.Command.Chdir = "a"
	assert.Equal(t, "hub -C a init", p.After(&hub.Run{})[0].Command)
	p.Configured, p.Sources = true, true
	assert.Equal(t, "hub -C a config print", p.After(&hub.Run{})[0].Command)
}
