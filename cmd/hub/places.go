package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/catalog"
	"github.com/seed-00a9b34c/hub/pkg/place"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
	"github.com/seed-00a9b34c/hub/pkg/status"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// Where hub writes: inside the project's root, or where the user says. Package
// place decides; here are the places, and the words for a refusal.

// stateFile is the status file: beside it is all that hub keeps.
func (a *App) stateFile(cfg *config.Config) string {
	if a.State != "" {
		return filepath.Join(a.State, "status.json")
	}
	return place.Under(cfg.Root, cfg.Status.File)
}

// reportsDir is the folder of the reports for which no path is given.
func (a *App) reportsDir(cfg *config.Config) string {
	if a.State != "" {
		return filepath.Join(a.State, "reports")
	}
	return place.Under(cfg.Root, cfg.Reports.Dir)
}

// claim is on whose word the state and the reports without a path are where they
// are.
func (a *App) claim() place.Claim {
	if a.State != "" {
		return place.Named
	}
	return place.Configured
}

// guarded is the guard of the project.
func (a *App) guarded(cfg *config.Config) *place.Guard {
	if a.guard == nil {
		a.guard = place.New(cfg.Root)
		a.guard.Protect(place.Configuration, filepath.Join(cfg.Root, config.FileName))
		if cfg.File != "" {
			a.guard.Protect(place.Configuration, cfg.File)
		}
	}
	return a.guard
}

// protect makes the examples of the catalog files that hub does not write.
func (a *App) protect(cat *catalog.Catalog) {
	last := ""
	for i := range cat.Examples {
		e := &cat.Examples[i]
		a.guard.Protect("the example "+line(e.ID), e.File)
		if dir := filepath.Dir(e.File); dir != last { // those of one folder come one after the other
			last = dir
			a.guard.Protect("the metadata of the example "+line(e.ID), filepath.Join(dir, catalog.SidecarName))
		}
	}
}

func (a *App) store(cfg *config.Config) *status.Store {
	s := status.Open(a.stateFile(cfg), a.Now)
	s.Root, s.Guard, s.Claim = cfg.Root, a.guarded(cfg), a.claim()
	return s
}

// checkState checks that hub may keep its state where the configuration or the
// user says, and that what is there is hub's.
func (a *App) checkState(cfg *config.Config) error {
	guard, file := a.guarded(cfg), a.stateFile(cfg)
	where, said := "--state (HUB_STATE)", a.State
	if a.State == "" {
		where, said = ".hub", cfg.Status.File
		if at := cfg.At("status.file"); at != cfg.At("") {
			where = at + ": status.file"
		}
	}
	if info, err := os.Stat(a.State); a.State != "" && err == nil && !info.IsDir() {
		return usage.Errorf("%s: %s is not a folder", where, said)
	}
	for _, path := range []string{filepath.Dir(file), file} {
		refusal, ok := errors.AsType[*place.Refusal](guard.Check(path, a.claim()))
		if !ok {
			continue // whatever else is wrong comes up where it matters
		}
		way := "name another folder"
		if a.State == "" {
			way = "name another file, or pass --state=DIR"
		}
		if refusal.Kind == place.Outside {
			way = fmt.Sprintf("to keep it there, say so on the command line: %s (or HUB_STATE)", sanitize.ShellWord("--state="+filepath.Dir(refusal.Real)))
			if path != file {
				way = fmt.Sprintf("to keep it there, say so on the command line: %s (or HUB_STATE)", sanitize.ShellWord("--state="+refusal.Real))
			}
		}
		return usage.Errorf("%s: hub does not keep its state in %s: %s; %s", where, said, refusal.Error(), way)
	}
	if foreign, ok := errors.AsType[*status.ForeignError](a.store(cfg).Foreign()); ok {
		return usage.Errorf("%s: %w", where, foreign)
	}
	return nil
}
