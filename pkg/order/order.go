// Package order finds examples whose verdict depends on which examples ran before them:
// they share a file, a port, a database.
//
// The evidence is the recorded runs in which the example had the same fingerprint and
// passed or failed at its first attempt. It is order-dependent if its verdict changed and
// changed back among them, and it failed exactly when one other example had ended before
// it, or exactly when that example had not. One change proves nothing: a service that is
// up again explains it as well, and a failed example is usually run again alone. An
// example that ran beside it in one of the runs is no explanation. After a flaky pass the
// package reports nothing, because the verdict changes by itself.
package order

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// minChanges is how often the verdict must have changed from run to run.
const minChanges = 2

// Dependence describes how a verdict depended on the order.
type Dependence struct {
	// Failed and Passed count the runs.
	Failed, Passed int
	// After says that it failed after the others; if false, it failed when they had not
	// run before it.
	After bool
	// Others are the IDs of the examples that explain all verdicts, each by itself, in
	// the order of their starts in the newest run that has them before it.
	Others []string
}

// outcome is one run as the example saw it.
type outcome struct {
	failed bool
	before []string // what had ended before it, in the order of the starts
	beside []string // what ran at the same time
}

// Of returns how the verdict on the example depended on the order in the runs, newest
// first; nil if the runs do not show that.
func Of(runs []*hub.Run, id string) *Dependence {
	var seen []outcome
	print := ""
	for _, run := range runs {
		i := slices.IndexFunc(run.Results, func(r hub.Result) bool { return r.ID == id })
		if i < 0 {
			continue
		}
		r := &run.Results[i]
		if r.Flaky {
			return nil
		}
		if r.Status != hub.StatusCompleted && r.Status != hub.StatusError || r.Fingerprint == "" || r.Started.IsZero() {
			continue
		}
		if print == "" {
			print = r.Fingerprint
		}
		if r.Fingerprint == print {
			before, beside := around(run, r)
			seen = append(seen, outcome{r.Status == hub.StatusError, before, beside})
		}
	}
	d := &Dependence{}
	changes := 0
	for i, o := range seen {
		if i > 0 && o.failed != seen[i-1].failed {
			changes++
		}
		if o.failed {
			d.Failed++
		} else {
			d.Passed++
		}
	}
	if changes < minChanges {
		return nil
	}
	for _, after := range []bool{true, false} {
		if d.Others = explain(seen, after); len(d.Others) > 0 {
			d.After = after
			return d
		}
	}
	return nil
}

// around returns the IDs of the examples that had ended before r started, and of those that
// ran beside it.
func around(run *hub.Run, r *hub.Result) (before, beside []string) {
	var earlier []*hub.Result
	for i := range run.Results {
		x := &run.Results[i]
		switch {
		case x.ID == r.ID || x.Last() == nil || x.Started.IsZero() || !x.Started.Before(ended(r)):
		case ended(x).After(r.Started):
			beside = append(beside, x.ID)
		default:
			earlier = append(earlier, x)
		}
	}
	slices.SortStableFunc(earlier, func(a, b *hub.Result) int { return a.Started.Compare(b.Started) })
	for _, x := range earlier {
		before = append(before, x.ID)
	}
	return before, beside
}

// ended returns when a result with attempts ended.
func ended(r *hub.Result) time.Time {
	a := r.Last()
	if a == nil {
		return r.Started
	}
	return a.Started.Add(time.Duration((a.Seconds + a.BuildSeconds) * float64(time.Second)))
}

// explain returns the examples that had ended before in exactly the failed runs, or in
// exactly the passed ones.
func explain(seen []outcome, failedAfter bool) []string {
	count := map[string]int{} // runs that it explains
	var order []string
	total := 0
	for _, o := range seen {
		if o.failed == failedAfter {
			total++
			for _, id := range o.before {
				if count[id]++; count[id] == 1 {
					order = append(order, id)
				}
			}
		}
	}
	for _, o := range seen {
		if o.failed != failedAfter {
			for _, id := range o.before {
				delete(count, id)
			}
		}
		for _, id := range o.beside {
			delete(count, id)
		}
	}
	return slices.DeleteFunc(order, func(id string) bool { return count[id] != total })
}

// String describes the dependence in one line. IDs are untrusted.
func (d *Dependence) String() string {
	const most = 3
	names := strings.Join(d.Others[:min(len(d.Others), most)], " or ")
	if more := len(d.Others) - most; more > 0 {
		names += fmt.Sprintf(" or one of %d more", more)
	}
	with, without := "failed", "passed"
	n, m := d.Failed, d.Passed
	if !d.After {
		with, without, n, m = without, with, m, n
	}
	return fmt.Sprintf("%s in all %s in which it ran after %s, %s in all %s in which it did not", with, runs(n), names, without, runs(m))
}

// Brief returns what [Of] needs of a run, without the outputs, so that many fit into
// memory.
func Brief(run *hub.Run) *hub.Run {
	out := &hub.Run{Results: make([]hub.Result, len(run.Results))}
	for i := range run.Results {
		r := &run.Results[i]
		out.Results[i] = hub.Result{ID: r.ID, Status: r.Status, Started: r.Started, Flaky: r.Flaky, Fingerprint: r.Fingerprint}
		if a := r.Last(); a != nil {
			out.Results[i].Attempts = []hub.Attempt{{Started: a.Started, Seconds: a.Seconds, BuildSeconds: a.BuildSeconds}}
		}
	}
	return out
}

func runs(n int) string {
	if n == 1 {
		return "1 run"
	}
	return fmt.Sprintf("%d runs", n)
}
