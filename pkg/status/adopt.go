package status

import (
	"path"
	"slices"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// Adoption is what [File.Adopt] did.
type Adoption struct {
	// Rekeyed counts the entries that got another key. When there are any, the
	// file is worth saving.
	Rekeyed int
	// Orphans holds the keys of entries that no example of the catalog has, sorted.
	Orphans []string
}

// Adopt matches the entries to today's catalog: by ID, then by docname, then by
// path. An entry that belongs to an example of another ID gets that one's key,
// joined with what is known under it: so do the entries of an older file, those
// of an example that was given an ID of its own or lost it, and those under the
// IDs of an older rule. What matches nothing is kept, and listed. Entries of
// today's examples are described as the catalog describes them.
//
// An ID that follows from a path says no more than that path: an entry whose
// file is there under another ID is that one's, whoever has its ID now.
func (f *File) Adopt(examples []hub.Example) Adoption {
	var a Adoption
	m := newMatcher(examples)
	ids := f.IDs()
	matched := make([]*hub.Example, len(ids))
	for i, id := range ids {
		matched[i] = m.match(f.Examples[id])
	}
	// All keys are free before the first is given away: of two examples that
	// change IDs with each other, none gets what is the other's.
	var moved []*Entry
	for i, id := range ids {
		e, ex := f.Examples[id], matched[i]
		switch {
		case ex == nil && m.byID[id] == nil:
			a.Orphans = append(a.Orphans, id)
		case ex == nil:
			// It has the key of an example that it is not: it stays under its path.
			a.Rekeyed++
			delete(f.Examples, id)
			if key := e.RelativePath; m.byID[key] == nil && f.Examples[key] == nil {
				e.ID = key
				f.Examples[key] = e
				a.Orphans = append(a.Orphans, key)
			}
		case ex.ID != id || e.Legacy != "":
			a.Rekeyed++
			delete(f.Examples, id)
			e.ID, e.Legacy = ex.ID, ""
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
			e := f.Examples[ex.ID]
			e.describe(ex, "")
			e.AbsolutePath = ex.File
		}
	}
	if a.Rekeyed > 0 {
		f.refresh()
	}
	return a
}

// matcher finds examples by what an entry says of itself.
type matcher struct {
	examples []hub.Example
	byID     map[string]*hub.Example
	// A name that two examples share stands for neither: its value is nil.
	byDocName, byPath map[string]*hub.Example
	// byFormerPath has the paths as they were once written, where that differs.
	byFormerPath map[string]*hub.Example
	// bySuffix has every ending of every path and folder; made when first asked.
	bySuffix map[string]*hub.Example
}

func newMatcher(examples []hub.Example) *matcher {
	m := &matcher{examples: examples, byID: map[string]*hub.Example{}, byDocName: map[string]*hub.Example{}, byPath: map[string]*hub.Example{}, byFormerPath: map[string]*hub.Example{}}
	for i := range examples {
		ex := &examples[i]
		m.byID[ex.ID] = ex
		add(m.byDocName, ex.DocName, ex)
		add(m.byPath, ex.Path, ex)
		add(m.byFormerPath, ex.Former.Path, ex)
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
		return m.now(e)
	}
	version, key, _ := strings.Cut(e.Legacy, ":")
	if !strings.HasPrefix(version, "1") { // keys of version 1 are positions
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

// now finds the example of an entry of this format.
func (m *matcher) now(e *Entry) *hub.Example {
	there := m.byPath[e.RelativePath]
	if former := m.byFormerPath[e.RelativePath]; former != nil && (there == nil || there.ID != e.ID) {
		there = former
	}
	switch ex := m.byID[e.ID]; {
	case ex == nil:
	case ex.PathID != "", there == ex:
		return ex // the ID is given to it, or it is the very file
	case there == nil && !withoutExtension(e):
		return ex // the file was renamed or moved, and has kept its ID
	}
	ex := m.byDocName[e.DocName]
	if there != nil && (ex == nil || there.DocName == e.DocName) {
		return there
	}
	return ex
}

// withoutExtension reports whether the entry's ID is its path without the
// extension. By today's rule that is another example's: the one in the folder of
// that name.
func withoutExtension(e *Entry) bool {
	return e.RelativePath != e.ID && strings.HasPrefix(e.RelativePath, e.ID) && path.Dir(e.RelativePath) == path.Dir(e.ID)
}

// suffix finds the one example whose path, or folder, ends in p, or that p
// ends in. Older tools counted paths from other folders.
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

// suffixes lists the path and its endings, longest first.
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
