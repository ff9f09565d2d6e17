package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/alecthomas/kong"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/catalog"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/selection"
	"github.com/seed-00a9b34c/hub/pkg/status"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// ErrorsCmd lists what failed, runs it again, or forgets it.
type ErrorsCmd struct {
	Rerun  bool   `name:"run" help:"Run them again, and tell which are fixed."`
	Clear  bool   `help:"Forget their errors: they are pending then, as if they had never failed."`
	Since  string `placeholder:"TIME" help:"Only what failed since then, such as 2d, \"1 week ago\", yesterday or 2026-01-31; by the clock that recorded it."`
	Limit  int    `short:"l" placeholder:"N" help:"At most N examples, the first of the catalog."`
	DryRun bool   `help:"Show what --run (or --clear) would do, and do nothing."`
	Format string `default:"table" placeholder:"FORMAT" help:"table, json or csv."`
	ScopeFlags
	HowFlags `group:"With --run:"`
}

// errorRow is one example whose last result is an error.
type errorRow struct {
	named
	Type     hub.ErrorType `json:"type" doc:"type of the error"`
	Message  string        `json:"message" doc:"its message, one line"`
	File     string        `json:"file,omitempty" doc:"where it failed, from the project's root; empty when unknown"`
	Line     int           `json:"line,omitempty" doc:"line in that file, from 1; 0 when unknown"`
	When     status.Time   `json:"time" doc:"when the result ended"`
	ExitCode int           `json:"exitCode" doc:"of the last attempt; -1 when it never started or a signal ended it"`
	RunID    string        `json:"runId,omitempty" doc:"the run it failed in"`
	InARow   int           `json:"inARow" doc:"how many results in a row, up to this one, are errors, of the newest twenty"`
	Allowed  bool          `json:"allowedFailure,omitempty" doc:"the error is allowed and does not gate"`
	Gone     bool          `json:"gone,omitempty" doc:"the example is not in the catalog any more"`
}

// Help is the long help.
func (ErrorsCmd) Help() string {
	return "The examples whose last result is an error, allowed failures included, in catalog order; at the end those that are gone from the catalog, which --run passes over and --clear forgets altogether.\n\n" +
		"--run finds the examples by their IDs and ends with how many are fixed and which still fail; with --format=json or csv that is all that goes to stdout. " +
		"--clear makes them pending; their earlier passes stay, and the run logs do not bring the errors back.\n\n" +
		"Exit codes: 0 listed, forgotten, nothing failed, or --run fixed all; with --run as for 'hub all': 1 some still fail, 130/143 interrupted; 2 usage or configuration; 3 hub could not do its job; 4 --run, and no examples were found." +
		fieldsHelp[errorRow]("Fields of --format=json (a list), and columns of csv") +
		fieldsHelp[rerunRow]("With --run, of examples in json (beside run and counts), and columns of csv")
}

// Run does it.
func (c *ErrorsCmd) Run(ctx context.Context, app *App, k *kong.Context) error {
	if err := oneOf("--format", c.Format, "table", "json", "csv"); err != nil {
		return err
	}
	since, err := pastFlag("--since", c.Since, app.Now())
	if err != nil {
		return err
	}
	again := c.Rerun || c.DryRun && !c.Clear
	switch {
	case c.Clear && c.Rerun:
		return usage.Errorf("--clear forgets what --run would run: choose one")
	case c.Limit < 0:
		return usage.Errorf("--limit=%d: must be 0 or more", c.Limit)
	}
	if err := onlyWithRun(k, again); err != nil {
		return err
	}
	f := RunFlags{Filter: commaList{"errors"}, ScopeFlags: c.ScopeFlags, Limit: c.Limit, DryRun: c.DryRun, HowFlags: c.HowFlags}
	switch {
	case c.Clear:
		return c.clear(ctx, app, since)
	case again && (!c.DryRun || c.Format == "table"):
		return app.rerun(ctx, "errors", &f, c.Format, since)
	}
	return c.list(app, since)
}

// pastFlag reads a flag that takes a time in the past; empty is the zero time.
func pastFlag(flag, text string, now time.Time) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	t, err := config.ParseTime(text, now)
	if err != nil {
		return t, usage.Errorf("%s: %v", flag, err)
	}
	return t, nil
}

