package scaffold

import (
	"strings"
	"unicode/utf8"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/catalog"
	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// minLetters is the number of folders of one letter that look like an alphabet.
const minLetters = 3

// groupBelowLetters sets the group of sources whose folders are an alphabet, as in
// archive/p/python/x.py, to the folders below the letters: a letter names nothing. It
// reports whether there are such sources.
func groupBelowLetters(cfg *config.Config, cat *catalog.Catalog) (found bool) {
	for i := range cfg.Sources {
		if s := &cfg.Sources[i]; s.Group == "" && alphabet(cat, hub.PrintablePath(s.Path)) {
			s.Group, found = "{dir2}", true
		}
	}
	return found
}

// alphabet reports whether all examples below dir are in a folder of a folder of one letter.
func alphabet(cat *catalog.Catalog, dir string) bool {
	letters := map[string]bool{}
	for k := range cat.Examples {
		rel := cat.Examples[k].Path
		if dir != "." {
			var below bool
			if rel, below = strings.CutPrefix(rel, dir+"/"); !below {
				continue
			}
		}
		parts := strings.Split(rel, "/")
		if len(parts) < 3 || utf8.RuneCountInString(parts[0]) != 1 {
			return false
		}
		letters[parts[0]] = true
	}
	return len(letters) >= minLetters
}
