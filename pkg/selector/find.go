package selector

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/catalog"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// match holds the examples that a SEL means in a catalog.
type match struct {
	found []int  // positions in the catalog, ascending
	names bool   // it names the one example that was found
	note  string // for people: how hub read it, if it could mean something else
}

// find returns what the SEL means, at least one example. dir is the folder that
// relative paths begin in, besides the project's root. The error is an [*Error] or a
// [*usage.Unknown].
func (t Term) find(cat *catalog.Catalog, dir string) (match, error) {
	switch t.kind {
	case kindIndexes:
		return t.indexes(cat)
	case kindGroup, kindTag:
		return t.members(cat)
	case kindID:
		if i := byID(cat, t.value); i >= 0 {
			return match{found: []int{i}, names: true}, nil
		}
		return match{}, t.fail(cat, t.value, false)
	}
	w := wordOf(t.text, dir)
	names, paths, suffixes := w.ways()
	inside := w.inside(cat)
	for _, ways := range [][]way{names, paths} {
		found, how := first(cat, ways)
		switch {
		case len(inside) > 1 && len(found) > 0:
			return match{found: inside, note: t.folderNote(cat, found, t.text, len(inside))}, nil
		case len(found) > 0:
			return t.only(cat, found, how)
		}
	}
	if len(inside) > 0 {
		return match{found: inside}, nil
	}
	found, how := first(cat, suffixes)
	in, folders := w.folders(cat)
	several := false // one of the folders has more than one example
	for _, f := range folders {
		several = several || len(in[f]) > 1
	}
	switch {
	case len(folders) == 1 && (several || len(found) == 0):
		return match{found: in[folders[0]], note: t.folderNote(cat, found, folders[0], len(in[folders[0]]))}, nil
	case len(folders) > 1 && several:
		return match{}, &Error{Ref: t.text, Folders: folders}
	case len(found) > 0:
		return t.only(cat, found, how)
	}
	if catalog.IsGlob(t.text) {
		return t.glob(cat)
	}
	return match{}, t.fail(cat, t.text, true)
}

// only returns the match of a word that must match one example alone.
func (t Term) only(cat *catalog.Catalog, found []int, how naming) (match, error) {
	if len(found) == 1 {
		return match{found: found, names: how == namesExample}, nil
	}
	fail := &Error{Ref: t.text}
	for _, i := range found {
		fail.Candidates = append(fail.Candidates, cat.Examples[i].ID)
	}
	return match{}, fail
}

// folderNote says that the word means the folder, and how to name the example with the
// same name; empty if there is no such example.
func (t Term) folderNote(cat *catalog.Catalog, found []int, folder string, n int) string {
	if len(found) != 1 {
		return ""
	}
	return fmt.Sprintf("%s means the folder %s (%d examples); for the one example use id:%s",
		sanitize.Line(t.text), sanitize.Line(folder), n, sanitize.Line(cat.Examples[found[0]].ID))
}

// indexes returns the examples with the indexes, or the one whose ID looks like an index
// or a range.
func (t Term) indexes(cat *catalog.Catalog) (match, error) {
	last := len(cat.Examples)
	if t.from >= 1 && t.to <= last {
		m := match{names: digits(t.text)}
		for i := t.from; i <= t.to; i++ {
			m.found = append(m.found, i-1)
		}
		return m, nil
	}
	if i := byID(cat, t.text); i >= 0 {
		return match{found: []int{i}, names: true, note: noIndex(t.text, &cat.Examples[i])}, nil
	}
	return match{}, &Error{Ref: t.text, Last: last, empty: last == 0}
}

// noIndex says that hub reads digits without such an index as an ID.
func noIndex(ref string, e *hub.Example) string {
	return fmt.Sprintf("there is no index %s; using the ID of %s", ref, e.Path)
}

// byID returns the position of the example with the ID, -1 if there is none.
func byID(cat *catalog.Catalog, id string) int {
	for i := range cat.Examples {
		if cat.Examples[i].ID == id {
			return i
		}
	}
	return -1
}

// anywhere in front of a glob lets it match in any folder.
const anywhere = "**/"

// glob returns the examples with a path, or a folder of their own, that the glob
// matches.
func (t Term) glob(cat *catalog.Catalog) (match, error) {
	g, ok := catalog.NewGlob(t.text)
	if !ok {
		return match{}, usage.Errorf("%q is not a valid glob (or has too many braces), and no path", t.text)
	}
	found, hidden := matching(cat, g)
	if len(found) > 0 {
		return match{found: found}, nil
	}
	fail := &Error{Ref: t.text, Glob: true, Hidden: hidden, empty: len(cat.Examples) == 0}
	if g, ok := catalog.NewGlob(anywhere + t.text); ok {
		deeper, _ := matching(cat, g)
		fail.Deeper = len(deeper)
	}
	return match{}, fail
}

// matching returns the examples that the glob matches, and the number of those that only
// a dot in their path keeps from it.
func matching(cat *catalog.Catalog, g catalog.Glob) (found []int, hidden int) {
	for i := range cat.Examples {
		e := &cat.Examples[i]
		matches, dot := g.Matches(e.Path)
		if own := ownFolder(e); !matches && !dot && own != "" {
			matches, dot = g.Matches(own)
		}
		switch {
		case matches:
			found = append(found, i)
		case dot:
			hidden++
		}
	}
	return found, hidden
}

// fail returns the error of a word that matches nothing. folders says that it might have
// been a folder.
func (t Term) fail(cat *catalog.Catalog, word string, folders bool) *Error {
	fail := &Error{Ref: t.text, empty: len(cat.Examples) == 0, Refused: cat.Refused(word)}
	fail.LeftOut = leftOut(cat, word)
	if len(fail.Refused) == 0 {
		fail.Nearest = similar(cat, word, folders)
	}
	return fail
}

// leftOut reports whether the word is the path of a file that is left out of a source.
func leftOut(cat *catalog.Catalog, word string) bool {
	path := wordOf(word, "").printable
	return slices.ContainsFunc(cat.Shapes, func(s catalog.Shape) bool {
		return slices.Contains(s.Support, path) || slices.Contains(s.Transcripts, path) ||
			slices.ContainsFunc(s.Folders, func(dir string) bool { return strings.HasPrefix(path, dir+"/") })
	})
}
