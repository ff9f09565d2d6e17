package catalog

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/seed-00a9b34c/hub/pkg/plainfile"
)

// SidecarName is the name of the file with the metadata of the entry file
// beside it.
const SidecarName = "example.yaml"

// candidate is a file that may be an entry file.
type candidate struct {
	source  *source
	rel     string // slash path from the source's folder, unescaped
	path    string // absolute, below source.dir
	real    string // absolute, below source.real; identifies the file
	include int    // index of the include that matched; -1: none is configured
	sidecar bool   // its folder has a sidecar
	folder  *folder
	// broken says what exists in place of a regular file and is never opened;
	// nil if it is a file.
	broken error
}

// walker collects the candidates in one folder of a source. Folders are walked at the
// same time; what is found is then put together in the order of their names.
type walker struct {
	*source
	runners  *runnerTable
	sources  []source      // all sources
	places   chan struct{} // for the walkers that run beside others
	found    []candidate
	problems []Problem
	hits     []bool   // by include
	exts     []string // extensions seen, for suggestions
	support  []string // what is left out by its name, as paths from the source's folder; of folders with a slash
	below    []branch
	left     int // entries of the folder from here on
}

func (w *walker) problem(rel string, incomplete bool, format string, args ...any) {
	w.problems = append(w.problems, Problem{Path: w.shown(rel), Message: fmt.Sprintf(format, args...), Incomplete: incomplete})
}

// walk walks one folder. The recursion ends, because links are not followed and
// systems limit the length of paths.
func (w *walker) walk(rel string, beside *sync.WaitGroup) {
	dir := filepath.Join(w.dir, filepath.FromSlash(rel))
	// ReadDir sorts by name, which makes the walk deterministic.
	entries, err := w.reader.dir(dir)
	if err != nil {
		w.problem(rel, true, "the folder cannot be read, so examples in it may be missing: %v", reason(err))
	}
	sidecar := false
	for _, e := range entries {
		switch e.Name() {
		case venvMark:
			if rel != "" && !w.named(filepath.Base(dir)) {
				return
			}
		case SidecarName:
			sidecar = !e.IsDir()
		}
	}
	here := w.folder(rel, dir, entries)
	for i, e := range entries {
		w.left = len(entries) - i
		name := e.Name()
		below := name
		if rel != "" {
			below = rel + "/" + name
		}
		if w.excluded(below) {
			continue
		}
		switch t := e.Type(); {
		case t.IsDir() && w.leaves(name):
			if len(w.include) == 0 && supportFolder(name) {
				w.support = append(w.support, below+"/")
			}
		case t.IsDir():
			if w.mayHold(below) {
				w.branchTo(below, beside)
			}
		default:
			w.consider(below, name, t, sidecar, here)
		}
	}
}

// consider adds what may be an entry file and is no folder, by its type.
func (w *walker) consider(rel, name string, t fs.FileMode, sidecar bool, here *folder) {
	switch {
	case t.IsRegular():
		w.file(rel, name, sidecar, here)
	case t&fs.ModeSymlink != 0:
		w.link(rel, name, sidecar, here)
	default:
		if _, ok := w.matches(rel, name); ok && w.byNameAlone(name) {
			w.broken(rel, name, sidecar, here, fmt.Errorf("it is %s, not a file", plainfile.Kind(t)))
		}
	}
}

// file adds a regular file, or a link to one, that may be an entry file.
func (w *walker) file(rel, name string, sidecar bool, here *folder) {
	include, ok := w.matches(rel, name)
	if !ok {
		return
	}
	c := candidate{source: w.source, rel: rel, include: include, sidecar: sidecar, folder: here}
	native := filepath.FromSlash(rel)
	c.path = under(w.dir, native)
	if c.real = c.path; w.real != w.dir {
		c.real = under(w.real, native)
	}
	if native == rel {
		c.rel = c.path[len(c.path)-len(rel):] // one text for both
	}
	if w.found == nil { // most files beside an example are examples
		w.found = make([]candidate, 0, min(w.left, 1000))
	}
	w.found = append(w.found, c)
}

// under joins a folder and a path below it, both clean.
func under(dir, below string) string {
	if os.IsPathSeparator(dir[len(dir)-1]) { // the root of a drive
		return dir + below
	}
	return dir + string(filepath.Separator) + below
}

// dirOf is filepath.Dir for an absolute path that is clean.
func dirOf(path string) string {
	if i := strings.LastIndexByte(path, filepath.Separator); i > len(filepath.VolumeName(path)) {
		return path[:i]
	}
	return filepath.Dir(path)
}

