package status

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// An entry is the same whatever its maker made before and makes afterwards.
func TestOneMakerMakesWhatManyMake(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	statuses := []hub.Status{hub.StatusCompleted, hub.StatusError, hub.StatusSkipped, hub.StatusInterrupted}
	f := newFile()
	for n := range 30 {
		picked := make([]hub.Status, 1+rng.IntN(60))
		for i := range picked {
			picked[i] = statuses[rng.IntN(len(statuses))]
		}
		id, log := runAt(n, picked...)
		log.Run.Sequence = int64(n + 1)
		f = reread(t, f)
		f.names.add(log.Run.Sequence, id)
		var m maker
		var got, want []*Entry
		for i := range log.Run.Results {
			ex, res := &log.Run.Plan[i], &log.Run.Results[i]
			got = append(got, m.next(f.Examples[ex.ID], f.names, id, &log.Run, ex, res, folding{root: "/proj"}))
			want = append(want, new(maker).next(f.Examples[ex.ID], f.names, id, &log.Run, ex, res, folding{root: "/proj"}))
		}
		for i := range got {
			require.NotNil(t, got[i])
			assert.Equal(t, want[i].line, got[i].line)
			assert.Equal(t, want[i].Details(), got[i].Details())
		}
		f.fold(id, log, folding{root: "/proj"})
	}
}
