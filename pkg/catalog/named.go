package catalog

import (
	"fmt"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// ToRun returns the examples that refs name, each once, in the order of refs. An
// example that is named runs even if it is marked skip; one that only its folder names
// does not. notes tell people about such decisions, one line each. Errors are those
// of [Catalog.Lookup].
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

// Note says how the digits of ref were understood, for an example with NoIndex.
func (n *Named) Note(ref string) string {
	return fmt.Sprintf("there is no index %s; it is taken as the ID of %s", ref, n.Path)
}
