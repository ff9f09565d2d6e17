package status

import (
	"cmp"
	"slices"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// maxRuns bounds how many runs are remembered in the status file, logs or not.
const maxRuns = 30

// remember adds the run's summary to the runs, or puts it in the place of an
// earlier one of the same run.
func (f *File) remember(run *hub.Run, id string) {
	s := run.Summary()
	s.ID = id
	f.Runs = orderedRuns(append(slices.Clone(f.Runs), s))
}

// orderedRuns are the newest of the runs, each once, the later of two of one
// ID, in the order in which they were recorded. Shards that were joined are
// remembered as what they made.
func orderedRuns(runs []hub.RunSummary) []hub.RunSummary {
	at := map[string]int{}
	var kept []hub.RunSummary
	joined := map[string]bool{}
	for _, r := range runs {
		if r.ID == "" {
			continue
		}
		r.Seconds, r.Sequence = seconds(r.Seconds), sequence(r.Sequence)
		for _, id := range r.Joined {
			joined[id] = true
		}
		if i, twice := at[r.ID]; twice {
			kept[i] = r
			continue
		}
		at[r.ID] = len(kept)
		kept = append(kept, r)
	}
	kept = slices.DeleteFunc(kept, func(r hub.RunSummary) bool { return joined[r.ID] })
	slices.SortFunc(kept, func(a, b hub.RunSummary) int {
		return cmp.Or(cmp.Compare(a.Sequence, b.Sequence), cmp.Compare(a.ID, b.ID))
	})
	return kept[max(0, len(kept)-maxRuns):]
}
