package selection

import (
	"cmp"
	"math"
	"slices"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/status"
)

// Plan returns the selected examples in the order in which they are started.
// One worker takes them in catalog order, as people expect. With several
// workers, examples without a recorded time come first, because they may be
// long, then the longest ones, so that no long example is started last while
// other workers are idle. Ties are in catalog order. It does not change chosen, to
// which the plan points; st may be nil.
func Plan(chosen []hub.Example, st *status.File, workers int) []*hub.Example {
	plan := hub.Pointers(chosen)
	slices.SortStableFunc(plan, func(a, b *hub.Example) int { return cmp.Compare(a.Index, b.Index) })
	if workers <= 1 {
		return plan
	}
	type timed struct {
		seconds float64 // infinite without a time
		at      int     // in catalog order
		example *hub.Example
	}
	order := make([]timed, len(plan))
	for i, e := range plan {
		order[i] = timed{math.Inf(1), i, e}
		// Without a positive time the example was never measured.
		if entry := st.Find(e.ID); entry != nil && entry.ExecutionTime > 0 {
			order[i].seconds = entry.ExecutionTime
		}
	}
	slices.SortFunc(order, func(a, b timed) int {
		return cmp.Or(cmp.Compare(b.seconds, a.seconds), cmp.Compare(a.at, b.at))
	})
	for i := range order {
		plan[i] = order[i].example
	}
	return plan
}
