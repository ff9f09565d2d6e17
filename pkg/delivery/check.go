package delivery

import (
	"context"
	"errors"
	"path/filepath"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/place"
	"github.com/seed-00a9b34c/hub/pkg/project"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
	"github.com/seed-00a9b34c/hub/pkg/usage"
	"github.com/seed-00a9b34c/hub/reporters"
)

// Check refuses, before anything is run, reports and events whose destination is not
// theirs: examples, the configuration, git's own files, the state, files that git
// tracks and hub did not write, and places outside of the project that only
// hub.yaml names. Whatever else is wrong with a path costs the report, not the run.
// Messages show paths relative to dir. environ is for git.
func Check(ctx context.Context, p *project.Project, targets []Target, events, dir string, environ []string) error {
	all := append([]Target{{Path: events, Claim: place.Named, Where: "--events"}}, targets...)
	for _, t := range all {
		if t.Path == "" || t.hasReader() {
			continue
		}
		file, err := p.Guard.File(t.Path, t.Claim)
		if err == nil && file.Exists() {
			var more bool
			if more, err = p.ProtectExamples(file); more {
				file, err = p.Guard.File(t.Path, t.Claim)
			}
		}
		if err == nil {
			err = p.Store.Check(file)
			if err == nil {
				err = file.Replaceable(ctx, environ, reporters.Wrote)
			}
			if err != nil {
				return refused(t, err, dir)
			}
		}
		if refusal, ok := errors.AsType[*place.Refusal](err); ok && refusal.Kind != place.NotFile {
			return refused(t, err, dir)
		}
	}
	return nil
}

// refused says why an output is not written, and what to do instead.
func refused(t Target, err error, dir string) error {
	name := t.Where // of the events
	if t.Name != "" {
		name = "the " + t.Name + " report"
	}
	refusal, ok := errors.AsType[*place.Refusal](err)
	switch {
	case ok && refusal.Kind == place.Protected:
		return usage.Errorf("%s cannot go to %s: that is %s; name another path", name, t.Path, refusal.What)
	case ok && refusal.Kind == place.Outside && t.Claim == place.Configured:
		return usage.Errorf("%s: %s does not go to %s: %w; to write it there, say so on the command line: %s (or --state=DIR for all that hub writes)",
			t.Where, name, sanitize.Line(place.Relative(dir, t.Path)), err, sanitize.ShellWord("--report="+t.Name+":"+fromHere(dir, refusal.Real)))
	case ok && refusal.Kind == place.Outside:
		return usage.Errorf("%s cannot go to %s: %w; to write it there, name that path", name, t.Path, err)
	}
	return usage.Errorf("%s cannot go to %s: %w", name, t.Path, err)
}

// fromHere is a path as the user would type it in dir.
func fromHere(dir, path string) string {
	if rel, err := filepath.Rel(place.Real(dir), path); err == nil && strings.Count(rel, "..") < 3 {
		return sanitize.Line(rel)
	}
	return sanitize.Line(path)
}
