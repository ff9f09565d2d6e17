// Package selector has the language in which users choose examples, SEL, and finds
// what a SEL means in a catalog. Every command that lists or runs reads SELs with this
// package; commands about one example use [One].
//
//	7, 3-9             catalog index, range of them
//	id:TEXT, xTEXT     the ID exactly, whatever it looks like
//	ID, docname, path  the one example; also a suffix of an ID or path after a slash
//	folder             everything in it: a path, or a suffix of one after a slash
//	'a/**/*.py'        doublestar glob against the path from the project's root
//	group:G, tag:T     group G and what is below it, tag T; neither minds case
//
// Digits alone are an index, and a range of digits is one of indexes; where the catalog
// has no such index, they are an ID if there is one. A word that names both an example
// and a folder with more of them means the folder; id: means the one. Exact names come
// before suffixes.
//
// An index, an ID, a docname and a path name an example, which then runs even if it is
// marked skip. Everything else selects, and skips hold.
package selector

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/catalog"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// Term is one parsed SEL. The zero value is not valid, see [Parse].
type Term struct {
	text     string // as given
	kind     kind
	value    string // behind the prefix
	from, to int    // of a range of indexes; both are the index of an index
}

type kind int

const (
	kindWord kind = iota // a name, a path, a folder or a glob
	kindIndexes
	kindID
	kindGroup
	kindTag
)

// Parse reads one SEL. An empty one, which is most often a variable that was not set,
// an empty group, tag or ID, and a range that ends before it begins are each a
// [*usage.Error].
func Parse(text string) (Term, error) {
	t := Term{text: text, value: text}
	if strings.TrimSpace(text) == "" {
		return t, usage.Errorf("an empty SEL (a variable that is not set?) selects no example")
	}
	for prefix, kind := range map[string]kind{"id:": kindID, "group:": kindGroup, "tag:": kindTag} {
		if value, ok := strings.CutPrefix(text, prefix); ok {
			t.kind, t.value = kind, value
			if strings.TrimSpace(value) == "" {
				return t, usage.Errorf("%s: nothing follows the colon; name one, such as %sbasics", text, prefix)
			}
			return t, nil
		}
	}
	left, right, ranged := strings.Cut(text, "-")
	if !digits(left) || ranged && !digits(right) {
		return t, nil
	}
	t.kind = kindIndexes
	var err error
	t.from, err = strconv.Atoi(left)
	if t.to = t.from; ranged && err == nil {
		t.to, err = strconv.Atoi(right)
	}
	switch {
	case err != nil: // longer than a number: beyond each catalog
		t.from, t.to = 0, 0
	case t.to < t.from:
		return t, usage.Errorf("%s is not a range of indexes; write %d-%d", text, t.to, t.from)
	}
	return t, nil
}

// Tag returns the SEL of a tag, Group that of a group and what is below it, whatever
// their names look like.
func Tag(name string) Term { return Term{text: "tag:" + name, kind: kindTag, value: name} }

// Group is described at [Tag].
func Group(name string) Term { return Term{text: "group:" + name, kind: kindGroup, value: name} }

// String returns the SEL as it was given.
func (t Term) String() string { return t.text }

// Index returns the index that digits alone mean, and whether the SEL is such.
func (t Term) Index() (int, bool) { return t.from, t.kind == kindIndexes && digits(t.text) }

func digits(text string) bool { return text != "" && strings.Trim(text, "0123456789") == "" }

// Word returns the SEL that names the one example of the catalog with this ID: the ID,
// behind id: if it would be read as something else, or as a flag.
func Word(cat *catalog.Catalog, id string) string {
	t, err := Parse(id)
	if err != nil || t.kind != kindWord || strings.HasPrefix(id, "-") || len(wordOf(id, "").inside(cat)) > 1 {
		return "id:" + id
	}
	return id
}

// list quotes the first few of terms.
func list(terms []Term) string {
	var b strings.Builder
	for i, t := range terms {
		switch {
		case i == maxListed:
			fmt.Fprintf(&b, " and %d more", len(terms)-i)
			return b.String()
		case i > 0:
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "%q", t.text)
	}
	return b.String()
}