func (c *ErrorsCmd) list(app *App, since time.Time) error {
	k, err := app.known()
	if err != nil {
		return err
	}
	cat, known, orphans := k.catalog, k.status, k.orphans
	chosen, err := c.chosen(cat, known, since)
	if err != nil {
		return err
	}
	rows := make([]errorRow, 0, len(chosen))
	for i := range chosen {
		rows = append(rows, errorOf(known.Examples[chosen[i].ID], &chosen[i]))
	}
	rows = append(rows, c.ScopeFlags.gone(cat, known, orphans, since)...)
	return c.tell(app, rows, noErrors(c.narrow(since))+".")
}

// chosen are the examples that the flags choose, in catalog order.
func (c *ErrorsCmd) chosen(cat *catalog.Catalog, known *status.File, since time.Time) ([]hub.Example, error) {
	sel, err := selection.Select(cat.Examples, known, nil, selection.Request{
		Filters: []string{"errors"}, Tags: c.Tag, AnyTags: c.Tags, Groups: c.Group, Leave: failedSince(since),
	})
	if err != nil {
		return nil, err
	}
	if c.Limit > 0 && len(sel.Chosen) > c.Limit {
		return sel.Chosen[:c.Limit], nil
	}
	return sel.Chosen, nil
}

// gone are the errors of examples that are not in the catalog any more. Of what
// they were only the group is known. Where the catalog is not known for certain
// nothing is gone.
func (f *ScopeFlags) gone(cat *catalog.Catalog, known *status.File, orphans []string, since time.Time) []errorRow {
	var rows []errorRow
	for _, id := range orphans {
		e := known.Examples[id]
		if cat.Incomplete() || e.Status != hub.StatusError || !f.covers(e) || e.Updated.Before(since) {
			continue
		}
		rows = append(rows, errorOf(e, nil))
	}
	return rows
}

// narrow reports whether the flags ask for less than the whole catalog.
func (f *ScopeFlags) narrow(since time.Time) bool {
	return len(f.Tag)+len(f.Tags)+len(f.Group) > 0 || !since.IsZero()
}

// noErrors says that nothing failed; narrow: of what was asked for.
func noErrors(narrow bool) string {
	if narrow {
		return "No example that was asked for has an error as its last result"
	}
	return "No example's last result is an error"
}

// covers reports whether an entry without an example is within the scope.
func (f *ScopeFlags) covers(e *status.Entry) bool {
	return len(f.Tag)+len(f.Tags) == 0 && (len(f.Group) == 0 || slices.Contains(f.Group, e.Group))
}

// errorOf is the entry's error; ex is nil when the example is gone.
func errorOf(e *status.Entry, ex *hub.Example) errorRow {
	r := errorRow{
		named: named{ID: e.ID, Group: e.Group, Name: e.Name, Title: line(e.Title), Path: e.RelativePath},
		Type:  hub.ErrUnknown, Message: "what failed was not recorded",
		When: e.Updated, ExitCode: e.ExitCode, RunID: e.RunID, Allowed: e.AllowedFailure != nil, Gone: ex == nil,
	}
	if ex != nil {
		r.named = nameOf(ex)
	}
	if n := len(e.Errors); n > 0 {
		last := e.Errors[n-1]
		r.Type, r.Message, r.File, r.Line = last.Type, line(last.Message), line(last.File), last.Line
	}
	for i := len(e.History) - 1; i >= 0 && e.History[i].Status == hub.StatusError; i-- {
		r.InARow++
	}
	return r
}

// place is where it failed, for people.
func (r *errorRow) place() string {
	switch {
	case r.File == "":
		return "-"
	case r.Line == 0:
		return r.File
	}
	return fmt.Sprintf("%s:%d", r.File, r.Line)
}

// tell writes the rows; none is what a table says when there are none.
func (c *ErrorsCmd) tell(app *App, rows []errorRow, none string) error {
	switch c.Format {
	case "json":
		return writeJSON(app.jsonOut(), rows)
	case "csv":
		return writeCSV(app, rows)
	}
	if len(rows) == 0 {
		_, err := fmt.Fprintln(app.Stdout, none)
		return err
	}
	table := [][]cell{plain("#", "ID", "WHEN", "IN A ROW", "TYPE", "WHERE", "MESSAGE")}
	for _, r := range rows {
		index, message := fmt.Sprint(r.Index), r.Message
		switch {
		case r.Gone:
			index, message = "gone", r.Message+" (not in the catalog any more)"
		case r.Allowed:
			message += " (allowed)"
		}
		table = append(table, []cell{{text: index}, {text: r.ID}, {text: when(r.When)}, {text: fmt.Sprint(r.InARow)},
			{string(r.Type), statusStyle(hub.StatusError)}, {text: r.place()}, {text: message}})
	}
	return writeTable(app.Stdout, app.color(app.Stdout), table)
}
