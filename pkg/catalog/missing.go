package catalog

import (
	"fmt"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// maxMissing bounds the places that become problems of a run one by one.
const maxMissing = 20

// Missing returns the places that could not be read, where examples may be missing,
// as problems of a run.
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
		out = append(out, hub.Problem{Kind: hub.ProblemCatalog, Message: "examples may be missing: 1 more place could not be read; 'hub list' names them all"})
	} else if more > 1 {
		out = append(out, hub.Problem{Kind: hub.ProblemCatalog, Message: fmt.Sprintf("examples may be missing: %d more places could not be read; 'hub list' names them all", more)})
	}
	return out
}
