package text

import (
	"github.com/seed-00a9b34c/hub/pkg/balance"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

const (
	// maxWorkers bounds the workers of a part, as far as the balance believes a log.
	maxWorkers = 1 << 16
	// maxName bounds the name of the longest example, in characters.
	maxName = 120
)

// Lanes returns the parts of a merged run as they were, in the order of its header: when
// each was there, and what it did. Times are in seconds since the start of the run. Each
// lane has the part's number, or its position if the run has none, as with a queue.
func Lanes(run *hub.Run) []balance.Lane {
	lanes := make([]balance.Lane, len(run.Parts))
	of := make(map[string]int, len(run.Parts))
	for i := range run.Parts {
		p := &run.Parts[i]
		l := &lanes[i]
		l.Part, l.Workers = p.Index, min(max(1, p.Workers), maxWorkers)
		if p.Index < 1 {
			l.Part = i + 1
		}
		l.Begin = max(0, Sane(p.Started.Sub(run.Started).Seconds()))
		l.End = max(l.Begin, Sane(p.Finished.Sub(run.Started).Seconds()))
		of[p.Run] = i + 1
	}
	for i := range run.Results {
		res := &run.Results[i]
		at := of[res.RunID]
		if at == 0 || !res.Ended() {
			continue
		}
		l, took := &lanes[at-1], 0.0
		for k := range res.Attempts {
			took += Sane(res.Attempts[k].Seconds) + Sane(res.Attempts[k].BuildSeconds)
		}
		l.Examples, l.Busy = l.Examples+1, l.Busy+took
		if took > l.Longest {
			l.Longest, l.Name = took, sanitize.Clip(sanitize.Line(run.Plan[i].Called()), maxName)
		}
	}
	return lanes
}

// Balance says how well the work of a merged run was divided, in one line to three: how
// long it took beside the bound, what kept it, and what would help. There is none for
// fewer than two parts.
func Balance(run *hub.Run) []string {
	if len(run.Parts) < 2 {
		return nil
	}
	queue := run.Parts[0].Index < 1
	return balance.Measure(Lanes(run)).Lines(balance.Words{Seconds: Seconds, Queue: queue})
}
