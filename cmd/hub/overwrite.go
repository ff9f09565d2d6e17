package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/catalog"
	"github.com/seed-00a9b34c/hub/pkg/place"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
	"github.com/seed-00a9b34c/hub/pkg/usage"
	"github.com/seed-00a9b34c/hub/reporters"
)

// output is a file that a command writes for its user.
type output struct {
	name  string // for people
	path  string // "-" is stdout
	claim place.Claim
	where string // of the path, for messages: a flag, or a key with its position
}

// mayWrite checks, before anything is run, that reports and events go where hub
// may write, and replace nothing that is not theirs to replace: no example, no
// configuration, nothing of git's, no state, no file that git tracks unless it
// is a report already.
func (a *App) mayWrite(cfg *config.Config, reports []target, events string) error {
	outputs := []output{{"--events", events, place.Named, "--events"}}
	for _, t := range reports {
		outputs = append(outputs, output{"the " + t.Name + " report", t.path, t.claim, t.where})
	}
	catalogued := false
	for _, out := range outputs {
		if out.path == "" || out.path == "-" || out.claim == place.Named && place.HasReader(out.path) {
			continue
		}
		file, err := a.guarded(cfg).File(out.path, out.claim)
		if err == nil && file.Exists() && !catalogued {
			catalogued = true
			if err = a.knowExamples(cfg, file); err == nil {
				file, err = a.guard.File(out.path, out.claim)
			}
		}
		if err == nil {
			err = a.store(cfg).Check(file)
			if err == nil {
				err = file.Replaceable(context.Background(), a.Environ, reporters.Wrote)
			}
			if err != nil {
				return a.refused(out, err)
			}
		}
		if refusal, ok := errors.AsType[*place.Refusal](err); ok && refusal.Kind != place.NotFile {
			return a.refused(out, err)
		}
		// What else is wrong with the path costs the report, and not the run.
	}
	return nil
}

// refused says why an output is not written, and what to do.
func (a *App) refused(out output, err error) error {
	refusal, ok := errors.AsType[*place.Refusal](err)
	switch {
	case !ok:
		return usage.Errorf("%s cannot go to %s: %w", out.name, out.path, err)
	case refusal.Kind == place.Protected:
		return usage.Errorf("%s cannot go to %s: that is %s; name another path", out.name, out.path, refusal.What)
	case refusal.Kind == place.Outside && out.claim == place.Configured:
		return usage.Errorf("%s: %s does not go to %s: %w; to write it there, say so on the command line: %s (or --state=DIR for all that hub writes)",
			out.where, out.name, a.shown(out.path), err, sanitize.ShellWord("--report="+strings.TrimSuffix(strings.TrimPrefix(out.name, "the "), " report")+":"+a.fromHere(refusal.Real)))
	case refusal.Kind == place.Outside:
		return usage.Errorf("%s cannot go to %s: %w; to write it there, name that path", out.name, out.path, err)
	}
	return usage.Errorf("%s cannot go to %s: %w", out.name, out.path, err)
}

// fromHere is a path as the user would type it.
func (a *App) fromHere(path string) string {
	if rel, err := filepath.Rel(place.Real(a.Dir), path); err == nil && strings.Count(rel, "..") < 3 {
		return line(rel)
	}
	return line(path)
}

// knowExamples protects the examples, for a command that has not looked for them.
// Where they cannot be found no file in a source is replaced.
func (a *App) knowExamples(cfg *config.Config, file place.File) error {
	if a.secrets != nil {
		return nil // discover has
	}
	cat, err := catalog.Discover(cfg)
	if err == nil {
		a.protect(cat)
		return nil
	}
	for _, s := range cfg.Sources {
		if dir, rerr := place.Resolve(place.Under(cfg.Root, s.Path)); rerr == nil {
			if rel, rerr := filepath.Rel(dir, file.Path); rerr == nil && filepath.IsLocal(rel) {
				return &place.Refusal{Kind: place.Protected, Path: file.Path, Real: file.Path, What: fmt.Sprintf("a file of a source whose examples are not known (%v)", err)}
			}
		}
	}
	return nil
}
