package reporters

import (
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// caseID is what the consumers of JUnit key the history of a case by. It
// follows from the example's group and ID alone.
type caseID struct{ suite, class, name string }

// identify gives every example of a plan its key. The suite is the group's ID,
// not its title, which may change and need not be unique. The class is the
// ID's folders, dotted, and the name its last part; where that would not lead
// back to the ID (a dot in a folder's name, two IDs that come to the same) the
// name is the whole ID.
func identify(plan []hub.Example) []caseID {
	ids := make([]caseID, len(plan))
	seen := make(map[caseID]int, len(plan))
	for i := range plan {
		ids[i] = identity(&plan[i])
		seen[ids[i]]++
	}
	for i := range plan {
		if seen[ids[i]] > 1 {
			ids[i].name = xmlKey(plan[i].ID)
		}
	}
	return ids
}

func identity(e *hub.Example) caseID {
	id := caseID{suite: xmlKey(e.Group)}
	if strings.TrimSpace(e.Group) == "" {
		id.suite = "examples"
	}
	folders, name := "", e.ID
	if i := strings.LastIndexByte(e.ID, '/'); i >= 0 {
		folders, name = e.ID[:i], e.ID[i+1:]
	}
	class := dotted(folders)
	if class == "" {
		class = dotted(e.Group)
	}
	if class == "" {
		class = "examples"
	}
	id.class, id.name = xmlKey(class), xmlKey(name)
	if strings.TrimSpace(name) == "" || folders != strings.ReplaceAll(dotted(folders), ".", "/") {
		id.name = xmlKey(e.ID)
	}
	if id.name == "" {
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
