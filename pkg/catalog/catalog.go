package catalog

import (
	"cmp"
	"errors"
	"fmt"
	"path/filepath"
	"slices"

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

// Catalog is all examples of a repository, ordered, with unique IDs.
type Catalog struct {
	Examples []hub.Example
	// Problems are in the order in which the sources are walked, then those of
	// the configuration.
	Problems []Problem
}

// Incomplete reports whether examples may be missing.
func (c *Catalog) Incomplete() bool {
	return slices.ContainsFunc(c.Problems, func(p Problem) bool { return p.Incomplete })
}

// Discover finds the examples of the configured sources. What is wrong with
// one example is told in its Invalid, what is wrong with the tree in Problems;
// an error is a mistake that makes the catalog unusable: a source folder that
// is missing or a file, a glob or expression that cannot be understood, two
// examples with one ID. All such mistakes of one kind are told at once, joined.
//
// The result depends on the tree and the configuration alone, not on the order
// in which the system lists files. No examples are no error.
func Discover(cfg *config.Config) (*Catalog, error) {
	sources, err := openSources(cfg)
	if err != nil {
		return nil, err
	}
	runners := newRunnerTable(cfg.Runners)
	c := &Catalog{}
	var found []entry
	seen := map[string]bool{}
	for i := range sources {
		entries, problems := sources[i].find(runners, seen)
		found = append(found, entries...)
		c.Problems = append(c.Problems, problems...)
	}
	d := newDescriber(cfg, runners, found)
	c.Examples = make([]hub.Example, len(found))
	parallel(len(found), func() func(int) {
		return func(i int) { c.Examples[i] = d.describe(&found[i]) }
	})
	if err := unique(c.Examples); err != nil {
		return nil, err
	}
	ownFolders(c.Examples, found)
	c.Examples = inOrder(cfg.Groups, c.Examples)
	if len(c.Examples) > 0 && !c.Incomplete() {
		c.Problems = append(c.Problems, d.unusedOverrides()...)
	}
	return c, nil
}

// maxDuplicates bounds how many pairs of one ID are told.
const maxDuplicates = 20

// unique makes sure that no ID is there twice.
func unique(examples []hub.Example) error {
	order := make([]int, len(examples))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		x, y := &examples[a], &examples[b]
		if c := cmp.Compare(x.ID, y.ID); c != 0 {
			return c
		}
		return cmp.Or(comparePaths(x.Path, y.Path), cmp.Compare(x.File, y.File))
	})
	var errs []error
	for k := 1; k < len(order); k++ {
		a, b := &examples[order[k-1]], &examples[order[k]]
		if a.ID != b.ID {
			continue
		}
		if len(errs) == maxDuplicates {
			errs = append(errs, errors.New("… and more"))
			break
		}
		first, second := a.Path, b.Path
		if first == second {
			first, second = hub.PrintablePath(a.File), hub.PrintablePath(b.File)
		}
		errs = append(errs, fmt.Errorf("two examples have the ID %q: %s and %s; give one of them an id of its own in its front matter", a.ID, first, second))
	}
	return errors.Join(errs...)
}

// ownFolders sets Dir where a folder below the source holds one entry alone.
func ownFolders(examples []hub.Example, found []entry) {
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
			examples[i].Dir = filepath.Dir(examples[i].File)
		}
	}
}

// inOrder returns the examples in catalog order, numbered.
func inOrder(groups []config.Group, examples []hub.Example) []hub.Example {
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
	order := make([]*hub.Example, len(examples)) // examples are large to move
	for i := range examples {
		order[i] = &examples[i]
	}
	slices.SortFunc(order, func(a, b *hub.Example) int {
		if a.Group != b.Group {
			return cmp.Or(cmp.Compare(place(a.Group), place(b.Group)), comparePaths(a.Group, b.Group))
		}
		if c := compareOrder(a.Order, b.Order); c != 0 {
			return c
		}
		return cmp.Or(comparePaths(a.Path, b.Path), cmp.Compare(a.File, b.File))
	})
	sorted := make([]hub.Example, len(examples))
	for i, e := range order {
		sorted[i] = *e
		sorted[i].Index = i + 1
	}
	return sorted
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
