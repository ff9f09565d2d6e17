package status

import (
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/plainfile"
)

// Due reports whether there may be something to clean by p. It returns p with Gone
// set to report the entries that are not in the catalog and whose files are missing.
// It takes no lock, and is quick if there is nothing to clean.
//
// catalog returns the current examples. If certain is false, some may be missing, and
// no entry counts as gone.
func (s *Store) Due(p Policy, catalog func() (examples []hub.Example, certain bool)) (Policy, bool) {
	// The recorded path is wrong for odd names, sources outside the root and records
	// of other tools: it only says whether the catalog has to be asked.
	files := plainfile.Presence{Root: s.Root}
	p.Gone = func(_, path string) bool { return files.Missing(path) }
	if !p.Backup && !s.NeedsClean(p) {
		return p, false
	}
	examples, certain := catalog()
	if !certain {
		p.Gone = nil
		return p, true
	}
	there := make(map[string]bool, len(examples))
	for i := range examples {
		there[examples[i].ID] = true
	}
	p.Examples = examples
	p.Gone = func(id, path string) bool { return !there[id] && files.Missing(path) }
	return p, true
}
