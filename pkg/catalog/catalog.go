package catalog

import (
	"cmp"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/filecache"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/parallel"
)

// Problem is something wrong with the catalog that does not prevent its use.
type Problem struct {
	// Path is the printable path of the file or folder from the project's root,
	// or a position in the configuration, as file:line:column.
	Path string
	// Message says what is wrong.
	Message string
	// Incomplete says that examples may be missing, because something could not
	// be read.
	Incomplete bool
}

// String formats the problem on one line.
func (p Problem) String() string {
	if p.Path == "" {
		return p.Message
	}
	return p.Path + ": " + p.Message
}

// Finding is something wrong or suspicious in the metadata of one example.
type Finding struct {
	// ID is the ID of the example.
	ID string
	// File is the printable path from the project's root. Line and Column are
	// 1-based, columns in characters; 0 when unknown.
	File         string
	Line, Column int
	Message      string
	// Warning: the example runs normally. Other findings make it an error when
	// it is run.
	Warning bool
}

// String formats the finding on one line, as "file:line:column: message".
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
	// Findings are the findings about metadata, in catalog order.
	Findings []Finding
	// Problems are first those of the sources, in the order in which they are
	// walked, then those of the configuration and of docnames.
	Problems []Problem
	// Shapes holds the layout of each source, in order.
	Shapes []Shape

	inodes [][2]uint64 // of the entry files
	marks  []mark      // of the examples
	// partial: it was resolved, and other examples exist.
	partial bool
	// refused holds the IDs of examples by the id in their metadata that they
	// do not have, because others have it, too.
	refused map[string][]string
}

// Refused returns the IDs of the examples whose metadata gives id, but which do not have
// it, because others give or have it, too.
func (c *Catalog) Refused(id string) []string { return c.refused[id] }

// Incomplete reports whether examples may be missing.
func (c *Catalog) Incomplete() bool {
	return c.partial || slices.ContainsFunc(c.Problems, func(p Problem) bool { return p.Incomplete })
}

// Inode returns the device and the inode that the entry file of Examples[i] had when it
// was found, links followed; zero where unknown.
func (c *Catalog) Inode(i int) [2]uint64 { return c.inodes[i] }

// Discover finds the examples of the configured sources. Errors of one example
// are in its Invalid or Fault, errors of the tree in Problems. The returned
// error is a mistake that makes the catalog unusable: a source folder that is
// missing or is a file, an invalid glob or expression. All such mistakes are
// reported at once, joined.
//
// The result depends only on the tree and the configuration, not on the order
// in which the system lists files. Finding no examples is not an error. If hub
// lacks descriptors or memory to read the tree, the error wraps the system's
// error ([want.Of]), because the catalog would be incomplete.
//
// files knows what the first bytes of files say, and is informed of what had to be
// read; it decides nothing, and may be nil.
func Discover(cfg *config.Config, files *filecache.Cache) (*Catalog, error) {
	sources, err := openSources(cfg)
	if err != nil {
		return nil, err
	}
	runners, tree := newRunnerTable(cfg.Runners), &reader{files: files}
	runners.reader = tree
	c := &Catalog{}
	var found []entry
	var seen map[string]bool
	if len(sources) > 1 {
		seen = map[string]bool{}
	}
	for i := range sources {
		sources[i].reader = tree
		entries, shape, problems := sources[i].find(sources, runners, seen)
		c.Shapes = append(c.Shapes, shape)
		if i == 0 {
			found = entries // which are all, usually
		} else {
			found = append(found, entries...)
		}
		c.Problems = append(c.Problems, problems...)
	}
	d := newDescriber(cfg, runners)
	neighbours(found)
	c.Examples = make([]hub.Example, len(found))
	drafts := make([]draft, len(found))
	each := func(do func(i int)) { parallel.Each(len(found), func() func(int) { return do }) }
	each(func(i int) { drafts[i] = d.draft(&found[i], &c.Examples[i]) })
	identify(cfg.Root, found, drafts)
	c.refused = refused(drafts)
	each(func(i int) { d.describe(&found[i], &drafts[i]) })
	ownFolders(drafts, found)
	c.Problems = append(c.Problems, d.formerOverrides(drafts)...)
	c.arrange(cfg.Groups, drafts, found)
	c.Problems = append(c.Problems, sharedDocNames(c.Examples)...)
	if len(c.Examples) > 0 && !c.Incomplete() {
		c.Problems = append(c.Problems, d.unusedOverrides()...)
	}
	return c, tree.err()
}

// ownFolders sets Dir if a folder below the source contains only one entry.
func ownFolders(drafts []draft, found []entry) {
	direct := map[string]int{} // entries by folder, without those further below
	for i := range found {
		direct[dirOf(found[i].real)]++
	}
	count := make(map[string]int, len(direct))
	for dir, n := range direct {
		for {
			count[dir] += n
			parent := dirOf(dir)
			if parent == dir {
				break
			}
			dir = parent
		}
	}
	for i := range found {
		if dir := dirOf(found[i].real); dir != found[i].source.real && count[dir] == 1 {
			drafts[i].example.Dir = filepath.Dir(drafts[i].example.File)
		}
	}
}

// arrange puts the examples into catalog order, numbers them, and collects
// their findings.
func (c *Catalog) arrange(groups []config.Group, drafts []draft, found []entry) {
	rank := make(map[string]int, len(groups))
	for i, g := range groups {
		if _, twice := rank[g.ID]; !twice {
			rank[g.ID] = i
		}
	}
	position := func(group string) int {
		if i, ok := rank[group]; ok {
			return i
		}
		return len(groups)
	}
	order := make([]int, len(drafts))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(x, y int) int {
		a, b := &c.Examples[x], &c.Examples[y]
		if a.Group != b.Group {
			return cmp.Or(cmp.Compare(position(a.Group), position(b.Group)), comparePaths(a.Group, b.Group))
		}
		if c := compareOrder(a.Order, b.Order); c != 0 {
			return c
		}
		return cmp.Or(comparePaths(a.Path, b.Path), cmp.Compare(a.File, b.File))
	})
	c.inodes, c.marks = make([][2]uint64, len(order)), make([]mark, len(order))
	for i, from := range order {
		e := &c.Examples[from]
		e.Index, c.inodes[i], c.marks[i] = i+1, found[from].inode, found[from].mark(e)
		for _, f := range drafts[from].metadata.findings {
			f.ID = e.ID
			c.Findings = append(c.Findings, f)
		}
	}
	permute(c.Examples)
}

// permute puts the examples in the order of their indexes, without a second list of
// them.
func permute(examples []hub.Example) {
	for i := range examples {
		for to := examples[i].Index - 1; to != i; to = examples[i].Index - 1 {
			examples[i], examples[to] = examples[to], examples[i]
		}
	}
}

// compareOrder compares the order of metadata; nil comes after every number.
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
