package selection

import (
	"cmp"
	"slices"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/status"
)

// Plan puts the chosen examples into the order in which they are started. One
// worker takes them in catalog order, which is what people expect to see. With
// more, those that were never timed come first, for they may be long, then the
// longest by what is recorded, so that no long one is started last while the
// other workers have nothing left to do. Equal ones are in catalog order. chosen
// is not changed; st may be nil.
func Plan(chosen []hub.Example, st *status.File, workers int) []hub.Example {
	plan := slices.Clone(chosen)
	slices.SortStableFunc(plan, func(a, b hub.Example) int { return cmp.Compare(a.Index, b.Index) })
	if workers <= 1 {
		return plan
	}
	seconds := make(map[string]float64, len(plan))
	for i := range plan {
		if st == nil {
			break
		}
		// What is not above 0 (or not a number) was never measured.
		if entry := st.Examples[plan[i].ID]; entry != nil && entry.ExecutionTime > 0 {
			seconds[plan[i].ID] = entry.ExecutionTime
		}
	}
	slices.SortStableFunc(plan, func(a, b hub.Example) int {
		sa, known := seconds[a.ID]
		sb, knownB := seconds[b.ID]
		switch {
		case known && knownB:
			return cmp.Compare(sb, sa)
		case known:
			return 1
		case knownB:
			return -1
		}
		return 0
	})
	return plan
}
