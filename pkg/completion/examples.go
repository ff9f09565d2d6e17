package completion

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/catalog"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/selector"
)

// maxListed bounds the number of examples that are listed by name. If there are more, their
// folders are listed.
const maxListed = 40

// selections returns the SELs that begin with the word.
func (in *Project) selections(word string) Answer {
	for prefix, list := range map[string]source{"group:": (*Project).groups, "tag:": (*Project).tags} {
		if name, ok := strings.CutPrefix(word, prefix); ok {
			a := list(in, name)
			for i := range a.Candidates {
				a.Candidates[i].Value = prefix + a.Candidates[i].Value
			}
			return a
		}
	}
	a := in.examples(word)
	for _, c := range []Candidate{{"group:", "all examples of a group"}, {"tag:", "all examples with a tag"}} {
		if strings.HasPrefix(c.Value, word) && len(a.Candidates) > 0 {
			a.Candidates = append(a.Candidates, c)
		}
	}
	return a
}

// examples returns the names of single examples that begin with the word: IDs and
// docnames, else paths, else suffixes of paths; for digits also the indexes.
func (in *Project) examples(word string) Answer {
	cat := in.Catalog()
	if cat == nil {
		return Answer{Kind: Values}
	}
	var found []Candidate
	if word != "" && strings.Trim(word, "0123456789") == "" {
		for i := range cat.Examples {
			if e := &cat.Examples[i]; strings.HasPrefix(strconv.Itoa(e.Index), word) {
				found = append(found, Candidate{strconv.Itoa(e.Index), about(e, e.ID+"  ")})
			}
		}
	}
	if id, ok := strings.CutPrefix(word, "id:"); ok {
		found = folded(cat, id, "id:", func(e *hub.Example) string { return e.ID })
		return Answer{Values, found}
	}
	found = append(found, folded(cat, word, "", func(e *hub.Example) string { return e.ID })...)
	if word != "" {
		found = append(found, folded(cat, word, "", func(e *hub.Example) string { return e.DocName })...)
	}
	if len(found) == 0 {
		found = folded(cat, word, "", func(e *hub.Example) string { return e.Path })
	}
	if len(found) == 0 {
		found = folded(cat, word, "", func(e *hub.Example) string { return suffix(e.Path, word) })
	}
	return Answer{Values, found}
}

// suffix returns the longest part of a path after a slash that begins with the word;
// empty if there is none.
func suffix(path, word string) string {
	for {
		_, rest, ok := strings.Cut(path, "/")
		if path = rest; !ok || strings.HasPrefix(path, word) {
			return path
		}
	}
}

// folded returns prefix and the name of each example whose name begins with the word. If
// there are many, the examples in a folder are one candidate.
func folded(cat *catalog.Catalog, word, prefix string, name func(e *hub.Example) string) (found []Candidate) {
	var named []*hub.Example
	for i := range cat.Examples {
		if e := &cat.Examples[i]; name(e) != "" && strings.HasPrefix(name(e), word) {
			named = append(named, e)
		}
	}
	below := map[string]int{} // the number of examples in a folder
	start := len(word)
	for len(named) > maxListed { // into the folder that all are in
		cut := strings.Index(name(named[0])[start:], "/") + 1
		if folder := name(named[0])[:start+cut]; cut == 0 || slices.ContainsFunc(named, func(e *hub.Example) bool { return !strings.HasPrefix(name(e), folder) }) {
			break
		}
		start += cut
	}
	for _, e := range named {
		text := name(e)
		if cut := strings.Index(text[start:], "/"); cut >= 0 && len(named) > maxListed {
			folder := prefix + text[:start+cut+1]
			if below[folder]++; below[folder] == 1 {
				found = append(found, Candidate{folder, ""})
			}
			continue
		}
		value := prefix + text
		if prefix == "" && text == e.ID && len(named) <= maxListed {
			value = selector.Word(cat, text) // with id: where it would be read as something else
		}
		found = append(found, Candidate{value, about(e, "")})
	}
	for i, c := range found {
		if n := below[c.Value]; n > 0 {
			found[i].Help = examples(n)
		}
	}
	return found
}

// about describes an example by its title.
func about(e *hub.Example, before string) string { return before + e.Title }

// groups returns the groups that begin with the word.
func (in *Project) groups(word string) Answer {
	cat := in.Catalog()
	if cat == nil {
		return Answer{Kind: Values}
	}
	var found []Candidate
	seen, titles := map[string]int{}, map[string]string{}
	for i := range cat.Examples {
		g := cat.Examples[i].Group
		if seen[g]++; seen[g] == 1 && g != "" && strings.HasPrefix(g, word) {
			found = append(found, Candidate{g, ""})
		}
		titles[g] = cat.Examples[i].GroupTitle
	}
	for i, c := range found {
		found[i].Help = examples(seen[c.Value])
		if t := titles[c.Value]; t != c.Value && t != "" {
			found[i].Help = t + ", " + found[i].Help
		}
	}
	return Answer{Values, found}
}

// tags returns the tags that begin with the word.
func (in *Project) tags(word string) Answer {
	cat := in.Catalog()
	if cat == nil {
		return Answer{Kind: Values}
	}
	count := map[string]int{}
	for i := range cat.Examples {
		for _, tag := range cat.Examples[i].Tags {
			if strings.HasPrefix(tag, word) {
				count[tag]++
			}
		}
	}
	var found []Candidate
	for _, tag := range slices.Sorted(maps.Keys(count)) {
		found = append(found, Candidate{tag, examples(count[tag])})
	}
	return Answer{Values, found}
}

// runs returns the names of recorded runs that begin with the word, newest first. The shell
// also completes paths.
func (in *Project) runs(word string) Answer {
	ids := in.Runs()
	slices.Reverse(ids)
	var found []Candidate
	for back, id := range ids {
		name := "latest"
		if back > 0 {
			name += "~" + strconv.Itoa(back)
		}
		found = append(found, Candidate{name, "run " + id})
	}
	for _, id := range ids {
		found = append(found, Candidate{id, ""})
	}
	return Answer{Files, slices.DeleteFunc(found, func(c Candidate) bool { return !strings.HasPrefix(c.Value, word) })}
}

// examples returns the number of examples in words.
func examples(n int) string {
	if n == 1 {
		return "1 example"
	}
	return fmt.Sprintf("%d examples", n)
}
