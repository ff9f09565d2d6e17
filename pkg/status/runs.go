package status

import (
	"cmp"
	"slices"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// maxRuns is the number of runs kept in the status file, with or without logs.
const maxRuns = 30

// remember adds the run's summary to the runs, or replaces an earlier one of
// the same run.
func (f *File) remember(run *hub.Run, id string) {
	s := run.Summary()
	s.ID = id
	f.Runs = orderedRuns(append(slices.Clone(f.Runs), s))
}

// orderedRuns returns the newest of the runs in recording order, without
// duplicates; of two with one ID the later one. Shards that were merged are
// represented by the merged run.
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
