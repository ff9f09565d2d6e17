package status

import (
	"path"
	"slices"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// Adoption is the result of [File.Adopt].
type Adoption struct {
	// Rekeyed is the number of entries that got another key. If it is not 0,
	// the file should be saved.
	Rekeyed int
	// Orphans holds the sorted keys of entries without an example in the
	// catalog.
	Orphans []string
}

// Adopt matches the entries to the current catalog: by ID, then by docname,
// then by path. An entry that belongs to an example with another ID moves to
// that ID, and is merged with the entry there: entries of older files, of
// examples that gained or lost an explicit ID, and under IDs of an older rule.
// Entries that match nothing are kept and listed. Matched entries take their
// descriptions from the catalog.
//
// An ID derived from a path identifies only that path: if the entry's file now
// has another ID, the entry moves there, whichever example has its old ID.
func (f *File) Adopt(examples []hub.Example) Adoption {
	if !f.matches(examples) {
		return f.adopt(examples)
	}
	for i := range examples {
		if e := f.Examples[examples[i].ID]; e != nil {
			e.describeAt(&examples[i], examples[i].File)
		}
	}
	return Adoption{}
}

// matches reports whether every entry has the ID and the path of one example, as is
// usual: then each entry belongs to that example.
func (f *File) matches(examples []hub.Example) bool {
	n := 0
	for i := range examples {
		ex := &examples[i]
		e := f.Examples[ex.ID]
		if e == nil {
			continue
		}
		if e.ID != ex.ID || e.RelativePath != ex.Path || e.Legacy != "" {
			return false
		}
		n++
	}
	return n == len(f.Examples)
}

// adopt is Adopt for any entries.
func (f *File) adopt(examples []hub.Example) Adoption {
	var a Adoption
	m := newMatcher(examples)
	ids := f.IDs()
	matched := make([]*hub.Example, len(ids))
	for i, id := range ids {
		matched[i] = m.match(f.Examples[id])
	}
	// All keys are removed before the first is added, so that two examples that
	// exchange their IDs keep their own entries.
	var moved []*Entry
	for i, id := range ids {
		e, ex := f.Examples[id], matched[i]
		switch {
		case ex == nil && m.byID[id] == nil:
			a.Orphans = append(a.Orphans, id)
		case ex == nil:
			// Its key belongs to another example: it moves to its path.
			a.Rekeyed++
			delete(f.Examples, id)
			if key := e.RelativePath; m.byID[key] == nil && f.Examples[key] == nil {
				e.ID = key // which is no part of its line
				f.Examples[key] = e
				a.Orphans = append(a.Orphans, key)
			}
		case ex.ID != id || e.Legacy != "":
			a.Rekeyed++
			delete(f.Examples, id)
			e.ID, e.Legacy, e.kept = ex.ID, "", false
			moved = append(moved, e)
		}
	}
	slices.Sort(a.Orphans)
	for _, e := range moved {
		if own := f.Examples[e.ID]; own != nil {
			own.merge(e)
		} else {
			f.Examples[e.ID] = e
		}
	}
	for i := range matched {
		if ex := matched[i]; ex != nil {
			f.Examples[ex.ID].describeAt(ex, ex.File)
		}
	}
	if a.Rekeyed > 0 {
		f.refresh()
	}
	return a
}

// matcher finds examples by the identity that an entry records.
type matcher struct {
	examples []hub.Example
	byID     map[string]*hub.Example
	// A name that two examples share maps to nil.
	byDocName, byPath map[string]*hub.Example
	// byFormerPath has the paths as written by an older rule, if they differ.
	byFormerPath map[string]*hub.Example
	// bySuffix has every suffix of every path and folder; built on first use.
	bySuffix map[string]*hub.Example
}

func newMatcher(examples []hub.Example) *matcher {
	m := &matcher{examples: examples, byID: make(map[string]*hub.Example, len(examples)), byDocName: map[string]*hub.Example{}, byPath: make(map[string]*hub.Example, len(examples)), byFormerPath: map[string]*hub.Example{}}
	for i := range examples {
		ex := &examples[i]
		m.byID[ex.ID] = ex
		add(m.byDocName, ex.DocName, ex)
		add(m.byPath, ex.Path, ex)
		if ex.Former != nil {
			add(m.byFormerPath, ex.Former.Path, ex)
		}
	}
	return m
}

func add(m map[string]*hub.Example, key string, ex *hub.Example) {
	if key == "" {
		return
	}
	if other, taken := m[key]; taken && other != ex {
		ex = nil
	}
	m[key] = ex
}

func (m *matcher) match(e *Entry) *hub.Example {
	if e.Legacy == "" {
		return m.current(e)
	}
	version, key, _ := strings.Cut(e.Legacy, ":")
	if !strings.HasPrefix(version, "1") { // keys of version 1 are indexes
		for _, id := range []string{key, strings.TrimPrefix(key, "x"), "x" + key} {
			if ex := m.byID[id]; ex != nil {
				return ex
			}
		}
		if ex := m.byDocName[key]; ex != nil {
			return ex
		}
	}
	if ex := m.byDocName[e.DocName]; ex != nil {
		return ex
	}
	for _, p := range []string{e.RelativePath, e.AbsolutePath} {
		p = strings.TrimPrefix(path.Clean("/"+strings.ReplaceAll(p, `\`, "/")), "/")
		if p == "" {
			continue
		}
		if ex := m.byPath[p]; ex != nil {
			return ex
		}
		if ex := m.suffix(p); ex != nil {
			return ex
		}
	}
	return nil
}

// current finds the example of an entry of the current format.
func (m *matcher) current(e *Entry) *hub.Example {
	there := m.byPath[e.RelativePath]
	if former := m.byFormerPath[e.RelativePath]; former != nil && (there == nil || there.ID != e.ID) {
		there = former
	}
	switch ex := m.byID[e.ID]; {
	case ex == nil:
	case ex.PathID != "", there == ex:
		return ex // it has an explicit ID, or is the same file
	case there == nil && !withoutExtension(e):
		return ex // the file was renamed or moved and kept its ID
	}
	ex := m.byDocName[e.DocName]
	if there != nil && (ex == nil || there.DocName == e.DocName) {
		return there
	}
	return ex
}

// withoutExtension reports whether the entry's ID is its path without the
// extension. By the current rule that is the ID of another example: the one in
// the folder of that name.
func withoutExtension(e *Entry) bool {
	return e.RelativePath != e.ID && strings.HasPrefix(e.RelativePath, e.ID) && path.Dir(e.RelativePath) == path.Dir(e.ID)
}

// suffix finds the only example whose path or folder ends in p, or is a suffix
// of p. Older tools recorded paths relative to other folders.
func (m *matcher) suffix(p string) *hub.Example {
	if m.bySuffix == nil {
		m.bySuffix = map[string]*hub.Example{}
		for i := range m.examples {
			ex := &m.examples[i]
			for _, whole := range []string{ex.Path, path.Dir(ex.Path)} {
				if whole == "." {
					continue
				}
				for _, s := range suffixes(whole) {
					add(m.bySuffix, s, ex)
				}
			}
		}
	}
	if ex := m.bySuffix[p]; ex != nil {
		return ex
	}
	for _, s := range suffixes(p)[1:] {
		if ex := m.byPath[s]; ex != nil {
			return ex
		}
	}
	return nil
}

// suffixes lists the path and its suffixes, longest first.
func suffixes(p string) []string {
	list := []string{p}
	for {
		_, rest, more := strings.Cut(p, "/")
		if !more {
			return slices.Clip(list)
		}
		list, p = append(list, rest), rest
	}
}
