package status

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

func TestOutcomesIgnoreSkipsAndInterruptions(t *testing.T) {
	f := newFile()
	fold := func(n int, statuses ...hub.Status) {
		id, log := runAt(n, statuses...)
		f.fold(id, log, folding{})
	}
	examples := []hub.Example{{ID: "a"}, {ID: "b"}, {ID: "c"}, {ID: "d"}, {ID: "none"}}
	assert.Nil(t, f.Outcomes(examples))
	fold(0, hub.StatusCompleted, hub.StatusError, hub.StatusInterrupted, hub.StatusError)
	fold(1, hub.StatusSkipped, hub.StatusInterrupted, hub.StatusSkipped, hub.StatusCompleted)
	assert.Equal(t, map[string]hub.Status{"a": hub.StatusCompleted, "b": hub.StatusError, "d": hub.StatusCompleted}, f.Outcomes(examples))
	assert.Positive(t, f.Seconds("d"))
	for _, id := range []string{"a", "b", "c", "none"} {
		assert.Zero(t, f.Seconds(id), id)
	}
}

// The past of a result is what was recorded before it, and where the example last passed.
func TestPast(t *testing.T) {
	f := newFile()
	statuses := []hub.Status{hub.StatusCompleted, hub.StatusCompleted, hub.StatusError, hub.StatusSkipped, hub.StatusError}
	for n, s := range statuses {
		id, log := runAt(n, s)
		log.Run.Origin.Commit = "commit of " + id
		f.fold(id, log, folding{})
	}
	green, _ := runAt(1, hub.StatusCompleted)
	want := &hub.Past{Outcomes: "Cce2", PassedRun: green, PassedCommit: "commit of " + green}
	for _, s := range []hub.Status{hub.StatusError, hub.StatusInterrupted, hub.StatusCompleted} {
		assert.Equal(t, want, f.Past(&hub.Result{ID: "a", Status: s}), s)
	}
	var seen []hub.Event
	f.Recall(func(events ...hub.Event) { seen = events })(hub.Event{}, hub.Event{Result: &hub.Result{ID: "a", Status: hub.StatusError}})
	assert.Len(t, seen, 2)
	assert.Equal(t, want, seen[1].Result.Past)
	assert.Nil(t, f.Past(&hub.Result{ID: "a", Status: hub.StatusSkipped}))
	assert.Nil(t, f.Past(&hub.Result{ID: "none", Status: hub.StatusError}))
	id, log := runAt(len(statuses), hub.StatusCompleted)
	f.fold(id, log, folding{})
	assert.Nil(t, f.Past(&hub.Result{ID: "a", Status: hub.StatusCompleted}), "a pass after a pass")
	assert.Equal(t, "Cce2c", f.Past(&hub.Result{ID: "a", Status: hub.StatusCompleted, Flaky: true}).Outcomes)
}
