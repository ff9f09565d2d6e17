//go:build unix

package runner

import (
	"fmt"
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// maxAllocations bounds what hub allocates for one example that passes at once, from its
// choice to its result. Lower it with every change that saves some.
const maxAllocations = 38

func TestAllocationsOfAnExample(t *testing.T) {
	x := workshop(t)
	run := func(n int) (allocations float64) {
		plan := make([]hub.Example, n)
		for i := range plan {
			plan[i] = hub.Example{Index: i + 1, ID: fmt.Sprint(i), Argv: []string{"true"}, Settings: &hub.Settings{}}
		}
		passed := 0
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		Run(t.Context(), hub.Pointers(plan), Options{
			Workers: 2, Ahead: true, Exec: x.Attempt, Now: x.Now,
			Observe: func(events ...hub.Event) {
				for i := range events {
					if r := events[i].Result; r != nil && r.Status == hub.StatusCompleted {
						passed++
					}
				}
			},
		})
		runtime.ReadMemStats(&after)
		assert.Equal(t, n, passed)
		return float64(after.Mallocs - before.Mallocs)
	}
	few := run(20) // what is allocated once is in both
	each := (run(120) - few) / 100
	t.Logf("%.1f allocations", each)
	assert.Less(t, each, float64(maxAllocations))
}
