package baseline

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// Mark returns the examples with their known failures ([hub.Example.Known]). Without a
// baseline it returns all unchanged. catalog has every example of the project; hide
// masks secrets in the entries.
func (f *File) Mark(all, catalog []hub.Example, hide func(string) string) []hub.Example {
	if f == nil {
		return all
	}
	known := f.find(catalog)
	all = slices.Clone(all)
	for i := range all {
		if k := known[all[i].ID]; k != nil {
			all[i].Known = &hub.Known{Type: k.Type, Message: hide(k.Message), Until: k.Until, Reason: hide(k.Reason), Owner: hide(k.Owner)}
		}
	}
	return all
}

// maxNamed bounds the examples that [File.Remark] names.
const maxNamed = 3

// Remark names the entries without an example in the catalog; empty if there are none.
// The text is untrusted.
func (f *File) Remark(catalog []hub.Example) string {
	if f == nil {
		return ""
	}
	used := map[string]bool{}
	for _, k := range f.find(catalog) {
		used[k.ID] = true
	}
	var gone []string
	for i := range f.Failures {
		if id := f.Failures[i].ID; !used[id] {
			gone = append(gone, id)
		}
	}
	if len(gone) == 0 {
		return ""
	}
	named := strings.Join(gone[:min(len(gone), maxNamed)], ", ")
	if more := len(gone) - maxNamed; more > 0 {
		named += fmt.Sprintf(" and %d more", more)
	}
	return fmt.Sprintf("%s lists examples that do not exist: %s; remove them: hub baseline update --only-fixed", f.Name, named)
}

// find returns the failures by the ID of their examples. An entry belongs to the
// example with its ID, else to an example that had this ID before its metadata got an
// id.
func (f *File) find(catalog []hub.Example) map[string]*Failure {
	entries := make(map[string]*Failure, len(f.Failures))
	for i := range f.Failures {
		entries[f.Failures[i].ID] = &f.Failures[i]
	}
	found := make(map[string]*Failure, len(entries))
	for i := range catalog {
		if k := entries[catalog[i].ID]; k != nil {
			found[catalog[i].ID] = k
		}
	}
	if len(found) == len(entries) {
		return found
	}
	for _, k := range found {
		delete(entries, k.ID)
	}
	for i := range catalog {
		e := &catalog[i]
		had := []string{e.PathID}
		if e.Former != nil {
			had = append(had, e.Former.ID)
		}
		for _, id := range had {
			if k := entries[id]; k != nil && id != "" && found[e.ID] == nil {
				found[e.ID] = k
				delete(entries, id)
			}
		}
	}
	return found
}
