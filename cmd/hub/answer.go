package main

import (
	"context"
	"path/filepath"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/place"
	"github.com/seed-00a9b34c/hub/pkg/query"
	"github.com/seed-00a9b34c/hub/pkg/render"
	"github.com/seed-00a9b34c/hub/pkg/staleness"
	"github.com/seed-00a9b34c/hub/pkg/status"
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
func (a *App) judged(cfg *config.Config, s *query.Snapshot) *staleness.Prints {
	p := a.fingerprints(context.Background(), cfg, false)
	s.Stale = p.Stale(s.Status, cfg.Status.MaxAge, a.Now())
	return p
}

// output is stdout for an answer.
func (a *App) output(format render.Format) render.Output {
	out := render.Output{Writer: a.Stdout, Format: format, Color: a.color(a.Stdout), Log: a.inPipeline()}
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

// fingerprints prepares to take fingerprints, until ctx ends. Only a command that
// runs something starts the version commands of runners.
func (a *App) fingerprints(ctx context.Context, cfg *config.Config, runs bool) *staleness.Prints {
	store := a.store(cfg)
	o := staleness.Options{
		Root: cfg.Root, Runners: cfg.Runners, Environ: a.Environ, Secrets: a.secrets,
		CacheDir: store.CacheDir(), Cache: store.Cache, Warn: a.warn,
	}
	if runs {
		o.Supervisor = a.supervisor
	}
	if runs || a.CLI.Verbose {
		o.Sampled = a.warnSampled
	}
	return staleness.New(ctx, o)
}

// warnSampled warns of a file of which samples are hashed.
func (a *App) warnSampled(file string, size int64) {
	a.warn("%s has %d MiB: hub compares its size and 64 MiB spread evenly over it, and does not notice a change elsewhere in it", a.shown(file), size>>20)
}

// shown is a path for people: from the current folder where it lies below it.
func (a *App) shown(path string) string {
	if rel, err := filepath.Rel(place.Real(a.Dir), path); err == nil && filepath.IsLocal(rel) {
		path = rel
	}
	return line(path)
}
