package runlog_test

import (
	"bytes"
	"fmt"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
)

// A program that runs examples by itself writes a run log, which hub can render
// as any report and every reader can check.
func Example() {
	start := time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC)
	timeout := &hub.Error{Type: hub.ErrTimeout, Message: "timed out after 5s"}
	run := hub.Run{
		RunHeader: hub.RunHeader{
			SchemaVersion: hub.SchemaVersion, ID: runlog.IDAt(start, "0a1b"), Started: start, Workers: 1,
			Plan: []hub.Example{{Index: 1, ID: "hello"}, {Index: 2, ID: "world"}},
		},
		Results: []hub.Result{
			{ID: "hello", Status: hub.StatusCompleted, Started: start, Attempts: []hub.Attempt{{Number: 1}}},
			{ID: "world", Status: hub.StatusError, Started: start, Error: timeout, Attempts: []hub.Attempt{{Number: 1, Error: timeout}}},
		},
		End: hub.RunEnd{Reason: hub.EndFinished, Finished: start.Add(6 * time.Second)},
	}
	var file bytes.Buffer
	if err := runlog.NewEncoder(&file).Encode(runlog.Events(&run)...); err != nil {
		fmt.Println(err)
	}

	log, err := runlog.Decode(&file)
	fmt.Println(log.Run.Verdict(), log.Sealed, log.Damage, err)
	for _, failed := range log.Run.Failures() {
		fmt.Println(failed.ID, failed.Error.Type)
	}
	// Output:
	// failed intact [] <nil>
	// world timeout
}
