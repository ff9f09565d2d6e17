package selection

import (
	"cmp"
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
	seconds := make(map[string]float64, len(plan))
	for i := range plan {
		if st == nil {
			break
		}
		// Without a positive time the example was never measured.
		if entry := st.Examples[plan[i].ID]; entry != nil && entry.ExecutionTime > 0 {
			seconds[plan[i].ID] = entry.ExecutionTime
		}
	}
	slices.SortStableFunc(plan, func(a, b *hub.Example) int {
		sa, timedA := seconds[a.ID]
		sb, timedB := seconds[b.ID]
		switch {
		case timedA && timedB:
			return cmp.Compare(sb, sa)
		case timedA:
			return 1
		case timedB:
			return -1
		}
		return 0
	})
	return plan
}
