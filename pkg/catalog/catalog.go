package catalog

import (
	"cmp"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// Problem is something that a person should know about the catalog and that
// does not stop it from being used.
type Problem struct {
	// Path is the file or folder, printable, from the project's root; or a
	// place in the configuration, as file:line:column.
	Path string
	// Message says what is wrong with it.
	Message string
	// Incomplete says that examples may be missing because something could not
	// be read.
	Incomplete bool
}

// String is the problem on one line.
func (p Problem) String() string {
	if p.Path == "" {
		return p.Message
	}
	return p.Path + ": " + p.Message
}

// Finding is something that is wrong with the metadata of one example, or that
// it hardly means.
type Finding struct {
	// ID is the example's.
	ID string
	// File is printable, from the project's root. Line and Column are 1-based,
	// columns in characters; 0 when unknown.
	File         string
	Line, Column int
	Message      string
	// Warning: it costs the example nothing. What is no warning makes it an error
	// when it is run.
	Warning bool
}

// String is the finding on one line, as "file:line:column: message".
func (f Finding) String() string {
	at := f.File
	for _, n := range []int{f.Line, f.Column} {
		if n == 0 {
			break
		}
		at += ":" + strconv.Itoa(n)
	}
	return at + ": " + f.Message
}

// Catalog is all examples of a repository, ordered, with unique IDs.
type Catalog struct {
	Examples []hub.Example
	// Findings are those about metadata, in catalog order.
	Findings []Finding
	// Problems are in the order in which the sources are walked, then those of
	// the configuration.
	Problems []Problem

	// refused are the IDs of examples by the ids that they give and do not have,
	// for others have them too.
	refused map[string][]string
}

// Incomplete reports whether examples may be missing.
func (c *Catalog) Incomplete() bool {
	return slices.ContainsFunc(c.Problems, func(p Problem) bool { return p.Incomplete })
}

// Discover finds the examples of the configured sources. What is wrong with
// one example is in its Invalid or Fault, what is wrong with the tree in
// Problems; an error is a mistake that makes the catalog unusable: a source
// folder that is missing or a file, a glob or expression that cannot be
// understood. All such mistakes of one kind are reported at once, joined.
//
// The result depends on the tree and the configuration alone, not on the order
// in which the system lists files. No examples are no error. Where hub lacks
// descriptors or memory to read the tree, the error wraps what the system said
// ([want.Of]): what would be found then is not the catalog.
func Discover(cfg *config.Config) (*Catalog, error) {
	sources, err := openSources(cfg)
	if err != nil {
		return nil, err
	}
	runners, tree := newRunnerTable(cfg.Runners), &reader{}
	runners.reader = tree
	c := &Catalog{}
	var found []entry
	seen := map[string]bool{}
	for i := range sources {
		sources[i].reader = tree
		entries, problems := sources[i].find(sources, runners, seen)
		found = append(found, entries...)
		c.Problems = append(c.Problems, problems...)
	}
	d := newDescriber(cfg, runners, found)
	drafts := make([]draft, len(found))
	each := func(do func(i int)) { parallel(len(found), func() func(int) { return do }) }
	each(func(i int) { drafts[i] = d.draft(&found[i]) })
	identify(cfg.Root, found, drafts)
	c.refused = refused(drafts)
	each(func(i int) { d.describe(&found[i], &drafts[i]) })
	ownFolders(drafts, found)
	c.take(cfg.Groups, drafts)
	c.Problems = append(c.Problems, d.formerOverrides(drafts)...)
	if len(c.Examples) > 0 && !c.Incomplete() {
		c.Problems = append(c.Problems, d.unusedOverrides()...)
	}
	return c, tree.err()
}

// ownFolders sets Dir where a folder below the source holds one entry alone.
func ownFolders(drafts []draft, found []entry) {
	count := map[string]int{}
	for i := range found {
		for dir := filepath.Dir(found[i].real); ; {
			count[dir]++
			parent := filepath.Dir(dir)
			if parent == dir {
				break
			}
			dir = parent
		}
	}
	for i := range found {
		if dir := filepath.Dir(found[i].real); dir != found[i].source.real && count[dir] == 1 {
			drafts[i].example.Dir = filepath.Dir(drafts[i].example.File)
		}
	}
}

// take takes the examples into catalog order, numbers them and collects what was
// found about each.
func (c *Catalog) take(groups []config.Group, drafts []draft) {
	rank := make(map[string]int, len(groups))
	for i, g := range groups {
		if _, twice := rank[g.ID]; !twice {
			rank[g.ID] = i
		}
	}
	place := func(group string) int {
		if i, ok := rank[group]; ok {
			return i
		}
		return len(groups)
	}
	order := make([]*draft, len(drafts)) // they are large to move
	for i := range drafts {
		order[i] = &drafts[i]
	}
	slices.SortFunc(order, func(x, y *draft) int {
		a, b := &x.example, &y.example
		if a.Group != b.Group {
			return cmp.Or(cmp.Compare(place(a.Group), place(b.Group)), comparePaths(a.Group, b.Group))
		}
		if c := compareOrder(a.Order, b.Order); c != 0 {
			return c
		}
		return cmp.Or(comparePaths(a.Path, b.Path), cmp.Compare(a.File, b.File))
	})
	c.Examples = make([]hub.Example, len(order))
	for i, d := range order {
		c.Examples[i] = d.example
		c.Examples[i].Index = i + 1
		for _, f := range d.metadata.findings {
			f.ID = d.example.ID
			c.Findings = append(c.Findings, f)
		}
	}
}

// compareOrder sorts by front matter's order; none comes after every number.
func compareOrder(a, b *float64) int {
	switch {
	case a == nil && b == nil:
		return 0
	case a == nil:
		return 1
	case b == nil:
		return -1
	}
	return cmp.Compare(*a, *b)
}
