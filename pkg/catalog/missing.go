package catalog

import (
	"fmt"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// maxMissing is the number of unreadable files and folders that are listed one by one.
const maxMissing = 20

// Missing returns a problem of the run for each file or folder that could not be read,
// because examples may be missing there; beyond the first twenty, one for all others.
func (c *Catalog) Missing() []hub.Problem {
	var out []hub.Problem
	more := 0
	for _, p := range c.Problems {
		switch {
		case !p.Incomplete:
		case len(out) == maxMissing:
			more++
		default:
			out = append(out, hub.Problem{Kind: hub.ProblemCatalog, Message: "examples may be missing: " + p.String()})
		}
	}
	if more == 1 {
		out = append(out, hub.Problem{Kind: hub.ProblemCatalog, Message: "examples may be missing: 1 more place could not be read; 'hub list' shows all of them"})
	} else if more > 1 {
		out = append(out, hub.Problem{Kind: hub.ProblemCatalog, Message: fmt.Sprintf("examples may be missing: %d more places could not be read; 'hub list' shows all of them", more)})
	}
	return out
}
