package catalog

import (
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/nearest"
)

// LookupError says that a reference matches no example, or several.
type LookupError struct {
	// Ref is the reference as given.
	Ref string
	// Candidates holds the IDs of all examples that an ambiguous reference
	// matches, in catalog order; empty if it matches none.
	Candidates []string
	// Nearest is the ID of the most similar example; empty if there is none.
	Nearest string
	// Last is the highest index; set if the reference is an index.
	Last int
	// Refused holds the IDs of examples whose metadata gives the reference as
	// id, but which do not have it, because others give or have it, too.
	Refused []string
	// Below is the number of examples below the folder that the reference names;
	// 0 if it is only one, which is Nearest.
	Below int

	index, empty bool
}

// maxCandidates is the number of candidates that a message lists.
const maxCandidates = 10

func (e *LookupError) Error() string {
	switch {
	case strings.TrimSpace(e.Ref) == "":
		return "an empty reference names no example"
	case e.empty:
		return fmt.Sprintf("no example %q: the catalog is empty", e.Ref)
	case len(e.Refused) > 0:
		return fmt.Sprintf("%q is the id of more than one example, so it names none; use one of: %s", e.Ref, strings.Join(e.Refused[:min(len(e.Refused), maxCandidates)], ", "))
	case e.index:
		return fmt.Sprintf("no example has index %s; indexes go from 1 to %d", e.Ref, e.Last)
	case len(e.Candidates) > 0:
		list := strings.Join(e.Candidates[:min(len(e.Candidates), maxCandidates)], ", ")
		if more := len(e.Candidates) - maxCandidates; more > 0 {
			list += fmt.Sprintf(" and %d more", more)
		}
		return fmt.Sprintf("%q is ambiguous: it matches %d examples: %s", e.Ref, len(e.Candidates), list)
	case e.Below > 0:
		return fmt.Sprintf("no example %q, but there are %d examples below it; name one of them, or run a group with 'hub all --group=GROUP'", e.Ref, e.Below)
	case e.Nearest != "":
		return fmt.Sprintf("no example %q (did you mean %q?)", e.Ref, e.Nearest)
	}
	return fmt.Sprintf("no example %q; 'hub list' shows all examples", e.Ref)
}

// Named is the example that a reference matches, and how.
type Named struct {
	hub.Example
	// Folder: the reference is a folder with this one example. Like a glob, it
	// selects what is in the folder, and does not name the example.
	Folder bool
	// NoIndex: the reference has only digits, but is not an index of the
	// catalog, and was taken as an ID.
	NoIndex bool
}

// Lookup finds the example that a reference means: an index (only digits), an
// ID, an ID after an x, a docname, a path from the project's root or an
// absolute one (with or without its extension), or a suffix of an ID or path
// that begins after a slash. The first of these kinds with a match decides, so
// that an example's docname or path never shadows another one's ID. After id:
// follows an ID, whatever it looks like. Digits that are not an index are an ID
// if there is one. The error is a *LookupError.
func (c *Catalog) Lookup(ref string) (Named, error) {
	fail := &LookupError{Ref: ref, empty: len(c.Examples) == 0}
	if strings.TrimSpace(ref) == "" || fail.empty {
		return Named{}, fail
	}
	id, only := strings.CutPrefix(ref, "id:")
	fail.Refused = c.refused[id]
	digits := isIndex(ref)
	if n, err := strconv.Atoi(ref); digits && err == nil && n >= 1 && n <= len(c.Examples) {
		return Named{Example: c.Examples[n-1]}, nil
	}
	if only || digits {
		for i := range c.Examples {
			if c.Examples[i].ID == id {
				return Named{Example: c.Examples[i], NoIndex: digits}, nil
			}
		}
		if digits {
			fail.index, fail.Last = true, len(c.Examples)
			return Named{}, fail
		}
		fail.Nearest = c.nearest(id)
		return Named{}, fail
	}
	for _, fits := range kinds(ref) {
		var found []*hub.Example
		folder := false
		for i := range c.Examples {
			if how := fits(&c.Examples[i]); how != namesNone {
				found = append(found, &c.Examples[i])
				folder = how == namesFolder
			}
		}
		switch {
		case len(found) == 1:
			return Named{Example: *found[0], Folder: folder}, nil
		case len(found) > 1:
			fail.Refused = nil
			for _, e := range found {
				fail.Candidates = append(fail.Candidates, e.ID)
			}
			return Named{}, fail
		}
	}
	switch below := c.below(ref); len(below) {
	case 0:
		fail.Nearest = c.nearest(ref)
	case 1:
		fail.Nearest = below[0]
	default:
		fail.Below = len(below)
	}
	return Named{}, fail
}

