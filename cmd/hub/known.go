package main

import (
	"context"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/catalog"
	"github.com/seed-00a9b34c/hub/pkg/staleness"
	"github.com/seed-00a9b34c/hub/pkg/status"
)

// known is what the commands look at that run nothing: the examples, and what
// is remembered of them.
type known struct {
	cfg     *config.Config
	catalog *catalog.Catalog
	status  *status.File
	// orphans are the IDs of entries that no example has.
	orphans []string
}

// known reads it all, without ever waiting for a writer or writing. Examples
// and status are read at the same time: in a large repository each takes about
// as long as the other.
func (a *App) known() (known, error) {
	cfg, err := a.load()
	if err != nil {
		return known{}, err
	}
	load := a.loading(cfg)
	cat, err := a.discover(cfg)
	if err != nil {
		return known{}, err
	}
	k := known{cfg: cfg, catalog: cat}
	if k.status, err = load(); err != nil {
		return known{}, err
	}
	k.orphans = k.status.Adopt(cat.Examples).Orphans
	return k, nil
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
