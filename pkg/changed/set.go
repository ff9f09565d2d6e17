package changed

import (
	"path"
	"runtime"
	"slices"
	"strings"
)

// set has the paths that have changed, as git names them: slash paths from the root of the work
// tree.
type set struct {
	paths []string // sorted
	kinds map[string]kind
}

// kind is what is known of a path besides that it has changed, in bits.
type kind int

const (
	// opaque: it is or was a submodule or a link, so anything below may have changed.
	opaque kind = 1 << iota
	// added and removed: it was not there before, is not there now.
	added
	removed
)

func newSet() *set { return &set{kinds: map[string]kind{}} }

func (s *set) add(name string, k kind) {
	name = fold(strings.TrimSuffix(name, "/"))
	s.paths = append(s.paths, name)
	s.kinds[name] |= k
}

// is reports whether the path is of one of the kinds.
func (s *set) is(name string, k kind) bool { return s.kinds[name]&k != 0 }

func (s *set) sort() {
	slices.Sort(s.paths)
	s.paths = slices.Compact(s.paths)
}

// fold returns the path as it is compared: where file systems do not tell upper case from lower
// case, hub and git may name one file in two ways.
func fold(name string) string {
	if runtime.GOOS == "windows" || runtime.GOOS == "darwin" {
		return strings.ToLower(name)
	}
	return name
}

func (s *set) has(name string) bool {
	_, found := slices.BinarySearch(s.paths, name)
	return found
}

// at returns the changed path that is the file, or above it: a folder that is now a link, or a
// submodule. "" if there is none.
func (s *set) at(file string) string {
	for name := fold(file); ; name = path.Dir(name) {
		if s.has(name) {
			return name
		}
		if name == "." || name == "/" {
			return ""
		}
	}
}

// below returns the changed paths below the folder.
func (s *set) below(dir string) []string {
	if dir == "." {
		return s.paths
	}
	prefix := fold(dir) + "/"
	from, _ := slices.BinarySearch(s.paths, prefix)
	to := from
	for to < len(s.paths) && strings.HasPrefix(s.paths[to], prefix) {
		to++
	}
	return s.paths[from:to]
}

// rel returns the path of a changed file below the folder.
func rel(dir, name string) string {
	if dir == "." {
		return name
	}
	return name[len(dir)+1:]
}
