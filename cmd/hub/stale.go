package main

import (
	"context"
	"fmt"
	"time"

	"github.com/alecthomas/kong"

	"github.com/seed-00a9b34c/hub/pkg/fingerprint"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/selection"
	"github.com/seed-00a9b34c/hub/pkg/status"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// StaleCmd lists what has no pass that counts, or runs it.
type StaleCmd struct {
	Rerun  bool   `name:"run" help:"Run them."`
	Limit  int    `short:"l" placeholder:"N" help:"At most N examples, the first of the catalog."`
	DryRun bool   `help:"Show what --run would run, and run nothing."`
	Format string `default:"table" placeholder:"FORMAT" help:"table, json or csv."`
	ScopeFlags
	HowFlags `group:"With --run:"`
}

// staleRow is one example that has no pass that counts.
type staleRow struct {
	named
	Status       hub.Status           `json:"status" doc:"stale, or pending when there is no result"`
	Cause        status.Cause         `json:"cause" doc:"changed, max-age, unrecorded, unreadable or never-run"`
	Reason       string               `json:"reason" doc:"the same in words"`
	Changes      []fingerprint.Change `json:"changes,omitempty" doc:"what changed (what, name, how), at most twenty"`
	LastExecuted status.Time          `json:"lastExecuted" doc:"when the pass ended; null when there is none"`
}

// Help is the long help.
func (StaleCmd) Help() string {
	return "A pass is stale when what it depended on has changed: the entry file, the folder that belongs to the example alone, its inputs, the command, the environment variables it declares, the runner's version; or when it is older than status.max-age, or dated in the future so that its age is not known. Of a file above 64 MiB its size and 64 MiB spread evenly over it count; such files are named. " +
		"Examples that have no result are listed as well. What failed is not: see 'hub errors'. In catalog order; values of the environment are never shown.\n\n" +
		"Exit codes: 0 listed, nothing stale, or --run good; with --run as for 'hub all': 1 some example failed, 130/143 interrupted; 2 usage or configuration; 3 hub could not do its job; 4 --run, and no examples were found." +
		fieldsHelp[staleRow]("Fields of --format=json (a list), and columns of csv") +
		fieldsHelp[rerunRow]("With --run, of examples in json (beside run and counts), and columns of csv")
}

// staleFilters choose what has no pass that counts.
var staleFilters = []string{"stale", "pending"}

// Run does it.
func (c *StaleCmd) Run(ctx context.Context, app *App, k *kong.Context) error {
	if err := oneOf("--format", c.Format, "table", "json", "csv"); err != nil {
		return err
	}
	if c.Limit < 0 {
		return usage.Errorf("--limit=%d: must be 0 or more", c.Limit)
	}
	again := c.Rerun || c.DryRun
	if err := onlyWithRun(k, again); err != nil {
		return err
	}
	if again && (!c.DryRun || c.Format == "table") {
		f := RunFlags{Filter: staleFilters, ScopeFlags: c.ScopeFlags, Limit: c.Limit, DryRun: c.DryRun, HowFlags: c.HowFlags}
		return app.rerun(ctx, "stale", &f, c.Format, time.Time{})
	}
	rows, err := c.rows(app)
	if err != nil {
		return err
	}
	switch c.Format {
	case "json":
		return writeJSON(app.jsonOut(), rows)
	case "csv":
		return writeCSV(app, rows)
	}
	if len(rows) == 0 {
		none := "Nothing is stale, and nothing is left to run."
		if c.narrow(time.Time{}) {
			none = "Nothing that was asked for is stale or left to run."
		}
		_, err := fmt.Fprintln(app.Stdout, none)
		return err
	}
	table := [][]cell{plain("#", "ID", "STATUS", "LAST RUN", "WHY")}
	for _, r := range rows {
		table = append(table, []cell{{text: fmt.Sprint(r.Index)}, {text: r.ID}, {string(r.Status), statusStyle(r.Status)},
			{text: when(r.LastExecuted)}, {text: r.Reason}})
	}
	return writeTable(app.Stdout, app.color(app.Stdout), table)
}

func (c *StaleCmd) rows(app *App) ([]staleRow, error) {
	k, err := app.known()
	if err != nil {
		return nil, err
	}
	cfg, cat, known := k.cfg, k.catalog, k.status
	p := app.fingerprints(context.Background(), cfg, false)
	p.Sampled = app.warnSampled
	stale := p.Stale(known, cfg.Status.MaxAge, app.Now())
	sel, err := selection.Select(cat.Examples, known, stale.Reason, selection.Request{
		Filters: staleFilters, Tags: c.Tag, AnyTags: c.Tags, Groups: c.Group,
	})
	if err != nil {
		return nil, err
	}
	// What was read need not be read again, by whoever asks next. Without the
	// cache it only takes longer: where it cannot be written, nothing is lost.
	_ = p.Save()
	if c.Limit > 0 && len(sel.Chosen) > c.Limit {
		sel.Chosen = sel.Chosen[:c.Limit]
	}
	rows := make([]staleRow, len(sel.Chosen))
	for i, e := range sel.Chosen {
		entry, ok := known.Get(e.ID)
		why := stale(e)
		if why.Cause == "" {
			why.Cause, why.Reason = status.CauseNeverRun, "never run"
			if ok && entry.Reason != "" {
				why.Reason = "no result: " + line(entry.Reason)
			}
		}
		rows[i] = staleRow{
			named:  nameOf(&e),
			Status: hub.StatusStale, Cause: why.Cause, Reason: why.Reason, Changes: why.Changes, LastExecuted: entry.LastExecuted,
		}
		if why.Cause == status.CauseNeverRun {
			rows[i].Status = hub.StatusPending
		}
	}
	return rows, p.Err()
}
