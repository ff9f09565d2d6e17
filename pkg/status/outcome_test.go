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
