package catalog

import (
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// LookupError says that a reference names no example, or several.
type LookupError struct {
	// Ref is the reference as given.
	Ref string
	// Candidates are the IDs of all examples that an ambiguous reference could
	// mean, in catalog order; empty when it means none.
	Candidates []string
	// Nearest is the ID of an example that may have been meant; empty when
	// there is none near.
	Nearest string
	// Last is the highest index; set when the reference is an index.
	Last int

	index, empty bool
}

// maxCandidates bounds how many candidates a message lists.
const maxCandidates = 10

func (e *LookupError) Error() string {
	switch {
	case strings.TrimSpace(e.Ref) == "":
		return "an empty reference names no example"
	case e.empty:
		return fmt.Sprintf("no example %q: the catalog is empty", e.Ref)
	case e.index:
		return fmt.Sprintf("no example has index %s: they go from 1 to %d", e.Ref, e.Last)
	case len(e.Candidates) > 0:
		list := strings.Join(e.Candidates[:min(len(e.Candidates), maxCandidates)], ", ")
		if more := len(e.Candidates) - maxCandidates; more > 0 {
			list += fmt.Sprintf(" and %d more", more)
		}
		return fmt.Sprintf("%q may be any of %d examples: %s", e.Ref, len(e.Candidates), list)
	case e.Nearest != "":
		return fmt.Sprintf("no example %q (did you mean %q?)", e.Ref, e.Nearest)
	}
	return fmt.Sprintf("no example %q; hub list shows all of them", e.Ref)
}

// Lookup finds the one example that a reference means: an index (digits
// alone), an ID, the ID behind an x when it is hexadecimal, a docname, a path
// from the project's root or an absolute one (with or without its extension),
// or what an ID or a path ends in, from a slash on. The first of these kinds
// that fits at all decides, so that an ID is never shadowed by another
// example's docname or path. The error is a *LookupError.
func (c *Catalog) Lookup(ref string) (hub.Example, error) {
	fail := &LookupError{Ref: ref, empty: len(c.Examples) == 0}
	if strings.TrimSpace(ref) == "" || fail.empty {
		return hub.Example{}, fail
	}
	if isIndex(ref) {
		if n, err := strconv.Atoi(ref); err == nil && n >= 1 && n <= len(c.Examples) {
			return c.Examples[n-1], nil
		}
		fail.index, fail.Last = true, len(c.Examples)
		return hub.Example{}, fail
	}
	for _, fits := range kinds(ref) {
		var found []*hub.Example
		for i := range c.Examples {
			if fits(&c.Examples[i]) {
				found = append(found, &c.Examples[i])
			}
		}
		switch {
		case len(found) == 1:
			return *found[0], nil
		case len(found) > 1:
			for _, e := range found {
				fail.Candidates = append(fail.Candidates, e.ID)
			}
			return hub.Example{}, fail
		}
	}
	fail.Nearest = c.nearest(ref)
	return hub.Example{}, fail
}

// kinds are the ways in which a reference may name an example, best first.
func kinds(ref string) []func(*hub.Example) bool {
	short, hexID := shortHex(ref)
	slash := strings.TrimRight(strings.TrimPrefix(path.Clean(filepath.ToSlash(ref)), "./"), "/")
	printable := hub.PrintablePath(slash)
	abs := filepath.Clean(ref)
	names := []func(*hub.Example) bool{
		func(e *hub.Example) bool { return e.ID == ref },
		func(e *hub.Example) bool { return hexID && (e.ID == short || e.ID == strings.ToLower(short)) },
		func(e *hub.Example) bool { return e.DocName == ref },
	}
	if printable == "" || printable == "." {
		return names
	}
	return append(names,
		func(e *hub.Example) bool { return e.ID == printable || e.Path == printable || e.File == abs },
		func(e *hub.Example) bool { return stem(e.Path) == printable || ownFolder(e) == printable },
		func(e *hub.Example) bool {
			return endsIn(e.ID, printable) || endsIn(e.Path, printable) || endsIn(stem(e.Path), printable) || endsIn(ownFolder(e), printable)
		},
	)
}

// shortHex takes the x off an ID like x3f2a.
func shortHex(ref string) (string, bool) {
	rest, ok := strings.CutPrefix(ref, "x")
	if !ok || rest == "" || strings.Trim(rest, "0123456789abcdefABCDEF") != "" {
		return "", false
	}
	return rest, true
}

// stem is a path without its extension.
func stem(p string) string {
	if base := path.Base(p); path.Ext(base) == base {
		return p
	}
	return strings.TrimSuffix(p, path.Ext(p))
}

// ownFolder is the slash path of the folder that belongs to the example alone.
func ownFolder(e *hub.Example) string {
	if e.Dir == "" {
		return ""
	}
	return path.Dir(e.Path)
}

// endsIn reports whether p ends in whole segments that are suffix.
func endsIn(p, suffix string) bool {
	return len(p) > len(suffix) && strings.HasSuffix(p, suffix) && p[len(p)-len(suffix)-1] == '/'
}

// nearest finds the example whose ID, docname, path or name is most like ref.
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
	return ids[config.Nearest(ref, known)]
}
