package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/catalog"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/status"
)

// clear forgets the errors of what the flags choose.
func (c *ErrorsCmd) clear(ctx context.Context, app *App, since time.Time) (err error) {
	cfg, cat, err := app.project()
	if err != nil {
		return err
	}
	byID := make(map[string]*hub.Example, len(cat.Examples))
	for i := range cat.Examples {
		byID[cat.Examples[i].ID] = &cat.Examples[i]
	}
	lock, err := app.lock(ctx, app.store(cfg), lockWait)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, lock.Unlock()) }()
	cleared, notes, err := lock.ClearErrors(cat.Examples, func(known *status.File, orphans []string) ([]string, error) {
		return c.ids(cat, known, orphans, since)
	}, c.DryRun)
	app.notes(notes)
	if err != nil {
		return err
	}
	rows := make([]errorRow, 0, len(cleared))
	for i := range cleared {
		rows = append(rows, errorOf(&cleared[i], byID[cleared[i].ID]))
	}
	none := "There are no errors to forget."
	if c.narrow(since) {
		none = noErrors(true) + ": there is nothing to forget."
	}
	return c.tellCleared(app, rows, none)
}

// ids are the keys of everything that list shows, in its order.
func (c *ErrorsCmd) ids(cat *catalog.Catalog, known *status.File, orphans []string, since time.Time) ([]string, error) {
	chosen, err := c.chosen(cat, known, since)
	var ids []string
	for i := range chosen {
		ids = append(ids, chosen[i].ID)
	}
	for _, r := range c.ScopeFlags.gone(cat, known, orphans, since) {
		ids = append(ids, r.ID)
	}
	return ids, err
}

func (c *ErrorsCmd) tellCleared(app *App, rows []errorRow, none string) error {
	if c.Format != "table" || len(rows) == 0 {
		return c.tell(app, rows, none)
	}
	verb := "Forgot"
	if c.DryRun {
		verb = "Would forget"
	}
	var b strings.Builder
	for _, r := range rows {
		index := fmt.Sprint(r.Index)
		if r.Gone {
			index = "gone"
		}
		fmt.Fprintf(&b, "%5s  %s\n", index, line(r.ID))
	}
	fmt.Fprintf(&b, "%s the errors of %s.\n", verb, count(len(rows), "example"))
	_, err := app.Stdout.Write([]byte(b.String()))
	return err
}
