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
// ID, oldest first. Shards that were joined are remembered as what they made.
func orderedRuns(runs []hub.RunSummary) []hub.RunSummary {
	slices.SortStableFunc(runs, func(a, b hub.RunSummary) int { return cmp.Compare(a.ID, b.ID) })
	kept := runs[:0]
	var joined []string
	for i := range runs {
		if i+1 < len(runs) && runs[i+1].ID == runs[i].ID {
			continue
		}
		if r := runs[i]; r.ID != "" {
			r.Seconds = seconds(r.Seconds)
			kept = append(kept, r)
			joined = append(joined, r.Joined...)
		}
	}
	kept = slices.DeleteFunc(kept, func(r hub.RunSummary) bool { return slices.Contains(joined, r.ID) })
	return kept[max(0, len(kept)-maxRuns):]
}
