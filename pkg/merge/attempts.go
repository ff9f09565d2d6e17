package merge

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// choose selects the log that counts among the attempts of one shard: the last
// one if the numbers of the CI system or of the user show it, else the worst
// one.
func (j *Joined) choose(attempts []Part) {
	slices.SortStableFunc(attempts, func(a, b Part) int {
		return cmp.Or(cmp.Compare(a.run().Attempt, b.run().Attempt), cmp.Compare(a.run().ID, b.run().ID), cmp.Compare(a.Path, b.Path))
	})
	var last []Part // attempts without a known later one
	for _, p := range attempts {
		if !slices.ContainsFunc(attempts, func(other Part) bool { return later(&other, &p) }) {
			last = append(last, p)
		}
	}
	worst := slices.MaxFunc(last, func(a, b Part) int { return cmp.Compare(badness(&a), badness(&b)) })
	j.Parts = append(j.Parts, worst)
	for _, p := range attempts {
		if p.Path == worst.Path {
			continue
		}
		j.Superseded = append(j.Superseded, p)
		if slices.ContainsFunc(last, func(other Part) bool { return later(&other, &p) }) {
			j.note("shard %d/%d: %s does not count: there is a later attempt", worst.shard().Index, worst.shard().Total, p.Path)
			j.remember(p.run())
		}
	}
	j.cell(last, badness(&worst) == 0)
	if len(last) > 1 {
		var others []string
		for _, p := range last {
			if p.Path != worst.Path {
				others = append(others, p.Path)
			}
		}
		j.note("shard %d/%d: nothing shows which attempt is later, so the worse one counts, %s, and not %s; run each attempt with --attempt=N (and each matrix cell with --axis=TEXT), or name only the log that should count",
			worst.shard().Index, worst.shard().Total, worst.Path, few(others))
	}
	if why := worst.Log.Unproven(); why != "" {
		j.problem("shard %d of %d: %s is not a valid result: %s; run the shard again with this version of hub", worst.shard().Index, worst.shard().Total, worst.Path, why)
	}
}

// cell records the numbered logs of one shard of which none is a later attempt
// than another: they come from matrix cells that record one axis.
func (j *Joined) cell(last []Part, good bool) {
	const byUser = "--attempt"
	numbered := !slices.ContainsFunc(last, func(p Part) bool {
		return p.run().Attempt == 0 || (p.run().Job == byUser) != (last[0].run().Job == byUser)
	})
	if n := len(last); numbered && good && (j.widest == nil || n > len(j.widest)) {
		j.widest = last
	}
	if j.narrowest == nil || len(last) < len(j.narrowest) {
		j.narrowest = last
	}
}

// cells reports that one cell lacks a shard, which the log of another cell
// hides.
func (j *Joined) cells() {
	many, one := j.widest, j.narrowest
	if len(many) <= len(one) {
		return
	}
	j.problem("there are %d logs of shard %d of %d, such as %s and %s, that are not successive attempts by their numbers, but %d of shard %d: they belong to several matrix cells, and one cell is missing a shard; run each cell with --axis=TEXT and merge it separately (if they are attempts, number them with --attempt=N)",
		len(many), many[0].shard().Index, j.total, many[0].Path, many[1].Path, len(one), one[0].shard().Index)
}

// later reports whether a is known to be a later attempt than b.
func later(a, b *Part) bool {
	x, y := a.run(), b.run()
	return x.Job == y.Job && x.Attempt > y.Attempt && y.Attempt > 0
}

// badness ranks the logs of one shard: the greatest counts.
func badness(p *Part) int {
	if p.Log.Unproven() != "" {
		return 4
	}
	switch p.run().Verdict() {
	case hub.VerdictGood, hub.VerdictEmpty:
		return 0
	case hub.VerdictFailed:
		return 1
	case hub.VerdictInterrupted:
		return 2
	}
	return 3
}

// remember keeps the errors of an earlier attempt.
func (j *Joined) remember(run *hub.Run) {
	for i := range run.Results {
		if res := run.Results[i]; res.Status == hub.StatusError {
			if j.earlier == nil {
				j.earlier = map[string]hub.Result{}
			}
			res.RunID = run.ID
			j.earlier[res.ID] = res
		}
	}
}

// judged returns the result of the attempt that counts, judged with a failure of an
// earlier attempt like retries within a run: a pass after a failure is flaky, and a
// skip does not cancel a failure. Without one before is nil.
// known: the run has a baseline.
func judged(res hub.Result, before *hub.Result, policies []string, known bool) hub.Result {
	red := before != nil
	if red && res.Status == hub.StatusError && res.Baseline == hub.StandingFixed {
		// A strict run has made an error of the pass.
		res.Status, res.Error = hub.StatusCompleted, nil
	}
	switch {
	case !red:
	case res.Status == hub.StatusSkipped:
		return *before
	case res.Status == hub.StatusCompleted && slices.Contains(policies, flakyFails):
		failed := hub.Error{Type: hub.ErrUnknown}
		if before.Error != nil { // a log is untrusted data
			failed = *before.Error
		}
		failed.Message = fmt.Sprintf("passed in a later attempt of its shard (earlier attempt: %s: %s)", failed.Type, failed.Message)
		failed.Type = hub.ErrFlaky
		res.Status, res.Flaky, res.Doubtful, res.Error = hub.StatusError, false, "", &failed
		if res.Baseline = ""; known {
			res.Baseline = hub.StandingNew
		}
	case res.Status == hub.StatusCompleted:
		res.Flaky, res.Baseline = true, "" // which fixes nothing
	}
	return res
}

// flakyFails is the policy that makes a flaky pass an error.
const flakyFails = "flaky fail"
