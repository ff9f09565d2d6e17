package fingerprint

import (
	"fmt"
	"path/filepath"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// Unmatched returns a line for each glob of the inputs that no file matches: most likely it is
// mistyped, or relative to another folder than its author thought, so that what it should name can
// change while the results that depend on it stay fresh. A glob that several examples share is named
// once, with the first of them; shown returns a path for people. Folders that cannot be read are
// left to who takes fingerprints.
func Unmatched(examples []hub.Example, shown func(path string) string) (lines []string) {
	known := map[string]bool{}
	for i := range examples {
		for _, glob := range ReachOf(&examples[i]).Globs {
			if known[glob.Key()] {
				continue
			}
			known[glob.Key()] = true
			if found, err := glob.Find(); err == nil && len(found) == 0 {
				lines = append(lines, fmt.Sprintf("warning: no file matches %s, which the inputs of %s name; inputs are relative to the folder of the example, those of a source to its path, those of a group to the project's root",
					shown(filepath.Join(glob.Dir, filepath.FromSlash(glob.glob))), examples[i].ID))
			}
		}
	}
	return lines
}
