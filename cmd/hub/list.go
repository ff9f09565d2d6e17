package main

import (
	"context"
	"fmt"

	"github.com/seed-00a9b34c/hub/pkg/selection"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// ListCmd lists the catalog.
type ListCmd struct {
	ScopeFlags
	Filter commaList `short:"f" placeholder:"FILTER,…" help:"By what is recorded: ${filters}."`
	Format string    `default:"table" placeholder:"FORMAT" help:"table, json, csv or ids."`
}

// Help is the long help.
func (ListCmd) Help() string {
	return "Problems in the metadata of examples are printed to stderr, as by 'hub config check'. Exit codes: 0, also for an empty list; 2 usage or configuration; 3 status that cannot be read." +
		fieldsHelp[row]("Fields of --format=json (a list), and columns of csv; ids is one ID a line")
}

// Run lists.
func (c *ListCmd) Run(app *App) error {
	if err := oneOf("--format", c.Format, "table", "json", "csv", "ids"); err != nil {
		return err
	}
	k, err := app.known()
	if err != nil {
		return err
	}
	cfg, cat, known := k.cfg, k.catalog, k.status
	app.findings(cat, false)
	prints := app.fingerprints(context.Background(), cfg, false)
	stale := prints.Stale(known, cfg.Status.MaxAge, app.Now())
	sel, err := selection.Select(cat.Examples, known, stale.Reason, selection.Request{
		Filters: c.Filter, Tags: c.Tag, AnyTags: c.Tags, Groups: c.Group,
	})
	if err != nil {
		return err
	}
	rows := make([]row, len(sel.Chosen))
	for i, e := range sel.Chosen {
		if c.Format != "ids" {
			rows[i] = view(e, known, stale)
		}
	}
	if err := prints.Err(); err != nil {
		return err
	}
	switch c.Format {
	case "ids":
		for _, e := range sel.Chosen {
			if _, err := app.Stdout.Write(app.idLine(e.ID)); err != nil {
				return err
			}
		}
		return nil
	case "json":
		return writeJSON(app.jsonOut(), rows)
	case "csv":
		return writeCSV(app, rows)
	}
	if len(rows) == 0 {
		_, err := fmt.Fprintf(app.Stdout, "No examples (of %d in the catalog).\n", len(cat.Examples))
		return err
	}
	table := [][]cell{plain("#", "ID", "GROUP", "NAME", "STATUS", "TITLE")}
	for _, r := range rows {
		table = append(table, []cell{{text: fmt.Sprint(r.Index)}, {text: r.ID}, {text: r.Group}, {text: r.Name},
			{string(r.Status), statusStyle(r.Status)}, {text: r.Title}})
	}
	return writeTable(app.Stdout, app.color(app.Stdout), table)
}

// oneOf checks a flag's value against the known ones.
func oneOf(flag, value string, known ...string) error {
	for _, k := range known {
		if value == k {
			return nil
		}
	}
	return usage.Errorf("%s: %w", flag, &usage.Unknown{What: "value", Value: value, Known: known})
}
