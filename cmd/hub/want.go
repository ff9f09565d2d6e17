package main

import (
	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// fewer prints that hub could not run as many examples at a time as it was to.
func (s *session) fewer(most int, why string) {
	s.app.warn("hub runs no more than %d at a time instead of %d: it lacked what more of them need: %s", most, s.workers, why)
}

// tried are the IDs of the examples of the plan that are to be started.
func tried(plan []hub.Example) []string {
	var ids []string
	for i := range plan {
		if plan[i].Skip == "" && plan[i].Invalid == nil {
			ids = append(ids, plan[i].ID)
		}
	}
	return ids
}
