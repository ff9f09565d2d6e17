package sample

import (
	"strings"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// Small returns a run of one failure, one flaky pass and one skip.
func Small() *hub.Run {
	at := time.Date(2026, 3, 14, 9, 26, 53, 0, time.UTC)
	run := &hub.Run{RunHeader: hub.RunHeader{ID: "r1", Started: at, Catalog: 3}, End: hub.RunEnd{Reason: hub.EndFinished, Finished: at.Add(time.Second)}}
	for i, id := range []string{"basics/wrong", "basics/flaky", "net/skipped"} {
		run.Plan = append(run.Plan, hub.Example{Index: i + 1, ID: id, Name: id, Title: id, Group: strings.Split(id, "/")[0], Path: "examples/" + id + ".py"})
	}
	failed := hub.Attempt{Number: 1, ExitCode: 1, Output: "boom\n", Error: &hub.Error{Type: hub.ErrAssertion, Message: "boom"}}
	run.Results = []hub.Result{
		{ID: "basics/wrong", Status: hub.StatusError, Started: at, Attempts: []hub.Attempt{failed},
			Error: &hub.Error{Type: hub.ErrAssertion, Message: "boom", File: "examples/basics/lib.py", Line: 7}},
		{ID: "basics/flaky", Status: hub.StatusCompleted, Flaky: true, Started: at, Attempts: []hub.Attempt{failed, {Number: 2}}},
		{ID: "net/skipped", Status: hub.StatusSkipped, Reason: "no net", Started: at},
	}
	return run
}
