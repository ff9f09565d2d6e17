package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/catalog"
	"github.com/seed-00a9b34c/hub/pkg/place"
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
		if out.path == "" || out.path == "-" || out.claim == place.Named && readBySomebody(out.path) {
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
			if err = a.replaceable(cfg, file); err != nil {
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
		return usageError("%s cannot go to %s: %w", out.name, out.path, err)
	case refusal.Kind == place.Protected:
		return usageError("%s cannot go to %s: that is %s; name another path", out.name, out.path, refusal.What)
	case refusal.Kind == place.Outside && out.claim == place.Configured:
		return usageError("%s: %s does not go to %s: %w; to write it there, say so on the command line: %s (or --state=DIR for all that hub writes)",
			out.where, out.name, a.shown(out.path), err, shellWord("--report="+strings.TrimSuffix(strings.TrimPrefix(out.name, "the "), " report")+":"+a.fromHere(refusal.Real)))
	case refusal.Kind == place.Outside:
		return usageError("%s cannot go to %s: %w; to write it there, name that path", out.name, out.path, err)
	}
	return usageError("%s cannot go to %s: %w", out.name, out.path, err)
}

// fromHere is a path as the user would type it.
func (a *App) fromHere(path string) string {
	if rel, err := filepath.Rel(place.Real(a.Dir), path); err == nil && strings.Count(rel, "..") < 3 {
		return line(rel)
	}
	return line(path)
}

// readBySomebody reports whether what is written there goes to somebody who reads
// it (a pipe, a device) and does not stay as a file.
func readBySomebody(path string) bool {
	if runtime.GOOS != "windows" && strings.HasPrefix(path, "/dev/") {
		return true
	}
	info, err := os.Stat(path)
	return err == nil && !info.Mode().IsRegular() && !info.IsDir()
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
		if dir, rerr := place.Resolve(under(cfg.Root, s.Path)); rerr == nil {
			if rel, rerr := filepath.Rel(dir, file.Path); rerr == nil && filepath.IsLocal(rel) {
				return &place.Refusal{Kind: place.Protected, Path: file.Path, Real: file.Path, What: fmt.Sprintf("a file of a source whose examples are not known (%v)", err)}
			}
		}
	}
	return nil
}

// reportHead is how much of a file is looked at to know what it is.
const reportHead = 8 << 10

// replaceable checks that the file is none that hub keeps for itself, and none
// that git tracks but for a report that hub wrote.
func (a *App) replaceable(cfg *config.Config, file place.File) error {
	if what := a.store(cfg).Keeps(file.Path); what != "" {
		return &place.Refusal{Kind: place.Protected, Path: file.Path, Real: file.Path, What: what}
	}
	if !file.Exists() {
		return nil
	}
	head, err := file.Head(reportHead)
	if err != nil || reporters.Wrote(head) {
		return err
	}
	tracked, err := place.Tracked(context.Background(), file.Path)
	if tracked {
		err = errors.New("git tracks that file, and hub did not write it: name another path, or remove the file first")
	}
	return err
}
