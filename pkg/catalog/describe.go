package catalog

import (
	"fmt"
	"maps"
	"math"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/catalog/head"
	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// describer turns entries into examples. It is safe for several goroutines.
type describer struct {
	cfg     *config.Config
	runners *runnerTable
	golang  goFolders
	used    []atomic.Bool // of every override
}

func newDescriber(cfg *config.Config, runners *runnerTable, found []entry) *describer {
	inFolder := map[string]int{}
	for i := range found {
		inFolder[filepath.Dir(found[i].real)]++
	}
	for i := range found {
		found[i].alone = inFolder[filepath.Dir(found[i].real)] == 1
	}
	return &describer{
		cfg: cfg, runners: runners, used: make([]atomic.Bool, len(cfg.Overrides)),
		golang: goFolders{known: map[string]goFolder{}},
	}
}

// describe gives the entry all that the catalog knows of it, but for what
// depends on other examples: Index and Dir.
func (d *describer) describe(f *entry) hub.Example {
	e := hub.Example{Path: f.source.printable(f.rel), File: f.path, Empty: f.empty}
	short, literal := f.shortened()
	e.Name = name(f.rel, literal)
	e.ID = identity(f.source, f.rel, short)

	m := f.metadata(e.Path)
	e.Invalid = m.invalid
	if m.id != "" {
		e.ID = m.id
	}
	e.DocName = head.Clean(m.docName)
	e.Title = firstOf(head.Clean(m.title), f.head.Title, e.Name)
	e.Order = m.order
	for _, tag := range m.tags {
		if tag = head.Clean(tag); tag != "" && !slices.Contains(e.Tags, tag) {
			e.Tags = append(e.Tags, tag)
		}
	}

	d.settle(&e, f, &m)
	d.command(&e, f, &m)
	d.limit(&e, &m)
	if f.err != nil {
		e.Invalid = &hub.Error{Type: hub.ErrUnreadable, File: e.Path, Message: fmt.Sprintf("the file cannot be read: %v", reason(f.err))}
		if f.broken != nil {
			e.Invalid.Message = f.broken.Error()
		}
	}
	e.Skip = string(e.Settings.Skip)
	return e
}

// settle finds the example's settings and its group, of which each may depend
// on the other: an override can match a group, and another one set it.
func (d *describer) settle(e *hub.Example, f *entry, m *metadata) {
	base := firstOf(d.groupByMatch(f), f.groupFromTemplate())
	s := d.cfg.Settings()
	for i := range d.cfg.Overrides {
		o := &d.cfg.Overrides[i]
		group := firstOf(m.group, s.Group, base)
		if matches(o.Match, e, group, f) {
			d.used[i].Store(true)
			o.Apply(&s)
		}
	}
	m.lay(&s)
	f.expectComment(&s)
	e.Group = firstOf(head.Clean(m.group), head.Clean(s.Group), base)
	s.Group = e.Group
	e.GroupTitle = e.Group
	for _, g := range d.cfg.Groups {
		if g.ID == e.Group && g.Title != "" {
			e.GroupTitle = head.Clean(g.Title)
			break
		}
	}
	e.Settings = s
}

// limit makes sure that the example's limit is configured: without its bound it
// would run beside what it must not run beside. Of an override that is a
// mistake in the configuration, so that only metadata can name one that is not.
func (d *describer) limit(e *hub.Example, m *metadata) {
	name := e.Settings.Limit
	if _, ok := d.cfg.Limits[name]; ok || name == "" || e.Invalid != nil {
		return
	}
	known := slices.Sorted(maps.Keys(d.cfg.Limits))
	e.Invalid = &hub.Error{Type: hub.ErrInvalidMeta, File: firstOf(m.limit.file, e.Path), Line: m.limit.line,
		Message: fmt.Sprintf("there is no limit %q in the configuration's limits%s", name, didYouMean(name, known))}
}

// matches reports whether an override is for the example.
func matches(m config.Match, e *hub.Example, group string, f *entry) bool {
	within := func(given hub.Strings, is func(string) bool) bool {
		return len(given) == 0 || slices.ContainsFunc(given, is)
	}
	return within(m.Tags, func(tag string) bool { return slices.Contains(e.Tags, tag) }) &&
		within(m.Group, func(g string) bool { return g == group }) &&
		within(m.Path, f.matchesPath) &&
		within(m.ID, func(id string) bool { return id == e.ID || doublestar.MatchUnvalidated(id, e.ID) })
}

// matchesPath matches a glob of the configuration, which is relative to the
// source or to the project's root.
func (f *entry) matchesPath(glob string) bool {
	glob = tidyGlob(glob)
	return doublestar.MatchUnvalidated(glob, f.rel) ||
		f.source.prefix != "" && doublestar.MatchUnvalidated(glob, f.source.prefix+f.rel)
}

func (d *describer) groupByMatch(f *entry) string {
	for _, g := range d.cfg.Groups {
		if slices.ContainsFunc(g.Match, f.matchesPath) {
			return g.ID
		}
	}
	return ""
}

// defaultGroup is the first folder below the source.
const defaultGroup = "{dir1}"

// groupFromTemplate writes out the source's template. A file that lies in no
// folder below the source is taken to lie in one called like the source.
func (f *entry) groupFromTemplate() string {
	own := hub.PrintablePath(filepath.Base(f.source.dir))
	dirs := []string{own}
	if dir := path.Dir(hub.PrintablePath(f.rel)); dir != "." {
		dirs = strings.Split(dir, "/")
	}
	group := firstOf(f.source.Group, defaultGroup)
	if group == defaultGroup {
		return firstOf(head.Clean(dirs[0]), own)
	}
	group = strings.ReplaceAll(group, "{dir}", strings.Join(dirs, "/"))
	for n := 1; n <= 9; n++ {
		dir := ""
		if n <= len(dirs) {
			dir = dirs[n-1]
		}
		group = strings.ReplaceAll(group, fmt.Sprintf("{dir%d}", n), dir)
	}
	parts := slices.DeleteFunc(strings.Split(group, "/"), func(s string) bool { return s == "" })
	return firstOf(head.Clean(strings.Join(parts, "/")), own)
}

// unusedOverrides tells of overrides that were for no example.
func (d *describer) unusedOverrides() []Problem {
	var problems []Problem
	for i := range d.used {
		if !d.used[i].Load() {
			key := fmt.Sprintf("overrides[%d]", i)
			problems = append(problems, Problem{Path: place(d.cfg, key), Message: key + " matches no example"})
		}
	}
	return problems
}

// shortened is the path below the source without what the include says anyway;
// literal means that the include says the whole file name.
func (f *entry) shortened() (short string, literal bool) {
	if f.include < 0 {
		return f.rel, false
	}
	return f.source.include[f.include].shorten(f.rel)
}

// identity is the ID that follows from a path.
func identity(s *source, rel, short string) string {
	id := s.printable(short)
	if isIndex(id) {
		id = s.printable(rel)
	}
	if isIndex(id) {
		id = "./" + id
	}
	return id
}

// isIndex reports whether a reference is a catalog index: digits alone.
func isIndex(ref string) bool { return ref != "" && digits(ref) == len(ref) }

// generic are stems that say nothing about an example.
var generic = map[string]bool{
	"run": true, "main": true, "index": true, "example": true, "app": true, "__main__": true,
	"demo": true, "start": true, "program": true, "Main": true, "Program": true, "sample": true,
}

// name is the file's stem, or its folder's name where the file is called like
// every other.
func name(rel string, literal bool) string {
	rel = hub.PrintablePath(rel)
	dir, file := path.Split(rel)
	stem := strings.TrimSuffix(file, path.Ext(file))
	if stem == "" {
		stem = file
	}
	if dir != "" && (literal || generic[stem]) {
		return path.Base(dir)
	}
	return stem
}

func firstOf(texts ...string) string {
	for _, s := range texts {
		if s != "" {
			return s
		}
	}
	return ""
}

func sorted(s []string) []string {
	slices.Sort(s)
	return s
}

// validID says what is wrong with an ID that front matter gives.
func validID(id string) string {
	switch {
	case strings.TrimSpace(id) == "":
		return "the id is empty"
	case strings.TrimSpace(id) != id:
		return fmt.Sprintf("the id %q begins or ends with white space", id)
	case hub.PrintablePath(id) != id:
		return fmt.Sprintf("the id %q holds characters that cannot be printed", id)
	case isIndex(id):
		return fmt.Sprintf("the id %q is digits alone, which mean an index on the command line", id)
	}
	return ""
}

func validOrder(order *float64) string {
	if order != nil && math.IsNaN(*order) {
		return "order is not a number"
	}
	return ""
}
