package changed

import (
	"os"
	"path/filepath"
	"strings"
)

// trails finds the files that a path leads to.
type trails struct {
	top   string // root of the work tree, without links
	known map[string]trail
	dirs  map[string][]string // what ways returned for folders
}

func newTrails(top string) *trails {
	return &trails{top: top, known: map[string]trail{}, dirs: map[string][]string{}}
}

// trail has the places that a path leads to one after the other, link by link, as far as they
// are in the work tree: as slash paths from its root. A change at any of them, or above, may change what is
// read at the path.
type trail struct {
	places []string
	// outside: the path leads out of the work tree.
	outside bool
}

// maxLinks bounds the links that are followed, as systems do.
const maxLinks = 40

// of returns the trail of an absolute path, which need not exist.
func (t *trails) of(name string) trail {
	name = filepath.Clean(name)
	if known, ok := t.known[name]; ok {
		return known
	}
	out := t.find(name)
	t.known[name] = out
	return out
}

func (t *trails) find(name string) trail {
	var out trail
	dir := filepath.Dir(name)
	ways := []string{name}
	if dir != name {
		ways = ways[:0]
		for _, way := range t.ways(dir) {
			ways = append(ways, filepath.Join(way, filepath.Base(name)))
		}
	}
	last := ways[len(ways)-1]
	for range maxLinks {
		target, err := os.Readlink(last)
		if err != nil {
			break
		}
		if !filepath.IsAbs(target) {
			target = filepath.Join(filepath.Dir(last), target)
		}
		more := t.ways(target)
		ways, last = append(ways, more...), more[len(more)-1]
	}
	for i, way := range ways {
		rel, err := filepath.Rel(t.top, way)
		inside := err == nil && (rel == "." || filepath.IsLocal(rel))
		if inside {
			out.places = append(out.places, filepath.ToSlash(rel))
		}
		out.outside = !inside && i == len(ways)-1
	}
	return out
}

// ways returns the absolute paths that name leads to, link by link; the last has no links, unless
// there are too many.
func (t *trails) ways(name string) []string {
	if known := t.dirs[name]; known != nil {
		return known
	}
	ways := []string{name}
	for range maxLinks {
		next, ok := step(ways[len(ways)-1])
		if !ok {
			break
		}
		ways = append(ways, next)
	}
	t.dirs[name] = ways
	return ways
}

// step replaces the first link in the path.
func step(name string) (string, bool) {
	volume := filepath.VolumeName(name)
	rest := strings.TrimPrefix(name[len(volume):], string(filepath.Separator))
	at := volume + string(filepath.Separator)
	for part := range strings.SplitSeq(rest, string(filepath.Separator)) {
		next := filepath.Join(at, part)
		if target, err := os.Readlink(next); err == nil {
			if !filepath.IsAbs(target) {
				target = filepath.Join(at, target)
			}
			after := strings.TrimPrefix(name[len(next):], string(filepath.Separator))
			return filepath.Join(target, after), true
		}
		at = next
	}
	return name, false
}
