package catalog

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/seed-00a9b34c/hub/pkg/catalog/head"
	"github.com/seed-00a9b34c/hub/pkg/plainfile"
)

// folder determines the identity of the entry files in one folder. It depends
// on all files there, whether or not an include takes them.
type folder struct {
	// source is the source that determines IDs: the first one whose folder
	// contains this one, whichever takes the files. Otherwise the include of
	// one source would change the IDs of another.
	source *source
	rel    string // slash path from the source's folder; empty for that folder
	// main is the name of the file that represents the folder; empty if none
	// does.
	main string
}

// folder returns the folder at rel, below the walked source, with the given
// entries.
func (w *walker) folder(rel, dir string, entries []fs.DirEntry) *folder {
	f := w.owned(rel)
	if f.rel != "" {
		f.main = f.source.mainFile(w.runners, dir, entries)
	}
	return f
}

// owned returns the folder at rel, below the walked source, without the file that
// represents it.
func (w *walker) owned(rel string) *folder {
	f := &folder{source: w.source, rel: rel}
	real := filepath.Join(w.real, filepath.FromSlash(rel))
	for i := range w.sources {
		if below, ok := within(w.sources[i].real, real); ok {
			f.source, f.rel = &w.sources[i], filepath.ToSlash(below)
			break
		}
	}
	if f.rel == "." {
		f.rel = ""
	}
	return f
}

// mainFile returns the name of the file that represents its folder: the only
// file with an entry name that has a runner, else the only file with an entry
// name without wildcards.
func (s *source) mainFile(runners *runnerTable, dir string, entries []fs.DirEntry) string {
	runnable, spelled := "", ""
	for _, e := range entries {
		name := e.Name()
		literal, ok := s.entryName(name)
		if !ok || name == SidecarName || isFolder(dir, e) || compiled(name, entries) {
			continue
		}
		switch {
		case runners.knows(dir, e):
			if runnable != "" {
				return ""
			}
			runnable = name
		case literal && spelled != "":
			spelled = "/" // several; not a file name
		case literal:
			spelled = name
		}
	}
	if runnable == "" && spelled != "/" {
		return spelled
	}
	return runnable
}

// entryName reports whether the name matches an entry name of the source (ok),
// and whether that has no wildcards (literal).
func (s *source) entryName(name string) (literal, ok bool) {
	for _, glob := range s.entries {
		if stem, any := strings.CutSuffix(glob, ".*"); any && !hasMeta(stem) {
			ok = ok || len(name) > len(stem) && name[len(stem)] == '.' && name[:len(stem)] == stem
		} else if !hasMeta(glob) {
			literal = literal || name == glob
		} else {
			ok = ok || doublestar.MatchUnvalidated(glob, name)
		}
	}
	return literal, ok || literal
}

func hasMeta(glob string) bool { return strings.ContainsAny(glob, `*?[{\`) }

// isFolder reports whether the entry is a folder, or a link to one.
func isFolder(dir string, e fs.DirEntry) bool {
	if e.Type()&fs.ModeSymlink == 0 {
		return e.IsDir()
	}
	info, err := os.Stat(filepath.Join(dir, e.Name()))
	return err == nil && info.IsDir()
}

// knows reports whether the file has a runner: by its name, or because it
// begins with a #! line.
func (t *runnerTable) knows(dir string, e fs.DirEntry) bool {
	name := e.Name()
	if neverEntry(name) && !t.configured(name) {
		return false
	}
	if _, ok := t.byName(name); ok {
		return true
	}
	file := filepath.Join(dir, name)
	var data []byte
	err := t.reader.patiently(func() (err error) {
		data, err = plainfile.Head(file, make([]byte, 256))
		return err
	})
	if err != nil {
		return false
	}
	_, ok := head.Shebang(head.FirstLine(data))
	return ok
}

// compiled reports whether a compiler made the file from another one beside it
// that has a runner as well: an ID must not depend on whether something was
// built.
func compiled(name string, entries []fs.DirEntry) bool {
	ext := path.Ext(name)
	var from []string
	switch ext {
	case ".js", ".jsx":
		from = []string{".ts", ".tsx"}
	case ".mjs":
		from = []string{".mts"}
	case ".cjs":
		from = []string{".cts"}
	default:
		return false
	}
	stem := strings.TrimSuffix(name, ext)
	for _, e := range entries {
		if other, ok := strings.CutPrefix(e.Name(), stem); ok && !e.IsDir() {
			for _, f := range from {
				if other == f {
					return true
				}
			}
		}
	}
	return false
}
