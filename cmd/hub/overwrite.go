package main

import (
	"path/filepath"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/catalog"
)

// harmless checks that what a run writes replaces nothing that it is made
// from: a slip of the shell's completion would cost an example, or all that is
// remembered.
func (o *sessionOptions) harmless(store string, cfg *config.Config, cat *catalog.Catalog) error {
	type output struct{ name, path string }
	var outputs []output
	for _, t := range o.reports {
		outputs = append(outputs, output{"the " + t.Name + " report", t.path})
	}
	outputs = append(outputs, output{"--events", o.events})
	for _, out := range outputs {
		if out.path == "" || out.path == "-" {
			continue
		}
		behind, err := filepath.EvalSymlinks(out.path)
		if err != nil { // there is nothing to be replaced
			continue
		}
		same := func(file string) bool { return file == out.path || file == behind }
		switch {
		case same(cfg.File):
			return usageError("%s cannot go to %s: that is the configuration", out.name, out.path)
		case same(store):
			return usageError("%s cannot go to %s: that is the status file", out.name, out.path)
		}
		for i := range cat.Examples {
			if same(cat.Examples[i].File) {
				return usageError("%s cannot go to %s: that is the example %s", out.name, out.path, line(cat.Examples[i].ID))
			}
		}
	}
	return nil
}
