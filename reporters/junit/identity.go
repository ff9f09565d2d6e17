package junit

import (
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// caseID is what the consumers of JUnit key the history of a case by. It
// follows from the example's group and path alone, but for the rare case that
// two would have one: its final form, which nothing changes any more.
type caseID struct{ suite, class, name string }

// identify gives every example of a plan its key. The suite is the group's ID,
// not its title, which may change and need not be unique. The class is the
// folders above the example's own folder or file, dotted, and the name its label.
// Class and name are unique together: of those that would not be, the name is
// the ID.
func identify(plan []hub.Example) []caseID {
	ids := make([]caseID, len(plan))
	for i := range plan {
		ids[i] = identity(&plan[i])
	}
	type key struct{ class, name string }
	for byID := make([]bool, len(plan)); ; {
		first := make(map[key]int, len(plan))
		var twins []int
		for i, id := range ids {
			if k, twice := first[key{id.class, id.name}]; twice {
				twins = append(twins, k, i)
			} else {
				first[key{id.class, id.name}] = i
			}
		}
		again := false
		for _, i := range twins {
			if !byID[i] {
				ids[i].name = xmlKey("id:" + plan[i].ID)
				byID[i], again = true, true
			}
		}
		if !again {
			return ids
		}
	}
}

func identity(e *hub.Example) caseID {
	id := caseID{suite: xmlKey(e.Group), class: "examples"}
	if strings.TrimSpace(e.Group) == "" {
		id.suite = "examples"
	}
	unit := e.Unit()
	if unit == "" { // known by its result alone
		unit = e.ID
	}
	folders := ""
	if i := strings.LastIndexByte(unit, '/'); i >= 0 {
		folders = unit[:i]
	}
	class := dotted(folders)
	if class != "" {
		id.class = xmlKey(class)
	}
	id.name = xmlKey(e.Label())
	if folders != strings.ReplaceAll(class, ".", "/") {
		id.name = xmlKey(unit) // the class does not lead back to the folders
	}
	if strings.TrimSpace(id.name) == "" {
		id.name = "unnamed"
	}
	return id
}

// dotted joins the parts of a slash path with dots. Dots within a part become
// underscores: consumers split at the last one.
func dotted(path string) string {
	var parts []string
	for part := range strings.SplitSeq(path, "/") {
		if part = strings.ReplaceAll(strings.TrimSpace(part), ".", "_"); part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, ".")
}
