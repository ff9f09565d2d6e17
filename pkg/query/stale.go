package query

import (
	"github.com/seed-00a9b34c/hub/pkg/fingerprint"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/outcome"
	"github.com/seed-00a9b34c/hub/pkg/render"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
	"github.com/seed-00a9b34c/hub/pkg/staleness"
	"github.com/seed-00a9b34c/hub/pkg/status"
)

// StaleRow is one example without an up-to-date pass.
type StaleRow struct {
	Named
	Status       hub.Status           `json:"status" doc:"stale, or pending without a result"`
	Cause        staleness.Cause      `json:"cause" doc:"changed, max-age, unrecorded, unreadable or never-run"`
	Reason       string               `json:"reason" doc:"the cause in words"`
	Changes      []fingerprint.Change `json:"changes,omitempty" doc:"the changes (what, name, how), at most twenty"`
	LastExecuted status.Time          `json:"lastExecuted" doc:"when the pass ended; null without one"`
}

// StaleFilters returns the filters for examples without an up-to-date pass.
func StaleFilters() []string { return []string{"stale", "pending"} }

// Stale returns the examples of the scope without an up-to-date pass, in catalog
// order.
func Stale(s *Snapshot, scope Scope) ([]StaleRow, error) {
	scope.Filters = StaleFilters()
	chosen, err := s.Choose(scope)
	rows := make([]StaleRow, len(chosen))
	for i := range chosen {
		e := &chosen[i]
		entry, ok := s.Status.Get(e.ID)
		why := s.stale(*e)
		rows[i] = StaleRow{
			Named: nameOf(e), Status: hub.StatusStale,
			Cause: why.Cause, Reason: why.Reason, Changes: why.Changes, LastExecuted: entry.LastExecuted,
		}
		if r := &rows[i]; why.Cause == "" {
			r.Status, r.Cause, r.Reason = hub.StatusPending, staleness.CauseNeverRun, "never run"
			if ok && entry.Reason != "" {
				r.Reason = "no result: " + sanitize.Line(entry.Reason)
			}
		}
	}
	return rows, err
}

// StaleAnswer returns the answer of stale.
func StaleAnswer(rows []StaleRow, scope Scope) render.Answer {
	return render.Answer{Rows: rows, Page: func(p *render.Page) {
		switch {
		case len(rows) == 0 && scope.Narrow():
			p.Printf("Nothing selected is stale or left to run.\n")
			return
		case len(rows) == 0:
			p.Printf("Nothing is stale, and nothing is left to run.\n")
			return
		}
		g := p.Grid(indexColumn(), exampleColumn(), render.Column{Title: "STATUS", Rank: 1}, render.Column{Title: "LAST RUN", Rank: 2}, render.Column{Title: "WHY", Least: 20})
		g.Reserve(len(rows))
		for i := range rows {
			r := &rows[i]
			g.Row(render.Number(r.Index), render.Text(r.called), p.Outcome(outcome.OfStatus(r.Status, false)), render.Text(p.When(r.LastExecuted.Time)), render.Text(r.Reason))
		}
		g.Print()
	}}
}
