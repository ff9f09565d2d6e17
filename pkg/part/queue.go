package part

import (
	"cmp"
	"slices"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/planfile"
	"github.com/seed-00a9b34c/hub/pkg/queue"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// TakeAll reads all parts, for a worker that takes examples of any of them from a queue.
// The lines are in the order in which a queue hands them out: first those that nobody has
// measured, and then the longest first.
func (p *Plan) TakeAll() (*Part, error) {
	all := &Part{Plan: p}
	for i := range p.Header.Parts {
		one, err := p.Take(Choice{Index: i + 1})
		if err != nil {
			return nil, err
		}
		all.Lines = append(all.Lines, one.Lines...)
	}
	slices.SortStableFunc(all.Lines, func(a, b planfile.Example) int {
		if a.Assumed != b.Assumed {
			if a.Assumed {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(b.Seconds, a.Seconds), cmp.Compare(a.Index, b.Index))
	})
	return all, all.once()
}

// Source returns the queue at an address, for the whole plan.
func (p *Part) Source(address queue.Address) *queue.Source {
	s := &queue.Source{Address: address, Plan: p.Plan.Header.ID, Digest: p.Plan.Header.Digest, Previous: p.previous()}
	for i := range p.Lines {
		s.Seconds = append(s.Seconds, p.Lines[i].Seconds)
	}
	return s
}

// Divisible refuses examples that share a limit: how many workers a queue has is not
// known, so none of them can have a share of it.
func (p *Part) Divisible(limits map[string]config.Limit, examples []hub.Example) error {
	for i := range examples {
		name := examples[i].Settings.Limit
		if l := limits[name]; l.Concurrent > 0 || l.Rate.Count > 0 {
			return usage.Errorf("--queue: %s is bound by the limit %q, which cannot be divided among the workers of a queue, because their number is not known; run the plan in parts (--part), which have shares of the limit, or make a separate plan of the examples with this limit", examples[i].ID, name)
		}
	}
	return nil
}