// below returns the IDs of the examples below the folder that ref names like an
// example: by a path, as it is or as hub prints it, or by the end of one.
func (c *Catalog) below(ref string) (ids []string) {
	slash := path.Clean(filepath.ToSlash(ref))
	in := "/" + slash + "/"
	printed := "/" + hub.PrintablePath(slash) + "/"
	abs := filepath.Clean(ref) + string(filepath.Separator)
	for i := range c.Examples {
		e := &c.Examples[i]
		if p := "/" + e.Path; strings.Contains(p, in) || strings.Contains(p, printed) || strings.HasPrefix(e.File, abs) {
			ids = append(ids, e.ID)
		}
	}
	return ids
}

// naming is how a reference matches an example.
type naming int

const (
	namesNone naming = iota
	namesExample
	namesFolder
)

// kinds returns the ways in which a reference may match an example, best first.
func kinds(ref string) []func(*hub.Example) naming {
	short, behindX := strings.CutPrefix(ref, "x")
	hexID := shortHex(short)
	slash := strings.TrimRight(strings.TrimPrefix(path.Clean(filepath.ToSlash(ref)), "./"), "/")
	printable := hub.PrintablePath(slash)
	abs := filepath.Clean(ref)
	example := func(fits func(*hub.Example) bool) func(*hub.Example) naming {
		return func(e *hub.Example) naming {
			if fits(e) {
				return namesExample
			}
			return namesNone
		}
	}
	names := []func(*hub.Example) naming{
		example(func(e *hub.Example) bool { return e.ID == ref }),
		example(func(e *hub.Example) bool { return behindX && e.ID == short }),
		example(func(e *hub.Example) bool { return behindX && hexID && e.ID == strings.ToLower(short) }),
		example(func(e *hub.Example) bool { return e.DocName == ref }),
	}
	if printable == "" || printable == "." {
		return names
	}
	// A path may be given as it is, or as hub prints it.
	is := func(p string) bool { return p == printable || p == slash }
	ends := func(p string) bool { return endsIn(p, printable) || endsIn(p, slash) }
	either := func(e *hub.Example, fits func(string) bool, paths ...string) naming {
		switch {
		case slices.ContainsFunc(paths, fits):
			return namesExample
		case fits(ownFolder(e)):
			return namesFolder
		}
		return namesNone
	}
	return append(names,
		example(func(e *hub.Example) bool { return is(e.ID) || is(e.Path) || e.File == abs }),
		func(e *hub.Example) naming { return either(e, is, stem(e.Path)) },
		func(e *hub.Example) naming { return either(e, ends, e.ID, e.Path, stem(e.Path)) },
	)
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

// nearest returns the ID of the example with the ID, docname, path or name most
// similar to ref.
func (c *Catalog) nearest(ref string) string {
	ids := map[string]string{}
	var known []string
	add := func(word, id string) {
		if _, there := ids[word]; !there && word != "" {
			ids[word] = id
			known = append(known, word)
		}
	}
	for i := range c.Examples {
		e := &c.Examples[i]
		for _, word := range []string{e.ID, e.DocName, e.Name, path.Base(e.Path), stem(e.Path)} {
			add(word, e.ID)
		}
	}
	slices.Sort(known)
	return ids[nearest.To(ref, known)]
}