// slash returns the slash path from the project's root, or from the source's folder
// if that is outside, unescaped.
func (c *candidate) slash() string {
	prefix := c.source.prefix
	if at := len(c.path) - len(c.rel) - len(prefix); at >= 0 && strings.HasPrefix(c.path[at:], prefix) && strings.HasSuffix(c.path, c.rel) {
		return c.path[at:] // the same text
	}
	return prefix + c.rel
}

// broken adds a candidate with the name of an entry file that is not a readable
// file. Otherwise an example that turned into such a thing would disappear
// silently, and the run would pass.
func (w *walker) broken(rel, name string, sidecar bool, here *folder, why error) {
	before := len(w.found)
	w.file(rel, name, sidecar, here)
	for i := range w.found[before:] {
		w.found[before+i].broken = why
	}
}

// matches returns the index of the include that matches the file, -1 if there
// are no includes; ok is false if the file is left out.
func (w *walker) matches(rel, name string) (include int, ok bool) {
	if len(w.include) == 0 {
		if hidden(name) || name == SidecarName || neverEntry(name) && !w.runners.configured(name) {
			return -1, false
		}
		if supportFile(name) && w.byNameAlone(name) {
			w.support = append(w.support, rel)
			return -1, false
		}
		return -1, true
	}
	include = -1
	for i, p := range w.include {
		if include >= 0 && w.hits[i] || !p.match(rel) {
			continue
		}
		w.hits[i] = true
		if include < 0 {
			include = i
		}
	}
	if include < 0 {
		if dot := strings.LastIndexByte(name, '.'); dot > 0 {
			w.sees(name[dot:])
		}
		return -1, false
	}
	return include, !hidden(name) || w.named(name)
}

// sees notes an extension, if it is not one of very many.
func (w *walker) sees(ext string) {
	if len(w.exts) < 100 && !slices.Contains(w.exts, ext) {
		w.exts = append(w.exts, ext)
	}
}

// byNameAlone reports whether a candidate that cannot be opened would be an
// entry file.
func (w *walker) byNameAlone(name string) bool {
	if len(w.include) > 0 {
		return true
	}
	_, ok := w.runners.byName(name)
	return ok
}

// link handles a symbolic link by its target.
func (w *walker) link(rel, name string, sidecar bool, here *folder) {
	_, entry := w.matches(rel, name)
	entry = entry && w.byNameAlone(name)
	if hidden(name) && !entry || foreign[name] {
		return
	}
	path := filepath.Join(w.dir, filepath.FromSlash(rel))
	info, err := os.Stat(path)
	target := ""
	if err == nil {
		target, err = filepath.EvalSymlinks(path)
	}
	_ = w.reader.shortage(err)
	if err != nil {
		why := fmt.Errorf("the symbolic link cannot be followed: %w", reason(err))
		if errors.Is(err, fs.ErrNotExist) {
			if _, err := os.Lstat(path); err != nil {
				return // it was removed in the meantime
			}
			why = errors.New("the symbolic link is broken")
		}
		if entry {
			w.broken(rel, name, sidecar, here, why)
		} else {
			w.problem(rel, false, "%v: ignored", why)
		}
		return
	}
	_, inside := within(w.source.real, target)
	switch {
	case info.IsDir():
		if !inside {
			w.problem(rel, false, "the symbolic link leads to a folder outside the source and is not followed")
		}
	case !entry && (len(w.include) > 0 || !inside):
		// Not an entry file, whatever the target is.
	case !inside:
		w.problem(rel, false, "the symbolic link leads out of the source: ignored")
	case info.Mode().IsRegular():
		w.file(rel, name, sidecar, here)
	case entry:
		w.broken(rel, name, sidecar, here, fmt.Errorf("the symbolic link leads to %s, not to a file", plainfile.Kind(info.Mode())))
	}
}

func (w *walker) excluded(rel string) bool {
	for _, glob := range w.exclude {
		if doublestar.MatchUnvalidated(glob, rel) {
			return true
		}
	}
	return false
}

// named reports whether an include names the file or folder.
func (w *walker) named(name string) bool {
	for _, p := range w.include {
		if p.names(name) {
			return true
		}
	}
	return false
}

// leaves reports whether the folder is left out by its name.
func (w *walker) leaves(name string) bool {
	if len(w.include) > 0 {
		return LeavesFolder(name) && !w.named(name)
	}
	return LeavesUnnamed(name)
}

// mayHold reports whether the folder can contain entry files.
func (w *walker) mayHold(rel string) bool {
	for _, p := range w.include {
		if p.mayMatchBelow(rel) {
			return true
		}
	}
	return len(w.include) == 0
}

// reason returns the system's error without the path, which the message already
// has.
func reason(err error) error {
	if pe, ok := errors.AsType[*fs.PathError](err); ok {
		return pe.Err
	}
	return err
}
