package difference_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/seed-00a9b34c/hub/pkg/difference"
	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// runOf returns a run over a whole catalog with these results.
func runOf(id string, results ...hub.Result) *hub.Run {
	run := &hub.Run{RunHeader: hub.RunHeader{ID: id, Catalog: len(results)}, End: hub.RunEnd{Reason: hub.EndFinished}, Results: results}
	for i := range results {
		run.Plan = append(run.Plan, hub.Example{Index: i + 1, ID: results[i].ID, Group: "g", Path: results[i].ID + ".py"})
	}
	return run
}

func failed(message string) hub.Result {
	err := &hub.Error{Type: hub.ErrAssertion, Message: message}
	return hub.Result{Status: hub.StatusError, Error: err, Attempts: []hub.Attempt{{Number: 1, ExitCode: 1, Error: err}}}
}

func TestEveryPairOfResults(t *testing.T) {
	pass := hub.Result{Status: hub.StatusCompleted, Seconds: 1}
	with := func(res hub.Result, change func(*hub.Result)) hub.Result { change(&res); return res }
	strict := failed("passes")
	strict.Error = &hub.Error{Type: hub.ErrUnexpectedPass}
	strict.Attempts = []hub.Attempt{{Number: 1}}
	states := map[string]hub.Result{
		"pass":        pass,
		"fail":        failed("boom at /tmp/x1/y on 127.0.0.1:40001"),
		"same fail":   failed("boom at /tmp/x2/y on 127.0.0.1:40002"),
		"other fail":  failed("bang"),
		"allowed":     with(failed("bang"), func(r *hub.Result) { r.AllowedFailure = &hub.AllowFailure{Allowed: true} }),
		"strict":      strict,
		"flaky":       with(pass, func(r *hub.Result) { r.Flaky = true }),
		"doubtful":    with(pass, func(r *hub.Result) { r.Doubtful = "printed nothing" }),
		"skipped":     {Status: hub.StatusSkipped},
		"interrupted": {Status: hub.StatusInterrupted},
		"not run":     {Status: hub.StatusPending},
		"slow":        with(pass, func(r *hub.Result) { r.Seconds = 2.2 }),
		"a bit slow":  with(pass, func(r *hub.Result) { r.Seconds = 1.9 }),
		"broken":      {Status: hub.StatusError},
	}
	for before, after := range map[string]map[string]difference.Kind{
		"pass": {
			"pass": "", "fail": difference.Failing, "allowed": difference.Failing, "strict": "", "flaky": difference.Unclear, "doubtful": difference.Unclear,
			"skipped": difference.Unclear, "interrupted": difference.Unclear, "not run": difference.Unclear, "slow": difference.Slower, "a bit slow": "", "broken": difference.Failing,
		},
		"fail": {
			"pass": difference.Fixed, "same fail": "", "other fail": difference.Changed, "allowed": difference.Changed, "strict": difference.Fixed, "flaky": difference.Unclear,
			"doubtful": difference.Unclear, "skipped": difference.Unclear, "interrupted": difference.Unclear, "not run": difference.Unclear, "slow": difference.Fixed, "broken": difference.Changed,
		},
		"skipped":  {"pass": "", "fail": difference.Failing, "skipped": "", "doubtful": "", "not run": ""},
		"doubtful": {"pass": "", "fail": difference.Failing, "doubtful": "", "flaky": ""},
		"slow":     {"pass": ""},
		"broken":   {"broken": "", "pass": difference.Fixed},
	} {
		for state, want := range after {
			a, b := states[before], states[state]
			a.ID, b.ID = "x", "x"
			d := difference.Of(runOf("a", a), runOf("b", b))
			if want == "" {
				assert.Empty(t, d.Changes, "%s → %s", before, state)
			} else if assert.Len(t, d.Changes, 1, "%s → %s", before, state) {
				assert.Equal(t, want, d.Changes[0].Kind, "%s → %s", before, state)
			}
		}
	}
	fast, slow := pass, pass
	fast.ID, slow.ID, fast.Seconds, slow.Seconds = "x", "x", 0.01, 0.09
	assert.Empty(t, difference.Of(runOf("a", fast), runOf("b", slow)).Changes, "less than a tenth of a second is noise")
}

func TestNewAndGoneNeedWholeRuns(t *testing.T) {
	named := func(ids ...string) (out []hub.Result) {
		for _, id := range ids {
			out = append(out, hub.Result{ID: id, Status: hub.StatusCompleted})
		}
		return out
	}
	d := difference.Of(runOf("a", named("x", "z", "y")...), runOf("b", named("n", "x", "m")...))
	var got []string
	for _, c := range d.Changes {
		got = append(got, fmt.Sprint(c.Kind, " ", c.ID, " ", c.Before != nil, " ", c.After != nil, " ", c.Path))
	}
	assert.Equal(t, []string{"new n false true n.py", "new m false true m.py", "gone z true false z.py", "gone y true false y.py"}, got)
	assert.Equal(t, "2 new, 2 gone", d.Summary())
	assert.Empty(t, d.Remarks())

	part := runOf("b", named("n", "x")...)
	part.Catalog = 9
	d = difference.Of(runOf("a", named("x", "z", "y")...), part)
	assert.Empty(t, d.Changes)
	assert.Equal(t, [2]int{2, 1}, [2]int{d.Before.Unmatched, d.After.Unmatched})
	assert.Contains(t, d.Remarks()[0], "2 examples are only in ")
	assert.Contains(t, d.Remarks()[1], "1 example is only in ")
	assert.Len(t, d.Remarks(), 2)
	assert.Equal(t, "no differences", d.Summary())
}
