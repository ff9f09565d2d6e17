package catalog

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/catalog/head"
	"github.com/seed-00a9b34c/hub/pkg/filecache"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/parallel"
)

// Ref says which file an example is, and what about it follows from other files, so that
// it can be made without finding all examples. A Ref holds for the configuration and
// the tree that it was made of.
type Ref struct {
	// Index, ID, PathID, Path and Fault are those of the example.
	Index            int
	ID, PathID, Path string
	Fault            *hub.Error
	// Source is the position of its source in the configuration, from 0.
	Source int
	// Siblings says what follows from the other files of its folder, in letters:
	//
	//	m  the file represents the folder
	//	o  another file does
	//	a  the folder has no other example
	//	b  the example that represents the folder is beside it
	//	d  the folder is the example's own
	Siblings string
}

// mark is what a [Ref] holds besides the example.
type mark struct {
	source   uint32
	siblings uint8 // bits in the order of siblings
}

// siblings are the letters of [Ref.Siblings], in order.
const siblings = "moabd"

// mark returns the mark of the example.
func (f *entry) mark(e *hub.Example) mark {
	m := mark{source: uint32(f.source.number)}
	for i, is := range [len(siblings)]bool{f.represents(), !f.represents() && f.folder.main != "", f.alone, f.beside, e.Dir != ""} {
		if is {
			m.siblings |= 1 << i
		}
	}
	return m
}

// Ref returns the reference to Examples[i].
func (c *Catalog) Ref(i int) Ref {
	e := &c.Examples[i]
	var letters []byte
	for k := range siblings {
		if c.marks[i].siblings&(1<<k) != 0 {
			letters = append(letters, siblings[k])
		}
	}
	return Ref{Index: e.Index, ID: e.ID, PathID: e.PathID, Path: e.Path, Fault: e.Fault, Source: int(c.marks[i].source), Siblings: string(letters)}
}

// Resolver makes examples of references. It reads their files and sidecars, and what
// their builds depend on; it walks no folder. It is for one goroutine.
type Resolver struct {
	sources []source
	tree    *reader
	d       *describer
}

// NewResolver returns a resolver for the configuration. files and the error are those of
// [Discover].
func NewResolver(cfg *config.Config, files *filecache.Cache) (*Resolver, error) {
	sources, err := openSources(cfg)
	if err != nil {
		return nil, err
	}
	r := &Resolver{sources: sources, tree: &reader{files: files}}
	runners := newRunnerTable(cfg.Runners)
	runners.reader = r.tree
	for i := range r.sources {
		r.sources[i].reader = r.tree
	}
	r.d = newDescriber(cfg, runners)
	return r, nil
}

// Resolve returns the examples of the references, in their order, as [Discover] makes them
// now: settings, command and metadata are those of the files, and index, identity and
// fault those of the references. The catalog has no problems but those of its
// examples, and is incomplete.
//
// gone says, by the position of the reference, why its file is no example any more; the
// example has only its index, ID and path then, and no settings. If hub lacks descriptors or memory, the
// error wraps the system's error ([want.Of]).
func (r *Resolver) Resolve(refs []Ref) (c *Catalog, gone map[int]string, err error) {
	c = &Catalog{Examples: make([]hub.Example, len(refs)), inodes: make([][2]uint64, len(refs)), marks: make([]mark, len(refs)), partial: true}
	reasons, findings := make([]string, len(refs)), make([][]Finding, len(refs))
	parallel.Each(len(refs), func() func(int) {
		t := tools{runners: r.d.runners, buf: make([]byte, head.Size), lines: map[string]*head.Interpreter{}}
		return func(i int) {
			ref, e := &refs[i], &c.Examples[i]
			e.Index, e.ID, e.Path, e.Settings = ref.Index, ref.ID, ref.Path, &hub.Settings{}
			s, rel, why := r.locate(ref)
			var f *entry
			if why == "" {
				f, why = r.entry(s, rel, ref.Siblings, &t)
			}
			if reasons[i] = why; why != "" {
				return
			}
			findings[i] = r.describe(f, ref, e)
			c.inodes[i], c.marks[i] = f.inode, f.mark(e)
		}
	})
	gone = map[int]string{}
	for i, why := range reasons {
		if why != "" {
			gone[i] = why
		}
		c.Findings = append(c.Findings, findings[i]...)
	}
	return c, gone, r.tree.err()
}

