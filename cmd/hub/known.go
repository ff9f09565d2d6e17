package main

import (
	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/catalog"
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
