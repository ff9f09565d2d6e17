package text

import (
	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// Paired returns the run with exactly one result for every example of its plan, in the
// same order. That should hold already; otherwise it returns a copy in which a planned
// example without a result is pending, and an unplanned result gets an example. A report
// must not drop either, nor show a result under the name of another example.
func Paired(run *hub.Run) *hub.Run {
	if isPaired(run) {
		return run
	}
	byID := make(map[string]hub.Result, len(run.Results))
	for _, res := range run.Results {
		byID[res.ID] = res
	}
	fixed := *run
	fixed.Plan, fixed.Results = nil, nil
	planned := make(map[string]bool, len(run.Plan))
	add := func(e hub.Example) {
		res, ok := byID[e.ID]
		if !ok {
			res = hub.Result{ID: e.ID, Status: hub.StatusPending, Reason: "no result recorded"}
		}
		planned[e.ID] = true
		fixed.Plan = append(fixed.Plan, e)
		fixed.Results = append(fixed.Results, res)
	}
	for _, e := range run.Plan {
		if !planned[e.ID] {
			add(e)
		}
	}
	for _, res := range run.Results {
		if !planned[res.ID] {
			add(hub.Example{ID: res.ID, Name: res.ID, Title: res.ID})
		}
	}
	return &fixed
}

func isPaired(run *hub.Run) bool {
	if len(run.Plan) != len(run.Results) {
		return false
	}
	for i := range run.Plan {
		if run.Plan[i].ID != run.Results[i].ID {
			return false
		}
	}
	return true
}
