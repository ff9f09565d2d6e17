package part

import (
	"cmp"
	"context"
	"slices"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/plan"
	"github.com/seed-00a9b34c/hub/pkg/selection"
	"github.com/seed-00a9b34c/hub/pkg/staleness"
)

// Given returns the function that makes the plan of the part's run, for [plan.Request].
// checked are its examples as [Resolver.Check] returned them.
func (p *Part) Given(r *Resolver, checked []hub.Example) func(context.Context, *staleness.Prints) (plan.Plan, error) {
	return func(_ context.Context, prints *staleness.Prints) (plan.Plan, error) {
		if err := r.ready(prints, checked); err != nil {
			return plan.Plan{}, err
		}
		return p.plan(r.Project.Config.Limits, checked), nil
	}
}

// plan returns the plan of a run of the examples, which are in the order of their lines.
func (p *Part) plan(limits map[string]config.Limit, examples []hub.Example) plan.Plan {
	h := &p.Plan.Header
	out := plan.Plan{
		Selection: selection.Selection{Policies: h.Policies, Digest: h.Digest, Chosen: slices.Clone(examples)},
		Catalog:   h.Catalog, Part: p.Record(), Limits: p.share(limits), Elsewhere: slices.Clone(h.LeftOut), Previous: p.previous(),
	}
	if p.Index == 0 {
		out.Previous = nil // it is recorded with each example that is taken
	}
	if others := h.Examples - len(examples); others > 0 {
		out.Elsewhere = append(out.Elsewhere, hub.LeftOut{Reason: hub.LeftToParts, Count: others})
	}
	// Results are in catalog order, and starts in that of the plan.
	slices.SortStableFunc(out.Chosen, func(a, b hub.Example) int { return cmp.Compare(a.Index, b.Index) })
	at := make(map[string]*hub.Example, len(out.Chosen))
	for i := range out.Chosen {
		at[out.Chosen[i].ID] = &out.Chosen[i]
	}
	for i := range examples {
		out.Order = append(out.Order, at[examples[i].ID])
	}
	return out
}

// share returns the limits of the configuration with the part's shares.
func (p *Part) share(limits map[string]config.Limit) map[string]config.Limit {
	out := make(map[string]config.Limit, len(limits))
	for name, l := range limits {
		if share, ok := p.Limits[name]; ok {
			l.Concurrent, l.Rate = share.Concurrent, config.Rate{Count: share.Starts, Per: share.Per}
		}
		out[name] = l
	}
	return out
}

// previous returns the last outcomes before the plan, by ID.
func (p *Part) previous() map[string]hub.Status {
	var out map[string]hub.Status
	for i := range p.Lines {
		if last := p.Lines[i].Previous; last != "" {
			if out == nil {
				out = map[string]hub.Status{}
			}
			out[p.Lines[i].Item.ID()] = last
		}
	}
	return out
}
