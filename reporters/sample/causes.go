package sample

import (
	"fmt"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// OneCause returns a run in which the first failed examples fail for one missing file, each
// in a boot file that all load, the next fails for another reason, and two passes are
// doubtful for one reason.
func OneCause(failed int) *hub.Run {
	run := &hub.Run{
		RunHeader: hub.RunHeader{SchemaVersion: hub.SchemaVersion, ID: "r", Hub: "dev", Command: "all", Started: Epoch, Workers: 2},
		End:       hub.RunEnd{Reason: hub.EndFinished, Finished: Epoch.Add(time.Second)},
	}
	add := func(res hub.Result, a hub.Attempt) {
		n := len(run.Plan)
		e := hub.Example{Index: n + 1, Name: fmt.Sprintf("StructuredOutput%03d", n), Group: fmt.Sprintf("A%02d_Basics", n/20), Runner: "php"}
		e.ID = "examples/" + e.Group + "/" + e.Name
		e.Path = e.ID + "/run.php"
		res.ID, res.Started, res.Seconds = e.ID, Epoch, 0.05
		a.Number, a.Started, a.Seconds, a.Error, a.Doubtful = 1, Epoch, 0.05, res.Error, res.Doubtful
		res.Attempts = []hub.Attempt{a}
		run.Plan, run.Results = append(run.Plan, e), append(run.Results, res)
	}
	const message = "Uncaught Error: Failed opening required '/home/ci/cookbook/vendor/autoload.php' (include_path='.:/usr/share/php')"
	for range failed {
		err := &hub.Error{Type: hub.ErrMissingDependency, Message: message, File: "examples/boot.php", Line: 3}
		add(hub.Result{Status: hub.StatusError, Error: err}, hub.Attempt{ExitCode: 255, Output: "PHP Fatal error:  " + message + " in /home/ci/cookbook/examples/boot.php:3\nStack trace:\n" +
			fmt.Sprintf("#0 /home/ci/cookbook/examples/%d/run.php(12): require()\n#1 {main}\n  thrown in /home/ci/cookbook/examples/boot.php on line 3\n", len(run.Plan))})
	}
	err := &hub.Error{Type: hub.ErrAssertion, Message: "expected 2, got 3", File: "examples/x.php", Line: 7}
	add(hub.Result{Status: hub.StatusError, Error: err}, hub.Attempt{ExitCode: 1, Output: "expected 2, got 3\n"})
	for range 2 {
		add(hub.Result{Status: hub.StatusCompleted, Doubtful: "no output"}, hub.Attempt{})
	}
	run.Catalog = len(run.Plan)
	return run
}
