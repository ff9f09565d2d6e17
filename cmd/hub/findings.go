package main

import (
	"github.com/seed-00a9b34c/hub/pkg/catalog"
)

// maxFindings bounds what is shown on the side of another answer.
const maxFindings = 20

// findings reports what was found in the metadata of examples on the side:
// warnings, or what makes an example an error.
func (a *App) findings(cat *catalog.Catalog, warnings bool) {
	n, kind := 0, ""
	if warnings {
		kind = "warning: "
	}
	for _, f := range cat.Findings {
		if f.Warning != warnings {
			continue
		}
		if n++; n <= maxFindings {
			a.warn("%s%s", kind, f)
		}
	}
	if more := n - maxFindings; more > 0 {
		a.warn("… and %d more; 'hub config check' lists all of them", more)
	}
}
