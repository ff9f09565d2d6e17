package announce

import (
	"path/filepath"

	"github.com/seed-00a9b34c/hub/pkg/place"
)

// checkout returns the function that makes of a path of a run a slash path from
// the root of what the system checked out; empty for what lies outside of it.
func (p Place) checkout() func(string) string {
	base := p.env(p.System.Workspace)
	if base == "" {
		base = p.Root
	}
	base = place.Real(base)
	root := place.Real(p.Root)
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
