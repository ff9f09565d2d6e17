package watch

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/baseline"
	"github.com/seed-00a9b34c/hub/pkg/catalog"
	"github.com/seed-00a9b34c/hub/pkg/fingerprint"
	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// Touched returns the IDs of the examples that a batch touches, in catalog order. known are the IDs
// of the examples that there were before; nil: all of them. own says whether what may be output of
// examples counts: other files of their own folders, and what went.
func Touched(b Batch, cfg *config.Config, examples []hub.Example, known map[string]bool, own bool) (ids []string) {
	all := b.All || slices.ContainsFunc(b.Paths, func(path string) bool {
		return path == filepath.Join(cfg.Root, baseline.FileName) || path == cfg.File || path == filepath.Join(cfg.Root, config.FileName)
	})
	for i := range examples {
		e := &examples[i]
		if all || known != nil && !known[e.ID] || b.touches(e, cfg.Root, own) {
			ids = append(ids, e.ID)
		}
	}
	return ids
}

func (b Batch) touches(e *hub.Example, root string, own bool) bool {
	reach := fingerprint.ReachOf(e)
	files := append(reach.Files, filepath.Join(filepath.Dir(e.File), catalog.SidecarName))
	for _, need := range e.Settings.Needs.Files {
		if !filepath.IsAbs(need) {
			need = filepath.Join(root, filepath.FromSlash(need))
		}
		files = append(files, need)
	}
	for _, file := range files {
		real, err := filepath.EvalSymlinks(file)
		if b.at(file) || err == nil && real != file && b.at(real) {
			return true
		}
	}
	for _, path := range b.Paths {
		if rel, below := inside(reach.Folder, path); own && below && (rel == "." || fingerprint.Covers(rel)) {
			return true
		}
		for _, glob := range reach.Globs {
			if literal, ok := glob.Literal(); ok && path == literal {
				return true
			}
			rel, below := inside(glob.Dir, path)
			if below && (rel == "." || glob.Matches(rel)) {
				return true
			}
			if below && own { // of a folder that went, nobody says what was in it
				if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
					return true
				}
			}
		}
	}
	return false
}

// at reports whether the file, or a folder that it is in, changed.
func (b Batch) at(file string) bool {
	for {
		if _, found := slices.BinarySearch(b.Paths, file); found {
			return true
		}
		dir := filepath.Dir(file)
		if dir == file {
			return false
		}
		file = dir
	}
}

// inside returns the slash path of a file below a folder; false if it is not there.
func inside(dir, path string) (rel string, below bool) {
	if dir == "" {
		return "", false
	}
	if path == dir {
		return ".", true
	}
	rel, below = strings.CutPrefix(path, strings.TrimSuffix(dir, string(filepath.Separator))+string(filepath.Separator))
	return filepath.ToSlash(rel), below
}
