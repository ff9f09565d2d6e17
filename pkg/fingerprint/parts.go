package fingerprint

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// Parts are recorded with a result so that it can be said later what of it has
// changed. That anything has changed is decided by the fingerprint alone: a
// part's hash is only long enough to find it. Those of files have 32 bits; the
// others, which hold commands and values of the environment, have 16, too few to
// guess a value by.
//
// A part is written as "HASH NAME". What one example records is bounded: where
// there are more than maxFiles files, those below a folder become one part,
// "HASH folder NAME", the fullest folders first; more than maxSettings others
// become one named settings.
//
// The status holds the parts of every example, and every command reads it: with
// 10,000 examples at these bounds, and as much output as it keeps of each, 'hub
// status' takes less than 120 MiB. Tens of files still have their names.
const (
	maxFiles, maxFileNames       = 32, 1 << 10 // bytes of all names together
	maxSettings, maxSettingNames = 12, 256
)

const (
	fileLead    = "file "
	folderLead  = "folder "
	settingsAll = "settings"
)

// Take returns the example's fingerprint, as [Of] does, and what it is made of:
// each part a short hash, a space and a name, in a fixed order.
func Take(e hub.Example, in Inputs) (print string, parts []string, err error) {
	items, err := collect(&e, &in)
	if err != nil {
		return "", nil, err
	}
	return in.total(items), pack(items), nil
}

// pack writes the parts within their bounds.
func pack(items []item) []string {
	cut := 0
	for cut < len(items) && strings.HasPrefix(items[cut].name, fileLead) {
		cut++
	}
	files, others := items[:cut], items[cut:]
	tree := treeOf(files)
	nodes := tree.nodes(len(files))
	for at := maxFiles / 2; !fits(nodes, maxFiles, maxFileNames); at /= 2 {
		nodes = tree.nodes(at)
	}
	if !fits(others, maxSettings, maxSettingNames) {
		others = []item{{settingsAll, join(others)}}
	}
	parts := make([]string, 0, len(nodes)+len(others))
	for _, it := range slices.Concat(nodes, others) {
		parts = append(parts, it.short()+" "+hub.PrintablePath(it.name))
	}
	return parts
}

func fits(items []item, most, names int) bool {
	if len(items) > most {
		return false
	}
	size := 0
	for i := range items {
		size += len(hub.PrintablePath(items[i].name))
	}
	return size <= names
}

// short is the part's hash as it is recorded.
func (it *item) short() string {
	if strings.HasPrefix(it.name, fileLead) || strings.HasPrefix(it.name, folderLead) {
		return hex.EncodeToString(it.sum[:4])
	}
	return hex.EncodeToString(it.sum[:2])
}

// join is one hash of many parts, in their order.
func join(items []item) sum {
	size := 0
	for i := range items {
		size += 8 + len(items[i].name) + len(items[i].sum)
	}
	var space [1 << 10]byte // else it would be made for each example
	b := space[:0]
	if size > len(space) {
		b = make([]byte, 0, size)
	}
	for i := range items {
		b = append(appendText(b, items[i].name), items[i].sum[:]...)
	}
	return sha256.Sum256(b)
}

// folder is a folder of files by their names; "." is the entry file's, which
// those outside of it count to as well.
type folder struct {
	name    string
	files   []item
	folders []*folder
}

func treeOf(files []item) *folder {
	root := &folder{name: "."}
	known := map[string]*folder{".": root}
	var find func(dir string) *folder
	find = func(dir string) *folder {
		if f := known[dir]; f != nil {
			return f
		}
		f := &folder{name: dir}
		known[dir] = f
		parent := "."
		if up := path.Dir(dir); up != "/" {
			parent = up
		}
		p := find(parent)
		p.folders = append(p.folders, f)
		return f
	}
	for _, it := range files {
		f := find(path.Dir(strings.TrimPrefix(it.name, fileLead)))
		f.files = append(f.files, it)
	}
	return root
}

// all are the files below the folder, in the order of all parts.
func (f *folder) all() []item {
	out := slices.Clone(f.files)
	for _, sub := range f.folders {
		out = append(out, sub.all()...)
	}
	slices.SortFunc(out, func(a, b item) int { return cmp.Compare(a.name, b.name) })
	return out
}

// nodes are the files below the folder, where a folder that would have more than
// most nodes is one; the outermost only when most is 0.
func (f *folder) nodes(most int) []item {
	out := slices.Clone(f.files)
	for _, sub := range f.folders {
		out = append(out, sub.nodes(most)...)
	}
	if len(out) > most && (f.name != "." || most == 0) {
		return []item{{folderLead + f.name, join(f.all())}}
	}
	slices.SortFunc(out, func(a, b item) int { return cmp.Compare(a.name, b.name) })
	return out
}

