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

// folder is what the identity of the entry files of one folder rests on: the
// files that are there, whether or not an include takes them.
type folder struct {
	// source identifies the files: the first one whose folder holds this one,
	// whichever takes them. Else the include of one would decide on the IDs of
	// another.
	source *source
	rel    string // slash path from the source's folder; empty for that itself
	// stands is the name of the file that stands for the folder; empty for none.
	stands string
}

// folder looks at a folder, rel from the walked source's, and what it holds.
func (w *walker) folder(rel, dir string, entries []fs.DirEntry) *folder {
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
	if f.rel != "" {
		f.stands = f.source.standing(w.runners, dir, entries)
	}
	return f
}

// standing names the file that stands for its folder: the one file with an entry
// name that a runner knows. Where there is none, a file whose name the
// configuration spells out does as well.
func (s *source) standing(runners *runnerTable, dir string, entries []fs.DirEntry) string {
	known, spelled := "", ""
	for _, e := range entries {
		name := e.Name()
		literal, ok := s.entryName(name)
		if !ok || name == SidecarName || isFolder(dir, e) || made(name, entries) {
			continue
		}
		switch {
		case runners.knows(dir, e):
			if known != "" {
				return ""
			}
			known = name
		case literal && spelled != "":
			spelled = "/" // several: no name of a file
		case literal:
			spelled = name
		}
	}
	if known == "" && spelled != "/" {
		return spelled
	}
	return known
}

// entryName reports whether the name is an entry name of the source, and whether
// that is one without wildcards.
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

// knows reports whether any runner is for the file: by its name, or because it
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

// made reports whether the file is what a compiler makes of another one that
// lies beside it, and which a runner would start as well: an ID must not depend
// on whether something was built.
func made(name string, entries []fs.DirEntry) bool {
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
