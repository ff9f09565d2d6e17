package scaffold

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/catalog"
	"github.com/seed-00a9b34c/hub/pkg/place"
)

// otherFolders are names of folders that hold examples in the wild, besides
// those of the usual sources.
var otherFolders = []string{"example", "cookbooks", "sample", "demos", "tutorials", "quickstarts", "recipes"}

// maxDepth bounds how deep below the root such folders are looked for.
const maxDepth = 3

// folders returns the folders below root that look like places of
// examples, as slash paths in order, none within another.
func folders(root string) []string {
	names := slices.Clone(otherFolders)
	for _, usual := range config.UsualSources() {
		names = append(names, path.Base(usual))
	}
	var found []string
	// Folders that cannot be read are skipped: this is a first look.
	_ = filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return fs.SkipDir
		}
		rel, err := filepath.Rel(root, file)
		if err != nil || !d.IsDir() || rel == "." {
			return err
		}
		name := d.Name()
		switch {
		case catalog.LeavesFolder(name), name == "dist", name == "build", !utf8.ValidString(name): // YAML is UTF-8
			return fs.SkipDir
		case slices.Contains(names, strings.ToLower(name)):
			found = append(found, filepath.ToSlash(rel))
			return fs.SkipDir
		case strings.Count(rel, string(filepath.Separator)) >= maxDepth-1:
			return fs.SkipDir
		}
		return nil
	})
	// A usual source can be a link, which the walk does not follow.
	for _, usual := range config.UsualSources() {
		info, err := os.Stat(place.Under(root, usual))
		known := func(path string) bool {
			other, err := os.Stat(place.Under(root, path))
			return err == nil && os.SameFile(info, other)
		}
		if err == nil && info.IsDir() && !slices.ContainsFunc(found, known) {
			found = append(found, usual)
		}
	}
	slices.Sort(found)
	return found
}
