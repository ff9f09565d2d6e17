package merge

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// choose takes the log that counts among the attempts at one shard: the last,
// where its system's number or the user's says which that is, and else the worst.
func (j *Joined) choose(attempts []Part) {
	slices.SortStableFunc(attempts, func(a, b Part) int {
		return cmp.Or(cmp.Compare(a.run().Attempt, b.run().Attempt), cmp.Compare(a.run().ID, b.run().ID), cmp.Compare(a.Path, b.Path))
	})
	var last []Part // those that no other is known to be later than
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

// cell counts the logs of one shard that are numbered, and of which none is a later
// attempt than another: cells of a matrix that record one axis.
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

// cells finds that a shard of one cell is missing, where another cell hides it.
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

// badness orders logs of one shard: the greatest counts.
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

// remember keeps the red results of an earlier attempt.
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

// judged is the result of the attempt that counts in the light of those before
// it, as retries within one run are judged: a pass after a failure is flaky, and
// a skip takes no failure back.
func (j *Joined) judged(res hub.Result, policies []string) hub.Result {
	before, red := j.earlier[res.ID]
	switch {
	case !red:
	case res.Status == hub.StatusSkipped:
		return before
	case res.Status == hub.StatusCompleted && slices.Contains(policies, flakyFails):
		failed := hub.Error{Type: hub.ErrUnknown}
		if before.Error != nil { // a log is data
			failed = *before.Error
		}
		failed.Message = fmt.Sprintf("passed in a later attempt of its shard (earlier attempt: %s: %s)", failed.Type, failed.Message)
		failed.Type = hub.ErrFlaky
		res.Status, res.Flaky, res.Doubtful, res.Error = hub.StatusError, false, "", &failed
	case res.Status == hub.StatusCompleted:
		res.Flaky = true
	}
	return res
}

// flakyFails is the policy by which a flaky pass is an error.
const flakyFails = "flaky fail"
