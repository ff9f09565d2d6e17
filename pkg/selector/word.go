package selector

import (
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/catalog"
	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// word holds all forms in which a word may name an example or a folder.
type word struct {
	ref       string
	short     string // behind an x
	behindX   bool
	slash     string // as a slash path from the root
	printable string // the same as hub prints it
	abs       string // as an absolute path
	path      bool   // it may be a path
}

// wordOf reads a word. dir is the folder that relative paths begin in, besides the
// project's root; empty: none does.
func wordOf(ref, dir string) word {
	w := word{ref: ref, abs: filepath.Clean(ref)}
	w.short, w.behindX = strings.CutPrefix(ref, "x")
	w.slash = strings.TrimRight(strings.TrimPrefix(path.Clean(filepath.ToSlash(ref)), "./"), "/")
	w.printable = hub.PrintablePath(w.slash)
	w.path = w.printable != "" && w.printable != "."
	if dir != "" && !filepath.IsAbs(w.abs) {
		w.abs = filepath.Join(dir, w.abs)
	}
	return w
}

// naming is how a word matches an example.
type naming int

const (
	namesNone naming = iota
	namesExample
	namesFolder // the folder that belongs to the example alone
)

// way is one way in which a word may match examples.
type way func(*hub.Example) naming

// ways returns the ways in which a word may match examples, best first: by name, by
// path, and by a suffix.
func (w word) ways() (names, paths, suffixes []way) {
	example := func(fits func(*hub.Example) bool) way {
		return func(e *hub.Example) naming {
			if fits(e) {
				return namesExample
			}
			return namesNone
		}
	}
	hexID := shortHex(w.short)
	names = []way{
		example(func(e *hub.Example) bool { return e.ID == w.ref }),
		example(func(e *hub.Example) bool { return w.behindX && e.ID == w.short }),
		example(func(e *hub.Example) bool { return w.behindX && hexID && e.ID == strings.ToLower(w.short) }),
		example(func(e *hub.Example) bool { return e.DocName == w.ref }),
	}
	if !w.path {
		return names, nil, nil
	}
	// A path may be given as it is, or as hub prints it.
	is := func(p string) bool { return p == w.printable || p == w.slash }
	ends := func(p string) bool { return endsIn(p, w.printable) || endsIn(p, w.slash) }
	either := func(e *hub.Example, fits func(string) bool, paths ...string) naming {
		switch {
		case slices.ContainsFunc(paths, fits):
			return namesExample
		case fits(ownFolder(e)):
			return namesFolder
		}
		return namesNone
	}
	paths = []way{
		example(func(e *hub.Example) bool { return is(e.ID) || is(e.Path) || e.File == w.abs }),
		func(e *hub.Example) naming { return either(e, is, stem(e.Path)) },
	}
	return names, paths, []way{func(e *hub.Example) naming { return either(e, ends, e.ID, e.Path, stem(e.Path)) }}
}

// first returns the examples that the first of the ways with any matches, by their
// positions, and how it matches the last of them.
func first(cat *catalog.Catalog, ways []way) (found []int, how naming) {
	for _, fits := range ways {
		for i := range cat.Examples {
			if n := fits(&cat.Examples[i]); n != namesNone {
				found = append(found, i)
				how = n
			}
		}
		if len(found) > 0 {
			break
		}
	}
	return found, how
}

// inside returns the examples in the folder that the word is the path of.
func (w word) inside(cat *catalog.Catalog) (found []int) {
	slash, printed, abs := w.slash+"/", w.printable+"/", w.abs+string(filepath.Separator)
	for i := range cat.Examples {
		e := &cat.Examples[i]
		if w.path && (strings.HasPrefix(e.Path, printed) || strings.HasPrefix(e.Path, slash)) || strings.HasPrefix(e.File, abs) {
			found = append(found, i)
		}
	}
	return found
}

// folders returns the examples in each folder of which the path ends in the word, after
// a slash, and the paths of these folders in the order of the catalog.
func (w word) folders(cat *catalog.Catalog) (in map[string][]int, paths []string) {
	if !w.path {
		return nil, nil
	}
	in = map[string][]int{}
	for i := range cat.Examples {
		p := cat.Examples[i].Path
		for _, tail := range slices.Compact([]string{"/" + w.printable + "/", "/" + w.slash + "/"}) {
			for from := 0; ; {
				at := strings.Index(p[from:], tail)
				if at < 0 {
					break
				}
				from += at + len(tail) - 1
				folder := p[:from]
				if in[folder] == nil {
					paths = append(paths, folder)
				}
				in[folder] = append(in[folder], i)
			}
		}
	}
	return in, paths
}

// shortHex reports whether the text is a hexadecimal number, which may be given
// in capitals.
func shortHex(s string) bool { return s != "" && strings.Trim(s, "0123456789abcdefABCDEF") == "" }

// stem returns a path without its extension.
func stem(p string) string {
	if base := path.Base(p); path.Ext(base) == base {
		return p
	}
	return strings.TrimSuffix(p, path.Ext(p))
}

// ownFolder returns the slash path of the folder that belongs to the example
// alone.
func ownFolder(e *hub.Example) string {
	if e.Dir == "" {
		return ""
	}
	return path.Dir(e.Path)
}

// endsIn reports whether suffix is a suffix of p in whole segments.
func endsIn(p, suffix string) bool {
	return len(p) > len(suffix) && strings.HasSuffix(p, suffix) && p[len(p)-len(suffix)-1] == '/'
}
