package announce

import (
	"path/filepath"

	"github.com/seed-00a9b34c/hub/pkg/place"
)

// checkout returns a function that converts a path of a run to a slash path from the
// root of the checkout; empty for a path outside it.
func (t Target) checkout() func(string) string {
	base := t.env(t.System.Workspace)
	if base == "" {
		base = t.Root
	}
	base = place.Real(base)
	root := place.Real(t.Root)
	return func(file string) string {
		path := filepath.FromSlash(file)
		if file == "" || !filepath.IsAbs(path) && !filepath.IsLocal(path) {
			return ""
		}
		if !filepath.IsAbs(path) {
			path = filepath.Join(root, path)
		}
		rel, err := filepath.Rel(base, path)
		if err != nil || !filepath.IsLocal(rel) {
			return ""
		}
		return filepath.ToSlash(rel)
	}
}
