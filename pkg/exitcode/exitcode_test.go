package exitcode

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// The exit code follows from the verdict, and is 0 exactly where the reports
// show no failure.
func TestExitCodesFollowFromTheVerdict(t *testing.T) {
	seen := map[hub.Verdict]int{}
	for _, reason := range []hub.EndReason{hub.EndFinished, hub.EndEmpty, hub.EndStopOnError, hub.EndMaxFailures, hub.EndDeadline, hub.EndInterrupted, hub.EndKilled, hub.EndIncomplete} {
		for _, results := range [][]hub.Result{nil, {{Status: hub.StatusCompleted}}, {{Status: hub.StatusError}}} {
			for _, problems := range [][]hub.Problem{nil, {{Kind: hub.ProblemReport, Message: "no room"}}} {
				run := &hub.Run{End: hub.RunEnd{Reason: reason, Signal: "SIGTERM"}, Results: results, Problems: problems}
				for range results {
					run.Plan = append(run.Plan, hub.Example{})
				}
				code := ofVerdict(run)
				assert.Equal(t, run.Passed(), code == Good, "%+v", run)
				before, known := seen[run.Verdict()]
				if known && run.Verdict() != hub.VerdictEmpty {
					assert.Equal(t, before, code, "one code for %s", run.Verdict())
				}
				seen[run.Verdict()] = code
				assert.Equal(t, code, OfRun(run, false, false))
				if run.Verdict() != hub.VerdictInterrupted {
					assert.Equal(t, Trouble, OfRun(run, true, false), "what comes up too late to be recorded")
				} else {
					assert.Equal(t, 143, OfRun(run, true, false))
				}
			}
		}
	}
	delete(seen, hub.VerdictEmpty)
	assert.Equal(t, map[hub.Verdict]int{hub.VerdictGood: 0, hub.VerdictFailed: 1, hub.VerdictTrouble: 3, hub.VerdictInterrupted: 143}, seen)
	assert.Equal(t, Good, ofVerdict(&hub.Run{End: hub.RunEnd{Reason: hub.EndFinished}}))
	assert.Equal(t, Empty, ofVerdict(&hub.Run{End: hub.RunEnd{Reason: hub.EndEmpty}}))
}
