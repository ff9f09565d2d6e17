package catalog

import (
	"fmt"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// maxDocNames bounds the problems about docnames, and the examples in each.
const maxDocNames = 5

// sharedDocNames reports docnames that several examples have: they cannot be used as
// references.
func sharedDocNames(examples []hub.Example) []Problem {
	having := map[string][]*hub.Example{}
	var names []string // that several have, in catalog order
	for i := range examples {
		e := &examples[i]
		if e.DocName == "" {
			continue
		}
		if having[e.DocName] = append(having[e.DocName], e); len(having[e.DocName]) == 2 {
			names = append(names, e.DocName)
		}
	}
	var problems []Problem
	for _, name := range names[:min(len(names), maxDocNames)] {
		all := having[name]
		var ids []string
		for _, e := range all[:min(len(all), maxDocNames)] {
			ids = append(ids, e.Called())
		}
		if more := len(all) - len(ids); more > 0 {
			ids = append(ids, fmt.Sprintf("%d more", more))
		}
		problems = append(problems, Problem{Path: all[1].Path, Message: fmt.Sprintf("docname %q belongs to several examples, so no reference can use it: %s", name, strings.Join(ids, ", "))})
	}
	if more := len(names) - len(problems); more > 0 {
		problems = append(problems, Problem{Message: fmt.Sprintf("%d more docnames belong to several examples", more)})
	}
	return problems
}