// MayBeExample reports whether the file at an absolute path, links resolved, is an example
// or a sidecar by its place, name and first bytes. It may be left out for a reason that
// only a walk finds.
func (r *Resolver) MayBeExample(path string) bool {
	for i := range r.sources {
		s := &r.sources[i]
		rel, ok := within(s.real, path)
		if !ok {
			continue
		}
		t := tools{runners: r.d.runners, buf: make([]byte, head.Size), lines: map[string]*head.Interpreter{}}
		if _, why := r.entry(s, filepath.ToSlash(rel), "", &t); why == "" || filepath.Base(path) == SidecarName {
			return true
		}
	}
	return false
}

// entry reads the entry file at the slash path rel from the folder of the source; why says
// why it is none. siblings are those of its reference.
func (r *Resolver) entry(s *source, rel, siblings string, t *tools) (f *entry, why string) {
	w := &walker{source: s, sources: r.sources, runners: r.d.runners, hits: make([]bool, len(s.include)), left: 1}
	native := filepath.Join(s.dir, filepath.FromSlash(rel))
	info, err := os.Lstat(native)
	if err != nil {
		_ = r.tree.shortage(err) // which ends the command
		return nil, fmt.Sprintf("the file cannot be read: %v", reason(err))
	}
	sidecar, err := os.Lstat(filepath.Join(filepath.Dir(native), SidecarName))
	dir := path.Dir(rel)
	if dir == "." {
		dir = ""
	}
	folder := w.owned(dir)
	has := func(letter string) bool { return strings.Contains(siblings, letter) }
	switch {
	case has("m"):
		folder.main = path.Base(rel)
	case has("o"):
		folder.main = "/" // the name of no file
	}
	if info.IsDir() {
		return nil, "it is a folder now"
	}
	w.consider(rel, path.Base(rel), info.Mode().Type(), err == nil && !sidecar.IsDir(), folder)
	if len(w.found) == 0 {
		return nil, "the file is no example of its source any more"
	}
	f = &entry{candidate: w.found[0], alone: has("a"), beside: has("b")}
	if v := f.read(t); v != isEntry {
		if f.err != nil {
			return nil, fmt.Sprintf("the file cannot be read: %v", reason(f.err))
		}
		return nil, "the file is no program any more"
	}
	return f, ""
}

// locate returns the source of the reference, and the slash path of the file from the
// source's folder.
func (r *Resolver) locate(ref *Ref) (s *source, rel, why string) {
	for i := range r.sources {
		if r.sources[i].number == ref.Source {
			s = &r.sources[i]
		}
	}
	if s == nil {
		return nil, "", fmt.Sprintf("the configuration has no source %d, or its folder is missing", ref.Source+1)
	}
	rel, ok := strings.CutPrefix(hub.RawPath(ref.Path), s.prefix)
	if !ok || path.Clean(rel) != rel || !fs.ValidPath(strings.ToValidUTF8(rel, "x")) || !filepath.IsLocal(filepath.FromSlash(rel)) {
		return nil, "", "the path is not in its source"
	}
	return s, rel, ""
}

// describe makes the example of the entry file, and returns what was found in its
// metadata.
func (r *Resolver) describe(f *entry, ref *Ref, e *hub.Example) []Finding {
	dr := r.d.draft(f, e)
	e.ID, e.PathID, e.Fault = ref.ID, ref.PathID, ref.Fault
	e.Former = f.former(&dr)
	r.d.describe(f, &dr)
	if strings.Contains(ref.Siblings, "d") {
		e.Dir = filepath.Dir(e.File)
	}
	found := dr.metadata.findings
	for i := range found {
		found[i].ID = e.ID
	}
	return found
}
