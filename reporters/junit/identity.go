package junit

import (
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// caseID is the key by which readers of JUnit track the history of a case. It depends on
// the example's group and path only, unless two examples would have the same key.
type caseID struct{ suite, class, name string }

// identify returns the key of every example of a plan. The suite is the group's ID, not
// its title, which may change and need not be unique. The class consists of the folders
// above the example's own folder or file, joined with dots; the name is its label. Class
// and name together are unique: if they would not be, the ID is the name.
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
	if unit == "" { // a result without a planned example
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
		id.name = xmlKey(unit) // the class is ambiguous
	}
	if strings.TrimSpace(id.name) == "" {
		id.name = "unnamed"
	}
	return id
}

// dotted joins the parts of a slash path with dots. Dots in a part become underscores,
// since readers split at the last dot.
func dotted(path string) string {
	var parts []string
	for part := range strings.SplitSeq(path, "/") {
		if part = strings.ReplaceAll(strings.TrimSpace(part), ".", "_"); part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, ".")
}
