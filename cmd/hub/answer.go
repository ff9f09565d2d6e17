package main

import (
	"context"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/ci"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/query"
	"github.com/seed-00a9b34c/hub/pkg/render"
	"github.com/seed-00a9b34c/hub/pkg/status"
	"github.com/seed-00a9b34c/hub/reporters"
)

// What the commands share that only answer.

// snapshot reads the catalog and the status, without ever waiting for a writer or
// writing. Both are read at the same time: in a large repository each takes about
// as long as the other.
func (a *App) snapshot() (*config.Config, *query.Snapshot, error) {
	cfg, err := a.load()
	if err != nil {
		return nil, nil, err
	}
	load := a.loading(cfg)
	cat, err := a.discover(cfg)
	if err != nil {
		return nil, nil, err
	}
	known, err := load()
	if err != nil {
		return nil, nil, err
	}
	return cfg, &query.Snapshot{Catalog: cat, Status: known, Orphans: known.Adopt(cat.Examples).Orphans}, nil
}

// judged lets the snapshot know what is stale. An answer may be printed when the
// prints have no error.
func (a *App) judged(cfg *config.Config, s *query.Snapshot) *prints {
	p := a.fingerprints(context.Background(), cfg, false)
	stale := a.staleness(cfg, s.Status, p)
	s.Stale = func(e hub.Example) query.Staleness {
		why := stale(e)
		return query.Staleness{Cause: why.cause, Reason: why.reason, Changes: why.changes}
	}
	return p
}

// output is stdout for an answer. In a pipeline's log, in which others speak,
// nothing in it is a command, and no cell is ever a formula to a spreadsheet.
func (a *App) output(format render.Format) render.Output {
	out := render.Output{
		Writer: a.Stdout, Format: format, Color: a.color(a.Stdout),
		Cell: reporters.Cell, Line: a.idLine, Document: func(text []byte) []byte { return text },
	}
	if ci.Detect(a.getenv).CI {
		out.Cell = func(text string) string { return reporters.Cell(line(text)) }
		out.Document = inertJSON
	}
	if f, ok := terminal(a.Stdout); ok {
		out.Width = width(f)()
	}
	return out
}

// loading begins to read the status, and returns what waits for it and tells
// what was odd about it.
func (a *App) loading(cfg *config.Config) func() (*status.File, error) {
	type loaded struct {
		file  *status.File
		notes []status.Note
		err   error
	}
	done := make(chan loaded, 1)
	go a.safely(func() {
		file, notes, err := a.store(cfg).Load()
		done <- loaded{file, notes, err}
	})()
	return func() (*status.File, error) {
		l := <-done
		if l.err == nil {
			a.notes(l.notes)
		}
		return l.file, l.err
	}
}
