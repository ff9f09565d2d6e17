package query

import (
	"slices"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/order"
	"github.com/seed-00a9b34c/hub/pkg/status"
)

// maxOrdered bounds the catalog for which a list looks for verdicts that depend on the
// order: that reads all kept runs.
const maxOrdered = 2000

// Kept are the runs whose logs are kept, each loaded once. Load returns one by its ID; nil
// if it cannot be read.
type Kept struct {
	Load func(id string) *hub.Run
	kept map[string]*hub.Run
}

func (r *Kept) get(id string) *hub.Run {
	run, known := r.kept[id]
	if known {
		return run
	}
	if run = r.Load(id); run != nil {
		run = order.Brief(run)
	}
	if r.kept == nil {
		r.kept = map[string]*hub.Run{}
	}
	r.kept[id] = run
	return run
}

// dependence finds out whether the verdict on an example depends on the order, from the
// runs in which it has results. It loads them only if the verdicts differ.
func (r *Kept) dependence(id string, history []status.Past) *order.Dependence {
	verdicts := map[hub.Status]bool{}
	for _, past := range history {
		verdicts[past.Status] = true
	}
	if !verdicts[hub.StatusCompleted] || !verdicts[hub.StatusError] {
		return nil
	}
	var runs []*hub.Run
	for _, past := range slices.Backward(history) {
		if run := r.get(past.RunID); run != nil {
			runs = append(runs, run)
		}
	}
	return order.Of(runs, id)
}

// Compare finds out whether the verdict on the example depends on the order.
func (x *Example) Compare(runs *Kept) { x.Order = runs.dependence(x.ID, x.Details.History) }

// CompareErrors finds out which of the errors depend on the order; in a catalog of more
// than 2,000 examples none.
func CompareErrors(s *Snapshot, rows []ErrorRow, runs *Kept) {
	if len(s.Catalog.Examples) > maxOrdered {
		return
	}
	for i := range rows {
		if d := runs.dependence(rows[i].ID, s.Status.Examples[rows[i].ID].Details().History); d != nil {
			rows[i].Order = d.String()
		}
	}
}
