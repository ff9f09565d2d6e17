package catalog

import (
	"cmp"
	"fmt"
	"path"
	"path/filepath"
	"slices"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// pathID returns the ID of the file's path: that of its folder if the file
// represents it, else its own; relative to the project's root, or to the folder
// of a source outside.
func (f *entry) pathID() string {
	rel := f.folder.rel
	switch {
	case f.represents():
	case f.folder.source == f.source:
		return hub.PrintablePath(f.slash())
	default:
		rel = path.Join(rel, path.Base(f.rel))
	}
	return f.folder.source.printable(rel)
}

// represents reports whether the file represents its folder.
func (f *entry) represents() bool { return f.folder.main == path.Base(f.rel) }

// identify sets the ID of every example: the id in its metadata if that is
// usable and no other example has it, else the ID of its path.
//
// If several examples have one ID, those that have it by metadata get the ID of
// their path and a fault; one that has it by its path keeps it. This repeats
// until all IDs differ, independent of the order of the files.
func identify(root string, found []entry, drafts []draft) {
	uniquePaths(root, found, drafts)
	byPath := make([]bool, len(drafts))
	for i := range drafts {
		d := &drafts[i]
		d.example.ID = d.metadata.id.Text
		byPath[i] = d.example.ID == "" || d.example.ID == d.example.PathID
		if byPath[i] {
			d.example.ID = d.example.PathID
		}
		if wrong := d.metadata.id.Fault; wrong != "" {
			d.fault(fmt.Sprintf("%s (until then its ID is %q, from the path)", wrong, d.example.PathID))
		}
	}
	for again := true; again; {
		again = false
		for _, same := range shared(drafts) {
			for _, i := range same {
				if byPath[i] {
					continue
				}
				drafts[i].twin(drafts, same, i, byPath)
			}
		}
		for i := range drafts {
			if d := &drafts[i]; !byPath[i] && d.example.Fault != nil && d.example.ID != d.example.PathID {
				d.example.ID, byPath[i], again = d.example.PathID, true, true
			}
		}
	}
	for i := range drafts {
		d := &drafts[i]
		d.example.Former = found[i].former(d)
		if d.example.PathID == d.example.ID {
			d.example.PathID = ""
		}
	}
}

// refused returns, by id, the IDs of the examples whose metadata gives an id
// that another example has or gives as well.
func refused(drafts []draft) map[string][]string {
	out := map[string][]string{}
	for i := range drafts {
		if id := drafts[i].metadata.id.Text; id != "" && drafts[i].example.Fault != nil {
			out[id] = append(out[id], drafts[i].example.ID)
		}
	}
	return out
}

// shared returns the indexes of the drafts that share an ID, each group in the
// order of its paths.
func shared(drafts []draft) [][]int {
	byID := make(map[string]int, len(drafts))
	groups := map[string][]int{}
	var order []string
	for i := range drafts {
		id := drafts[i].example.ID
		first, there := byID[id]
		if !there {
			byID[id] = i
			continue
		}
		if groups[id] == nil {
			groups[id] = []int{first}
			order = append(order, id)
		}
		groups[id] = append(groups[id], i)
	}
	out := make([][]int, 0, len(order))
	for _, id := range order {
		slices.SortFunc(groups[id], func(a, b int) int {
			x, y := drafts[a].example, drafts[b].example
			return cmp.Or(comparePaths(x.Path, y.Path), cmp.Compare(x.File, y.File))
		})
		out = append(out, groups[id])
	}
	return out
}

// twin records that other drafts have the same ID as the i-th, which has it by
// metadata.
func (d *draft) twin(drafts []draft, same []int, i int, byPath []bool) {
	others := slices.DeleteFunc(slices.Clone(same), func(k int) bool { return k == i })
	for _, k := range others {
		if byPath[k] {
			d.fault(fmt.Sprintf("the id %q is also the ID of %s, from its path; give %s a different one", d.example.ID, drafts[k].shown(), d.shown()))
			return
		}
	}
	more := ""
	if n := len(others) - 1; n > 0 {
		more = fmt.Sprintf(" and %d more", n)
	}
	d.fault(fmt.Sprintf("the id %q of %s is also the id of %s%s; give each a different one (until then its ID is %q, from the path)",
		d.example.ID, d.shown(), drafts[others[0]].shown(), more, d.example.PathID))
}

// shown returns the file for a message about two files: the absolute path if it
// is outside the project, where several files may have the same path.
func (d *draft) shown() string {
	if d.outside {
		return hub.PrintablePath(d.example.File)
	}
	return d.example.Path
}

// fault records what is wrong with the id in the metadata.
func (d *draft) fault(message string) {
	at := d.metadata.idFile
	d.example.Fault = &hub.Error{Type: hub.ErrInvalidMeta, Message: message, File: at, Line: d.metadata.id.Line, Column: d.metadata.id.Column}
	d.own().find(at, d.metadata.id.Line, d.metadata.id.Column, message, false)
}

// uniquePaths sets the PathID of every draft. Within the project these are
// unique. Files outside are named relative to their source's folder; if these
// names collide, relative to the project's root, or else absolute.
func uniquePaths(root string, found []entry, drafts []draft) {
	outside := false
	for i := range drafts {
		drafts[i].example.PathID = found[i].pathID()
		outside = outside || drafts[i].outside
	}
	if !outside {
		return
	}
	for _, name := range []func(file string) string{
		func(file string) string {
			rel, err := filepath.Rel(root, file)
			if err != nil { // on another drive
				rel = file
			}
			return rel
		},
		func(file string) string { return file },
	} {
		count := make(map[string]int, len(drafts))
		for i := range drafts {
			count[drafts[i].example.PathID]++
		}
		for i := range drafts {
			if d := &drafts[i]; d.outside && count[d.example.PathID] > 1 {
				d.example.PathID = hub.PrintablePath(filepath.ToSlash(name(d.example.File)))
			}
		}
	}
}