// Change is one thing that differs between a recorded result and now.
type Change struct {
	// What it is: file, folder (some file below it), command, build, stdin,
	// workdir, expect, environment, clean environment, inputs, runner, or
	// settings (one of very many).
	What string `json:"what"`
	// Name is the file's or folder's slash path from the entry file's folder,
	// the environment variable's name or the inputs glob; empty for the others.
	Name string `json:"name,omitempty"`
	// How is changed, added or removed.
	How string `json:"how"`
}

// Changes compares the parts that were recorded, as Take returned them, with the
// example as it is now. It finds nothing where nothing was recorded, and may miss
// a change of a setting, once in 65,536: then there are none.
func Changes(e hub.Example, in Inputs, recorded []string) ([]Change, error) {
	if len(recorded) == 0 {
		return nil, nil
	}
	items, err := collect(&e, &in)
	if err != nil {
		return nil, err
	}
	was := make(map[string]string, len(recorded))
	for _, part := range recorded {
		hash, name, _ := strings.Cut(part, " ")
		was[name] = hash
	}
	var out []Change
	add := func(name, how string) { out = append(out, change(name, how)) }
	for _, it := range alike(items, was) {
		name := hub.PrintablePath(it.name)
		switch hash, known := was[name]; {
		case !known:
			add(name, "added")
		case hash != it.short():
			add(name, "changed")
		}
		delete(was, name)
	}
	for _, part := range recorded {
		if _, name, _ := strings.Cut(part, " "); was[name] != "" {
			add(name, "removed")
			delete(was, name)
		}
	}
	slices.SortStableFunc(out, func(a, b Change) int { return cmp.Compare(rank(a), rank(b)) })
	return out, nil
}

// rank puts files before the rest.
func rank(c Change) int {
	if c.What == "file" || c.What == "folder" {
		return 0
	}
	return 1
}

// alike joins those of the parts that were joined when the others were recorded.
func alike(items []item, was map[string]string) []item {
	var out, settings []item
	below := map[string][]item{}
	for _, it := range items {
		name, isFile := strings.CutPrefix(it.name, fileLead)
		_, single := was[hub.PrintablePath(it.name)]
		switch dir := within(path.Dir(name), was); {
		case isFile && !single && dir != "":
			below[dir] = append(below[dir], it)
		case !isFile && was[settingsAll] != "":
			settings = append(settings, it)
		default:
			out = append(out, it)
		}
	}
	for dir, files := range below { // the order does not matter: Changes goes by name
		out = append(out, item{folderLead + dir, join(files)})
	}
	if len(settings) > 0 {
		out = append(out, item{settingsAll, join(settings)})
	}
	slices.SortStableFunc(out, func(a, b item) int { return cmp.Compare(a.name, b.name) })
	return out
}

// within is the nearest folder around dir that was recorded as one part.
func within(dir string, was map[string]string) string {
	for {
		if was[hub.PrintablePath(folderLead+dir)] != "" {
			return dir
		}
		if dir == "." || dir == "/" {
			if was[folderLead+"."] != "" {
				return "."
			}
			return ""
		}
		dir = path.Dir(dir)
	}
}

// change reads the name of a part.
func change(name, how string) Change {
	what, rest, _ := strings.Cut(name, " ")
	switch what {
	case "file", "folder", "environment", "inputs":
		return Change{What: what, Name: rest, How: how}
	case "env":
		return Change{What: "environment", Name: rest, How: how}
	case "argv":
		return Change{What: "command", How: how}
	case "runner":
		return Change{What: "runner", How: how}
	}
	return Change{What: name, How: how}
}

// OfVersion reports whether the change is that of the runner's version, or may be
// it alone, where one part covers several settings.
func (c Change) OfVersion() bool { return c.What == "runner" || c.What == settingsAll }

// String returns the change in words, with the name of a file as in Name.
func (c Change) String() string {
	what := c.What
	switch c.What {
	case "file":
		what = c.Name
	case "folder":
		what = "a file below " + c.Name
		if c.Name == "." {
			what = "one of its files"
		}
	case "command":
		what = "the command"
	case "build":
		what = "the build command"
	case "stdin":
		what = "standard input"
	case "workdir":
		what = "the working directory"
	case "expect":
		what = "what is expected"
	case "clean environment":
		what = "env.clean"
	case "environment":
		what = "environment variable " + c.Name
	case "inputs":
		what = fmt.Sprintf("inputs %q", c.Name)
	case "runner":
		what = "the runner's version"
	case settingsAll:
		what = "one of its settings"
	}
	if c.How == "changed" {
		return what + " changed"
	}
	return what + " was " + c.How
}
