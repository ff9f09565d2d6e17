package selector

import (
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/catalog"
	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// One returns the example that a reference means, for commands about one example, and a
// note on how hub read the reference, if it could mean something else. It reads the
// reference like a SEL that is an index, an ID or a word, but never as a folder with
// several examples; an ID may look like another SEL. The error is an [*Error].
func One(cat *catalog.Catalog, ref string) (e *hub.Example, note string, err error) {
	t := Term{text: ref, value: ref}
	fail := &Error{Ref: ref, empty: len(cat.Examples) == 0}
	if strings.TrimSpace(ref) == "" || fail.empty {
		return nil, "", fail
	}
	if ref == "id:" {
		return nil, "", fail
	}
	if parsed, err := Parse(ref); err == nil && (parsed.kind == kindID || digits(ref)) {
		m, err := parsed.find(cat, "")
		if err != nil {
			return nil, "", err
		}
		return &cat.Examples[m.found[0]], m.note, nil
	}
	w := wordOf(ref, "")
	names, paths, suffixes := w.ways()
	for _, ways := range [][]way{names, paths, suffixes} {
		found, how := first(cat, ways)
		if len(found) == 0 {
			continue
		}
		m, err := t.only(cat, found, how)
		if err != nil {
			return nil, "", err
		}
		return &cat.Examples[m.found[0]], "", nil
	}
	fail = t.fail(cat, ref, false)
	below := w.inside(cat)
	if len(below) == 0 && len(fail.Refused) == 0 {
		in, folders := w.folders(cat)
		for _, f := range folders {
			below = append(below, in[f]...)
		}
	}
	if !w.path {
		below = nil
	}
	switch {
	case len(below) == 1:
		fail.Nearest = []string{cat.Examples[below[0]].ID}
	case len(below) > 1:
		fail.Below, fail.Nearest = len(below), nil
	}
	return nil, "", fail
}
