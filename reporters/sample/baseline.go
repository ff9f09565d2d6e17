package sample

import (
	"time"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// known returns the case of a run with a baseline: one result of every standing.
func known() Case {
	run := part("basics/hello")
	run.Plan, run.Results = nil, nil
	run.Baseline = &hub.Baseline{File: "hub.baseline.yaml", Digest: "5f1e", Failures: 4}
	add := func(id string, listed string, standing hub.Standing, message string) *hub.Result {
		e := hub.Example{Index: len(run.Plan) + 1, ID: id, Name: id, Title: id, GroupTitle: "", Path: id}
		if listed != "" {
			e.Known = &hub.Known{Type: hub.ErrMissingDependency, Message: listed, Until: "2027-01-31", Reason: "waits for a release", Owner: "docs"}
		}
		a := hub.Attempt{Number: 1, Started: Epoch, Seconds: 0.1}
		res := hub.Result{ID: id, Status: hub.StatusCompleted, Started: Epoch, Seconds: 0.1, Worker: 1, Baseline: standing}
		if message != "" {
			a.ExitCode, a.Output = 1, message+"\n"
			a.Error = &hub.Error{Type: hub.ErrMissingDependency, Message: message, File: id, Line: 3}
			res.Status, res.Error = hub.StatusError, a.Error
		}
		res.Attempts = []hub.Attempt{a}
		run.Plan, run.Results = append(run.Plan, e), append(run.Results, res)
		return &run.Results[len(run.Results)-1]
	}
	same := add("same.py", "No module named 'demo'", hub.StandingKnown, "No module named 'demo'")
	allow := run.Plan[0].Known.Allowance()
	same.AllowedFailure = &allow
	over := add("over.py", "No module named 'demo'", hub.StandingExpired, "No module named 'demo'")
	err := *over.Error
	err.Message += " (this failure was known until 2026-01-31, which is over)"
	over.Error = &err
	add("other.py", "No module named 'demo'", hub.StandingChanged, "No module named 'other'")
	add("new.py", "", hub.StandingNew, "No module named 'new'")
	add("fixed.py", "No module named 'demo'", hub.StandingFixed, "")
	run.Catalog = len(run.Plan)
	run.End.Finished = run.Started.Add(time.Second)
	return Case{"baseline", run}
}
