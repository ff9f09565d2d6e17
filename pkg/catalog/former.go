package catalog

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// By the previous rule an ID depended on the include that matched, and an id of
// digits was refused. For one version such IDs are still recognised; then this
// file is removed, with hub.Former and its uses.

// former returns the identity by the previous rule.
func (f *entry) former(d *draft) *hub.Former {
	var old hub.Former
	if p := hub.Printable(f.slash()); p != d.example.Path {
		old.Path = p
	}
	given := d.metadata.id.Text
	refused := given == "" || strings.TrimSpace(given) != given || hub.Printable(given) != given || isIndex(given)
	if refused {
		old.ID = f.formerID()
	}
	if old.ID == d.example.ID {
		old.ID = ""
	}
	if _, entry := f.folder.source.entryName(path.Base(f.rel)); entry && !f.represents() && f.folder.rel != "" {
		old.Folder = f.folder.source.printable(f.folder.rel)
	}
	if old == (hub.Former{}) {
		return nil
	}
	own := old // else each would be made
	return &own
}

// formerID returns the former ID of the path: without the file name or
// extension that the include implies, and never only digits.
func (f *entry) formerID() string {
	shown := func(rel string) string {
		if rel == f.rel {
			return hub.Printable(f.slash())
		}
		return hub.Printable(path.Join(f.source.prefix, rel))
	}
	short := f.rel
	if f.include >= 0 {
		short, _ = f.source.include[f.include].shorten(f.rel)
	}
	id := shown(short)
	if isIndex(id) {
		id = shown(f.rel)
	}
	if isIndex(id) {
		id = "./" + id
	}
	return id
}

// shorten removes from the path what the glob implies; literal says that it was
// the whole file name.
func (p pattern) shorten(rel string) (short string, literal bool) {
	if strings.Contains(p.glob, `\`) {
		return rel, false
	}
	last := p.glob
	if i := strings.LastIndexByte(last, '}'); i < 0 || strings.Contains(last[i:], "/") {
		last = path.Base(last)
	}
	meta := strings.LastIndexAny(last, "*?]}")
	if meta < 0 {
		if dir := path.Dir(rel); dir != "." && last == path.Base(rel) {
			return dir, true
		}
		return rel, false
	}
	tail := last[meta+1:]
	if strings.Contains(tail, "/") {
		return rel, false
	}
	if !strings.HasPrefix(tail, ".") {
		tail = path.Ext(tail)
	}
	short = strings.TrimSuffix(rel, tail)
	if short == "" || strings.HasSuffix(short, "/") {
		return rel, false
	}
	return short, false
}

// formerUse is an ID in an override that matches only by the previous rule.
type formerUse struct{ override, pattern int }

// formerMatch returns the index of the first ID that matches the example only
// by the previous rule.
func formerMatch(ids []string, e *hub.Example) (pattern int, ok bool) {
	if e.Former == nil {
		return 0, false
	}
	for i, id := range ids {
		if id != "" && (id == e.Former.Folder || id == e.Former.ID) || e.Former.ID != "" && doublestar.MatchUnvalidated(id, e.Former.ID) {
			return i, true
		}
	}
	return 0, false
}

// formerOverrides reports the overrides that match examples by the previous
// rule.
func (d *describer) formerOverrides(drafts []draft) []Problem {
	var order []formerUse
	of := map[formerUse][]*hub.Example{}
	for i := range drafts {
		for _, use := range drafts[i].former {
			if of[use] == nil {
				order = append(order, use)
			}
			of[use] = append(of[use], drafts[i].example)
		}
	}
	slices.SortFunc(order, func(a, b formerUse) int {
		return cmp.Or(cmp.Compare(a.override, b.override), cmp.Compare(a.pattern, b.pattern))
	})
	var problems []Problem
	for _, use := range order {
		e, more := of[use][0], ""
		given := d.cfg.Overrides[use.override].Match.ID[use.pattern]
		had := e.Former.ID
		if given == e.Former.Folder {
			had = given
		}
		if n := len(of[use]) - 1; n > 0 {
			more = fmt.Sprintf(", and %d more likewise", n)
		}
		problems = append(problems, Problem{
			Path: position(d.cfg, fmt.Sprintf("overrides[%d].match.id[%d]", use.override, use.pattern)),
			Message: fmt.Sprintf("%q matches %s by its former ID %q; write its present ID %q%s (the next version matches no former IDs)",
				given, e.Path, had, e.ID, more),
		})
	}
	return problems
}
