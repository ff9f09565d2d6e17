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
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/nearest"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// describer makes examples from entries. It is safe for concurrent use.
type describer struct {
	cfg     *config.Config
	runners *runnerTable
	golang  goFolders
	used    []atomic.Bool // by override
	shared  *settings
	none    *metadata // of examples without any
}

func newDescriber(cfg *config.Config, runners *runnerTable) *describer {
	return &describer{
		cfg: cfg, runners: runners, used: make([]atomic.Bool, len(cfg.Overrides)), shared: newSettings(cfg), none: &metadata{none: true},
		golang: goFolders{known: map[string]goFolder{}, reader: runners.reader},
	}
}

// neighbours sets what each entry has beside it.
func neighbours(found []entry) {
	inFolder, represented := map[string]int{}, map[string]bool{}
	for i := range found {
		dir := dirOf(found[i].real)
		inFolder[dir]++
		represented[dir] = represented[dir] || found[i].represents()
	}
	for i := range found {
		dir := dirOf(found[i].real)
		found[i].alone = inFolder[dir] == 1
		found[i].beside = represented[dir] && !found[i].represents()
	}
}

// draft is an example in progress.
type draft struct {
	example  *hub.Example
	metadata *metadata
	outside  bool        // of the project
	former   []formerUse // overrides that match its former ID
}

// draft reads the metadata that the example's identity depends on.
func (d *describer) draft(f *entry, e *hub.Example) draft {
	e.Path, e.File, e.Empty = hub.PrintablePath(f.slash()), f.path, f.empty
	e.Name = name(f.rel, f.represents())
	m := d.none
	if f.sidecar || f.head.Matter != nil {
		m = f.metadata(e.Path, d.cfg.Lookup)
		f.head.Matter, f.tree = nil, nil // it is read
	}
	return draft{example: e, metadata: m, outside: f.folder.source.outside}
}

// own returns the metadata of the example for changes.
func (dr *draft) own() *metadata {
	if dr.metadata.none {
		dr.metadata = &metadata{}
	}
	return dr.metadata
}

// describe completes the example, which has its ID, except for what depends on
// other examples: Index and Dir.
func (d *describer) describe(f *entry, dr *draft) {
	e, m := dr.example, dr.metadata
	e.Invalid = m.invalid
	e.DocName = sanitize.Title(m.docName)
	e.Title = firstOf(sanitize.Title(m.title), f.head.Title)
	e.Order = m.order
	for _, tag := range m.tags {
		if tag = sanitize.Title(tag); tag != "" && !slices.Contains(e.Tags, tag) {
			e.Tags = append(e.Tags, tag)
		}
	}

	d.settle(dr, f)
	d.command(dr, f)
	if e.Runner != "" {
		e.Settings = d.shared.with(e.Settings, setting{runner: e.Runner})
	}
	d.limit(dr)
	if f.err != nil {
		e.Invalid = &hub.Error{Type: hub.ErrUnreadable, File: e.Path, Message: fmt.Sprintf("the file cannot be read: %v", reason(f.err))}
		if f.broken != nil {
			e.Invalid.Message = f.broken.Error()
		}
	}
	e.Skip = string(e.Settings.Skip)
}

// settle determines the example's settings and group, which depend on each
// other: one override can match a group, and another one set it.
func (d *describer) settle(dr *draft, f *entry) {
	e, m := dr.example, dr.metadata
	base := firstOf(d.groupByMatch(f), f.groupFromTemplate())
	s := d.shared.base
	for i := range d.cfg.Overrides {
		o := &d.cfg.Overrides[i]
		group := firstOf(m.group, s.Group, base)
		matched, former := matches(o.Match, dr, group, f)
		if matched {
			if former >= 0 {
				dr.former = append(dr.former, formerUse{i, former})
			}
			d.used[i].Store(true)
			s = d.shared.with(s, setting{override: i + 1})
		}
	}
	if len(m.layers) > 0 {
		own := *s
		m.apply(&own)
		s, m.layers = &own, nil // they hold the whole YAML
	}
	s = f.expectComment(s)
	e.Group = firstOf(sanitize.Title(m.group), sanitize.Title(s.Group), base)
	e.Settings = d.shared.with(s, setting{group: e.Group})
	if inputs := d.inputs(f, e.Group); inputs != "" {
		e.Settings = d.shared.with(e.Settings, setting{inputs: inputs})
	}
	e.GroupTitle = e.Group
	for _, g := range d.cfg.Groups {
		if g.ID == e.Group && g.Title != "" {
			e.GroupTitle = sanitize.Title(g.Title)
			break
		}
	}
}

