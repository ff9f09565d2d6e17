package selector

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/catalog"
	"github.com/seed-00a9b34c/hub/pkg/nearest"
)

// Error says that a SEL or reference matches no example, or not one thing alone. It is
// an error of the request.
type Error struct {
	// Ref is what was given.
	Ref string
	// Candidates holds the IDs of all examples that an ambiguous word matches, in
	// catalog order; Folders are the folders that it matches, if there are several.
	Candidates, Folders []string
	// Nearest holds what was probably meant, at most five.
	Nearest []string
	// Last is the highest index; set if the reference is an index or a range.
	Last int
	// Refused holds the IDs of examples whose metadata gives the reference as
	// id, but which do not have it, because others give or have it, too.
	Refused []string
	// Below is the number of examples below the folder that the reference names,
	// where one example is asked for; 0 if it is only one, which is Nearest.
	Below int
	// Glob: the word was tried as a glob. Hidden is the number of examples that only
	// a dot in their path keeps from it, Deeper the number that it would match in
	// any folder.
	Glob           bool
	Hidden, Deeper int

	empty bool
}

// maxListed is the number of candidates that a message lists.
const maxListed = 5

func (e *Error) Error() string {
	switch {
	case strings.TrimSpace(e.Ref) == "":
		return "an empty reference names no example"
	case e.empty:
		return fmt.Sprintf("no example %q: the catalog is empty", e.Ref)
	case len(e.Refused) > 0:
		return fmt.Sprintf("%q is the id of more than one example; use one of: %s", e.Ref, few(e.Refused))
	case e.Last > 0:
		return fmt.Sprintf("no example has index %s; indexes go from 1 to %d", e.Ref, e.Last)
	case len(e.Folders) > 0:
		return fmt.Sprintf("%q is ambiguous: it matches %d folders: %s", e.Ref, len(e.Folders), few(e.Folders))
	case len(e.Candidates) > 0:
		return fmt.Sprintf("%q is ambiguous: it matches %d examples: %s", e.Ref, len(e.Candidates), few(e.Candidates))
	case e.Below > 0:
		return fmt.Sprintf("no example %q, but there are %d examples below it; 'hub list FOLDER' shows them", e.Ref, e.Below)
	case e.Hidden > 0:
		return fmt.Sprintf("no example matches the glob %q; it would match %d in hidden folders, which a glob must name, as .dir/** does", e.Ref, e.Hidden)
	case e.Deeper > 0:
		return fmt.Sprintf("no example matches the glob %q, which is compared with paths from the project's root; %q matches %d", e.Ref, anywhere+e.Ref, e.Deeper)
	case e.Glob:
		return fmt.Sprintf("no example matches the glob %q, which is compared with paths from the project's root; 'hub list' shows all examples", e.Ref)
	case len(e.Nearest) > 0:
		return fmt.Sprintf("no example %q (did you mean %s?)", e.Ref, nearest.Quote(e.Nearest))
	}
	return fmt.Sprintf("no example %q; 'hub list' shows all examples", e.Ref)
}

// few lists the first of the words.
func few(words []string) string {
	text := strings.Join(words[:min(len(words), maxListed)], ", ")
	if more := len(words) - maxListed; more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}

// similar returns what to type instead of a word that names nothing, at most five: the
// examples with the most similar ID, docname, path or name, and, if folders count, folders
// with such a name.
func similar(cat *catalog.Catalog, word string, folders bool) (near []string) {
	types := map[string]string{} // by the word that is compared
	var known []string
	add := func(word, what string) {
		if _, there := types[word]; !there && word != "" {
			types[word] = what
			known = append(known, word)
		}
	}
	for i := range cat.Examples {
		e := &cat.Examples[i]
		where := cmp.Or(ownFolder(e), e.Path)
		if e.PathID == "" { // the ID is from the path
			where = e.ID
		}
		add(e.ID, e.ID)
		add(e.DocName, e.DocName)
		for _, word := range []string{e.Name, path.Base(e.Path), stem(e.Path)} {
			add(word, where)
		}
	}
	for i := range cat.Examples {
		for dir := path.Dir(cat.Examples[i].Path); folders && dir != "." && dir != "/" && types[dir] == ""; dir = path.Dir(dir) {
			add(dir, dir)
			add(path.Base(dir), dir)
		}
	}
	slices.Sort(known)
	for _, word := range nearest.Few(word, known, 2*maxListed) {
		if t := types[word]; !slices.Contains(near, t) && len(near) < maxListed {
			near = append(near, t)
		}
	}
	return near
}
