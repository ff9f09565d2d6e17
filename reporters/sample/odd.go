package sample

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// Any returns a run of random shape.
func Any(rnd *rand.Rand) *hub.Run {
	run := AllGood(rnd.IntN(6))
	run.Catalog += rnd.IntN(2)
	ends := []hub.EndReason{hub.EndFinished, hub.EndFinished, hub.EndFinished, hub.EndEmpty, hub.EndStopOnError, hub.EndMaxFailures, hub.EndDeadline, hub.EndInterrupted, hub.EndKilled}
	run.End.Reason = ends[rnd.IntN(len(ends))]
	statuses := append(hub.Statuses(), hub.StatusCompleted, hub.StatusCompleted, hub.StatusCompleted, "bogus")
	for i := range run.Results {
		run.Results[i].Status = statuses[rnd.IntN(len(statuses))]
		if run.Results[i].Status == hub.StatusError && rnd.IntN(2) == 0 {
			run.Results[i].AllowedFailure = &hub.AllowFailure{}
		}
	}
	if rnd.IntN(4) == 0 {
		run.Steps = FailedSteps()
	}
	if rnd.IntN(6) == 0 {
		run.Problems = []hub.Problem{{Kind: hub.ProblemReport, Message: "no space left on device"}}
	}
	return run
}

// Odd returns a run of a failure, a flaky pass and a skip in which all texts are given.
func Odd(output, id, message string, seconds float64) *hub.Run {
	run := AllGood(3)
	for i := range run.Results {
		e, res := &run.Plan[i], &run.Results[i]
		e.ID = id + string(rune('0'+i))
		e.Path, e.Group, e.Title, e.Tags, e.Runner = message, id, output, []string{message}, output
		res.ID, res.Seconds, res.Leaked, res.Doubtful = e.ID, seconds, []string{message}, output
		err := &hub.Error{Type: hub.ErrorType(message), Message: message, File: id, Line: 3}
		failed := hub.Attempt{Number: 1, Output: message, Seconds: seconds, Error: err, Signal: id}
		last := hub.Attempt{Number: 2, Output: output, Seconds: seconds}
		switch i {
		case 0:
			res.Status, res.Error, last.Error = hub.StatusError, err, err
		case 1:
			res.Flaky = true
		case 2:
			res.Status, res.Reason = hub.StatusSkipped, message
		}
		res.Attempts = []hub.Attempt{failed, last}
	}
	return run
}

// OddText returns a random text of bytes that are special in some format.
func OddText(rnd *rand.Rand) string {
	pieces := []string{
		"\x1b[31m", "\x1b]0;t\a", "\x1b[", "]]>", "<![CDATA[", "&", "&#x1b;", "<", ">", `"`, "'", "\r\n", "\r", "\n", "\t", "\x00", "\x7f", "\x85",
		"\xff\xfe", "\xed\xa0\x80", "\ufffe", "\uffff", "\u2028", "\ufeff", "👩‍👧", "ä", "[[ATTACHMENT|x]]", "-->", "<?xml?>", "plain ", "a/b.c",
	}
	var b strings.Builder
	for range rnd.IntN(12) {
		b.WriteString(pieces[rnd.IntN(len(pieces))])
	}
	return b.String()
}

// AllBad returns a run of n failed examples with realistic paths.
func AllBad(n int, output, message string) *hub.Run {
	run := &hub.Run{RunHeader: hub.RunHeader{Started: Epoch, Catalog: n}, End: hub.RunEnd{Reason: hub.EndFinished, Finished: Epoch.Add(time.Hour)}}
	for i := range n {
		e := hub.Example{Index: i + 1, Group: fmt.Sprintf("group-%03d", i/100), Title: "How to do the thing with number " + fmt.Sprint(i), Runner: "python"}
		e.PathID = fmt.Sprintf("examples/%s/do-the-thing-%05d", e.Group, i)
		e.ID, e.Path = e.PathID, e.PathID+"/run.py"
		err := &hub.Error{Type: hub.ErrException, Message: message, File: e.Path, Line: 12}
		run.Plan = append(run.Plan, e)
		run.Results = append(run.Results, hub.Result{
			ID: e.ID, Status: hub.StatusError, Error: err, Started: Epoch, Seconds: 0.25,
			Attempts: []hub.Attempt{{Number: 1, Started: Epoch, Seconds: 0.25, ExitCode: 1, Output: output, Error: err}},
		})
	}
	return run
}