// limit checks that the example's limit is configured: without it the example
// would run beside others that it must not run beside. Limits in overrides are
// checked with the configuration, so only metadata can name an unknown one.
func (d *describer) limit(dr *draft) {
	e := dr.example
	name := e.Settings.Limit
	if _, ok := d.cfg.Limits[name]; ok || name == "" || e.Invalid != nil {
		return
	}
	known := slices.Sorted(maps.Keys(d.cfg.Limits))
	m := dr.own()
	m.fail(firstOf(m.limit.file, e.Path), m.limit.line, m.limit.column,
		fmt.Sprintf("limit %q is not defined in hub.yaml%s", name, nearest.DidYouMean(name, known)))
	e.Invalid = m.invalid
}

// matches reports whether an override applies to the example. An ID that the
// example could not get, because others have it, matches as well: an override
// that prevents the example from running must keep working. former is the index
// of the ID that matches only by the older rule, -1 if none is needed.
func matches(m config.Match, dr *draft, group string, f *entry) (matched bool, former int) {
	e := dr.example
	within := func(given hub.Strings, is func(string) bool) bool {
		return len(given) == 0 || slices.ContainsFunc(given, is)
	}
	named := func(id string) bool {
		given := dr.metadata.id.Text
		return id == e.ID || doublestar.MatchUnvalidated(id, e.ID) ||
			given != "" && (id == given || doublestar.MatchUnvalidated(id, given))
	}
	former = -1
	if !within(m.ID, named) {
		at, ok := formerMatch(m.ID, e)
		if !ok {
			return false, -1
		}
		former = at
	}
	return within(m.Tags, func(tag string) bool { return slices.Contains(e.Tags, tag) }) &&
		within(m.Group, func(g string) bool { return g == group }) &&
		within(m.Path, f.matchesPath), former
}

// matchesPath matches a glob of the configuration, relative to the source or to
// the project's root.
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

// defaultGroup is the group template of sources without one.
const defaultGroup = "{dir1}"

// groupFromTemplate expands the source's template. A file directly in the
// source is treated as if it were in a folder with the source's name.
func (f *entry) groupFromTemplate() string {
	own := hub.PrintablePath(filepath.Base(f.source.dir))
	group := firstOf(f.source.Group, defaultGroup)
	if group == defaultGroup {
		dir, _, below := strings.Cut(f.rel, "/")
		if !below {
			dir = filepath.Base(f.source.dir)
		}
		return firstOf(sanitize.Title(hub.PrintablePath(dir)), own)
	}
	dirs := []string{own}
	if dir := path.Dir(hub.PrintablePath(f.rel)); dir != "." {
		dirs = strings.Split(dir, "/")
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
	return firstOf(sanitize.Title(strings.Join(parts, "/")), own)
}

// unusedOverrides reports overrides that match no example.
func (d *describer) unusedOverrides() []Problem {
	var problems []Problem
	for i := range d.used {
		if !d.used[i].Load() {
			key := fmt.Sprintf("overrides[%d]", i)
			problems = append(problems, Problem{Path: position(d.cfg, key), Message: key + " matches no example"})
		}
	}
	return problems
}

// isIndex reports whether a reference is a catalog index: only digits.
func isIndex(ref string) bool { return ref != "" && digits(ref) == len(ref) }

// generic lists stems that say nothing about an example.
var generic = map[string]bool{
	"run": true, "main": true, "index": true, "example": true, "app": true, "__main__": true,
	"demo": true, "start": true, "program": true, "Main": true, "Program": true, "sample": true,
}

// name returns the file's stem, or the name of its folder if the file
// represents the folder or has a generic name.
func name(rel string, represents bool) string {
	rel = hub.PrintablePath(rel)
	dir, file := path.Split(rel)
	stem := strings.TrimSuffix(file, path.Ext(file))
	if stem == "" {
		stem = file
	}
	if dir != "" && (represents || generic[stem]) {
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

func validOrder(order *float64) string {
	if order != nil && math.IsNaN(*order) {
		return "order is not a number"
	}
	return ""
}
