package catalog

import (
	"path"
	"path/filepath"
	"strings"
)

// separator is between globs in one text: no file name has it.
const separator = "\x00"

// inputs returns the inputs that the example shares with others of its source and group, relative
// to the folder of its entry file; empty if there are none.
func (d *describer) inputs(f *entry, group string) string {
	var globs []string
	add := func(toBase string, shared []string) {
		for _, glob := range shared {
			if !path.IsAbs(glob) && !filepath.IsAbs(glob) {
				glob = toBase + strings.TrimPrefix(tidyGlob(glob), "./")
			}
			globs = append(globs, glob)
		}
	}
	add(strings.Repeat("../", strings.Count(f.rel, "/")), f.source.Inputs)
	for _, g := range d.cfg.Groups {
		if g.ID == group && len(g.Inputs) > 0 {
			add(f.toRoot(d.cfg.Root), g.Inputs)
		}
	}
	return strings.Join(globs, separator)
}

// toRoot returns the path from the folder of the entry file to the project's root, as the beginning
// of a glob.
func (f *entry) toRoot(root string) string {
	if !f.source.outside {
		return strings.Repeat("../", strings.Count(f.source.prefix+f.rel, "/"))
	}
	rel, err := filepath.Rel(filepath.Dir(f.path), root)
	if err != nil { // on another drive
		rel = root
	}
	return literal(filepath.ToSlash(rel)) + "/"
}
