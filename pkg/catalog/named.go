package catalog

import (
	"fmt"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// ToRun returns the examples that references mean, each once, in the order in which
// they are named. Whoever names an example wants it run, whether or not it is marked
// skip; in a folder that is named, skip holds. notes are lines for people about what
// was not obvious. Errors are those of [Catalog.Lookup].
func (c *Catalog) ToRun(refs []string) (examples []hub.Example, notes []string, err error) {
	at := map[string]int{}
	for _, ref := range refs {
		e, err := c.Lookup(ref)
		if err != nil {
			return nil, notes, err
		}
		if e.NoIndex {
			notes = append(notes, e.Note(ref))
		}
		i, twice := at[e.ID]
		if !twice {
			i = len(examples)
			at[e.ID] = i
			examples = append(examples, e.Example)
		}
		if x := &examples[i]; x.Skip != "" && !e.Folder {
			why := ""
			if x.Skip != string(hub.SkipUnexplained) {
				why = " (" + x.Skip + ")"
			}
			notes = append(notes, fmt.Sprintf("%s is marked skip%s and runs because it is named", x.ID, why))
			x.Skip = ""
		}
	}
	return examples, notes, nil
}

// Note says, for an example with NoIndex, how the digits of ref are understood.
func (n *Named) Note(ref string) string {
	return fmt.Sprintf("there is no index %s; it is taken as the ID of %s", ref, n.Path)
}
