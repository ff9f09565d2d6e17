package merge

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
)

func at(seconds int) time.Time { return time.Unix(1_800_000_000+int64(seconds), 0).UTC() }

// shard is one attempt at a shard of a plan, which tests change before it is
// recorded.
type shard struct {
	header   hub.RunHeader
	results  []hub.Result
	steps    []hub.Step
	problems []hub.Problem
	end      hub.RunEnd
}

// plan returns a plan of n examples.
func plan(n int) []hub.Example {
	out := make([]hub.Example, n)
	for i := range out {
		out[i] = hub.Example{Index: i + 1, ID: fmt.Sprintf("e%02d", i+1), Argv: []string{"sh", "f"}}
	}
	return out
}

// shardOf returns an attempt that began at start, in which all examples
// completed.
func shardOf(whole []hub.Example, index, total, start int) *shard {
	s := &shard{header: hub.RunHeader{
		SchemaVersion: hub.SchemaVersion, ID: runlog.IDAt(at(start), fmt.Sprintf("%04x", index)), Hub: "v1", Command: "ci",
		Started: at(start), Workers: 2, Catalog: len(whole), Shard: &hub.Shard{Index: index, Total: total},
		LeftOut: []hub.LeftOut{{Reason: "filter: not errors", Count: 3}, {Reason: hub.LeftToShards, Count: len(whole)}},
		Planned: len(whole), Policies: []string{"flaky pass", "doubtful warn"}, Sealed: true,
	}}
	for i := range whole {
		e := whole[i]
		s.header.PlanItems = append(s.header.PlanItems, e.Item())
		if s.header.Shard.Has(i) {
			s.header.Plan = append(s.header.Plan, e)
			s.results = append(s.results, hub.Result{ID: e.ID, Status: hub.StatusCompleted, Started: at(start + 1), Seconds: 1, Attempts: []hub.Attempt{{Number: 1}}})
		}
	}
	s.end = hub.RunEnd{Reason: hub.EndFinished, Finished: at(start + 3)}
	return s.signed()
}

// signed recomputes the digest in the header.
func (s *shard) signed() *shard {
	s.header.PlanDigest = hub.PlanDigest(s.header.Policies, s.header.PlanItems)
	return s
}

// red turns the k-th result into a failure.
func (s *shard) red(k int) *shard {
	failed := &hub.Error{Type: hub.ErrUnknown, Message: "exit code 1"}
	s.results[k].Status, s.results[k].Error = hub.StatusError, failed
	s.results[k].Attempts = []hub.Attempt{{Number: 1, ExitCode: 1, Error: failed}}
	return s
}

func (s *shard) events() []hub.Event {
	out := []hub.Event{{Type: hub.EventRunStarted, Time: s.header.Started, Run: &s.header}}
	for i := range s.results {
		r := &s.results[i]
		out = append(out, hub.Event{Type: hub.EventExampleStarted, Time: r.Started, ID: r.ID, Worker: 1},
			hub.Event{Type: hub.EventExampleFinished, Time: r.Started.Add(time.Second), ID: r.ID, Result: r})
	}
	for i := range s.steps {
		out = append(out, hub.Event{Type: hub.EventStepFinished, Time: s.steps[i].Started, Step: &s.steps[i]})
	}
	for i := range s.problems {
		out = append(out, hub.Event{Type: hub.EventProblem, Time: s.end.Finished, Problem: &s.problems[i]})
	}
	return append(out, hub.Event{Type: hub.EventRunFinished, Time: s.end.Finished, End: &s.end})
}

// sealed returns the log of the events.
func sealed(t testing.TB, events []hub.Event) string {
	var text bytes.Buffer
	require.NoError(t, runlog.NewEncoder(&text).Encode(events...))
	return text.String()
}

func partOf(t testing.TB, path, text string) Part {
	log, err := runlog.Decode(strings.NewReader(text))
	require.NoError(t, err)
	return Part{Path: path, Log: log}
}

func (s *shard) part(t testing.TB, path string) Part { return partOf(t, path, sealed(t, s.events())) }

func shards(t testing.TB, total, n int) []Part {
	var parts []Part
	for i := 1; i <= total; i++ {
		parts = append(parts, shardOf(plan(n), i, total, i).part(t, fmt.Sprintf("s%d.ndjson", i)))
	}
	return parts
}

func join(t testing.TB, parts ...Part) *Joined {
	t.Helper()
	j, err := Join(parts, Options{})
	require.NoError(t, err)
	return &j
}

// problemText returns the messages of the problems of the merged run.
func (j *Joined) problemText() string {
	var out []string
	for _, p := range j.Run.Problems {
		out = append(out, p.Message)
	}
	return strings.Join(out, "\n")
}

func TestJoin(t *testing.T) {
	for _, c := range []struct{ total, n int }{{1, 4}, {3, 7}, {4, 2}, {5, 5}} {
		parts := shards(t, c.total, c.n)
		j := join(t, parts...)
		assert.Equal(t, hub.VerdictGood, j.Run.Verdict(), j.problemText())
		assert.Len(t, j.Run.Results, c.n)
		assert.Nil(t, j.Run.Shard)
		assert.Nil(t, j.Run.PlanItems)
		assert.True(t, j.Run.Full())
		assert.Equal(t, []hub.LeftOut{{Reason: "filter: not errors", Count: 3}}, j.Run.LeftOut)
		assert.Equal(t, 2*c.total, j.Run.Workers)
		assert.Equal(t, at(1), j.Run.Started)
		assert.Equal(t, at(c.total+3), j.Run.End.Finished)
		require.Len(t, j.Run.Parts, c.total)
		for i, p := range j.Run.Parts {
			ran := &parts[i].Log.Run
			assert.Equal(t, hub.PartRun{Index: i + 1, Run: ran.ID, Started: ran.Started, Finished: ran.End.Finished, Workers: 2, Examples: len(ran.Results)}, p)
		}
		for i, res := range j.Run.Results {
			assert.Equal(t, fmt.Sprintf("e%02d", i+1), res.ID, "catalog order")
			assert.Equal(t, parts[i%c.total].Log.Run.ID, res.RunID)
		}
		for _, p := range parts {
			assert.Greater(t, j.Run.ID, p.Log.Run.ID, "it is the latest")
		}
		again := partOf(t, "", sealed(t, runlog.Events(&j.Run)))
		assert.Empty(t, again.Log.Unproven())
		assert.Equal(t, j.Run, again.Log.Run, "its log holds all of it")
		assert.True(t, runlog.IsID(j.Run.ID))

		for seed := range uint64(10) {
			mixed := append(slices.Clone(parts), parts...)
			rand.New(rand.NewPCG(seed, 1)).Shuffle(len(mixed), func(a, b int) { mixed[a], mixed[b] = mixed[b], mixed[a] })
			assert.Equal(t, j.Run, join(t, mixed...).Run, "in any order, and twice")
		}
	}
}

// If anything is removed from one shard, at any position, the merged run is not
// good.
func TestIncompleteShardsAreNeverGood(t *testing.T) {
	const total, n = 3, 8
	parts := shards(t, total, n)
	for i := 1; i <= total; i++ {
		without := join(t, slices.Delete(slices.Clone(parts), i-1, i)...)
		assert.Equal(t, []int{i}, without.Missing)
		assert.Equal(t, hub.VerdictTrouble, without.Run.Verdict())
		assert.Equal(t, hub.EndIncomplete, without.Run.End.Reason)
		assert.Contains(t, without.problemText(), fmt.Sprintf("shard %d of 3 is missing: it has no log, and it should have run e0%d", i, i))

		s := shardOf(plan(n), i, total, i)
		for cut, e := range s.events() {
			if e.Type == hub.EventExampleStarted || e.Type == hub.EventRunStarted {
				continue // without its first line it is no log of a shard
			}
			holed := slices.Clone(parts)
			holed[i-1] = partOf(t, "x", sealed(t, slices.Delete(slices.Clone(s.events()), cut, cut+1)))
			assert.NotEqual(t, hub.VerdictGood, join(t, holed...).Run.Verdict(), "shard %d without event %d", i, cut)
		}
		// An example removed from the plan of its shard, with its results.
		for k := range s.header.Plan {
			s := shardOf(plan(n), i, total, i)
			s.header.Plan, s.results = slices.Delete(s.header.Plan, k, k+1), slices.Delete(s.results, k, k+1)
			holed := slices.Clone(parts)
			holed[i-1] = s.part(t, "x")
			j := join(t, holed...)
			assert.Equal(t, hub.VerdictTrouble, j.Run.Verdict())
			assert.Contains(t, j.problemText(), "x does not count")
		}
	}
}

// A log that does not prove its plan does not count.
func TestLogsMustProveTheirPlan(t *testing.T) {
	for want, change := range map[string]func(*shard){
		"its plan digest does not match":                   func(s *shard) { s.header.PlanDigest = strings.Repeat("0", 64) },
		"its plan digest does not match its recorded plan": func(s *shard) { s.header.Policies = []string{"flaky fail"} },
		"it records a plan of 4 examples":                  func(s *shard) { s.header.Planned = 9 },
		"older hub":                                        func(s *shard) { s.header.PlanItems = nil },
		"shard 3 of 2 is invalid":                          func(s *shard) { s.header.Shard.Index = 3 },
		"shard 2 of 20000 is invalid":                      func(s *shard) { s.header.Shard.Total = 20000 },
		"it has e02, but the plan has e01":                 func(s *shard) { s.header.Shard.Index = 1 },
		"has e04, but the plan has e02":                    func(s *shard) { s.header.Plan[0].Index = 9 },
		"it has e02, but the plan has e02":                 func(s *shard) { s.header.Plan[0].Rules = "timeout 1h" },
		"is not a valid run ID":                            func(s *shard) { s.header.ID = "../../etc" },
		"it has 1 of the 2 examples of its part":           func(s *shard) { s.header.Plan, s.results = s.header.Plan[:1], s.results[:1] },
		"and a limit left out 1": func(s *shard) {
			s.header.Plan, s.results = s.header.Plan[:1], s.results[:1]
			s.header.LeftOut = []hub.LeftOut{{Reason: hub.LeftByLimit, Count: 1}}
		},
		"its plan contains an example twice":         func(s *shard) { s.header.PlanItems[0] = s.header.PlanItems[1]; s.signed() },
		"an example twice, or one without an ID: \"": func(s *shard) { s.header.PlanItems[0] = "nothing"; s.signed() },
	} {
		parts := shards(t, 2, 4)
		s := shardOf(plan(4), 2, 2, 2)
		change(s)
		parts[1] = s.part(t, "x")
		j := join(t, parts...)
		assert.Equal(t, hub.VerdictTrouble, j.Run.Verdict(), want)
		assert.Contains(t, j.problemText(), want)
		assert.Equal(t, []int{2}, j.Missing)
	}
}

// The error names the difference between two plans.
func TestDifferencesAreNamed(t *testing.T) {
	set := func(s *shard, whole []hub.Example) {
		*s = *shardOf(whole, 2, 2, 2)
	}
	for want, change := range map[string]func(*shard){
		"policies only in the first: flaky pass; policies only in the second: flaky fail": func(s *shard) { s.header.Policies[0] = "flaky fail" },
		"different order of the policies":                                                 func(s *shard) { slices.Reverse(s.header.Policies) },
		"only in the second: e05":                                                         func(s *shard) { set(s, plan(5)) },
		"only in the first: e04":                                                          func(s *shard) { set(s, plan(3)) },
		"different order: example 1 of the plan is e01 in the first and e02 in the second": func(s *shard) {
			whole := plan(4)
			whole[0], whole[1] = whole[1], whole[0]
			set(s, whole)
		},
		"different command: e02":                                 func(s *shard) { whole := plan(4); whole[1].Argv = []string{"bash"}; set(s, whole) },
		"different rules: e02 (the second has timeout 1h)":       func(s *shard) { whole := plan(4); whole[1].Rules = "timeout 1h"; set(s, whole) },
		"different rules: e01 (the first has none)":              func(s *shard) { whole := plan(4); whole[0].Rules = "timeout 1h"; set(s, whole) },
		"one is divided into 2 shards and the other into 3":      func(s *shard) { *s = *shardOf(plan(4), 2, 3, 2) },
		"one catalog has 4 examples and the other 9":             func(s *shard) { s.header.Catalog = 9 },
		`one belongs to axis "" and the other to axis "windows"`: func(s *shard) { s.header.Axis = "windows" },
	} {
		parts := shards(t, 2, 4)
		s := shardOf(plan(4), 2, 2, 2)
		change(s)
		parts[1] = s.signed().part(t, "x")
		_, err := Join(parts, Options{})
		var mixed *MixedError
		require.ErrorAs(t, err, &mixed, want)
		assert.Equal(t, []string{"s1.ndjson", "x"}, []string{mixed.A, mixed.B})
		assert.ErrorContains(t, err, want)
		assert.NotContains(t, err.Error(), "damaged")
	}
}

func TestJoinAddsUp(t *testing.T) {
	var parts []Part
	var up []hub.Step
	for i := range 2 {
		s := shardOf(plan(4), i+1, 2, i+1)
		s.end.RetriesRefused = i + 1
		s.end.Broken = [][]hub.BrokenLimit{{{Limit: "b", Errors: 3, Skipped: 1}}, {{Limit: "a", Errors: 3, Skipped: 4}, {Limit: "b", Errors: 5, Skipped: 2}}}[i]
		s.header.Policies = append(s.header.Policies, hub.LimitPolicy(1))
		s.header.Plan, s.results = s.header.Plan[:1], s.results[:1]
		s.header.LeftOut = append(s.header.LeftOut, hub.LeftOut{Reason: hub.LeftByLimit, Count: 1})
		s.steps = []hub.Step{{Phase: hub.PhaseSetup, Command: []string{"up"}, Started: at(5 - i)}}
		up = append(up, s.steps...)
		parts = append(parts, s.signed().part(t, fmt.Sprint(i)))
	}
	j := join(t, parts...)
	assert.Equal(t, 3, j.Run.End.RetriesRefused)
	assert.Equal(t, []hub.Step{up[1], up[0]}, j.Run.Steps)
	assert.Equal(t, []hub.BrokenLimit{{Limit: "a", Errors: 3, Skipped: 4}, {Limit: "b", Errors: 5, Skipped: 3}}, j.Run.End.Broken)
	assert.Equal(t, []hub.LeftOut{{Reason: "filter: not errors", Count: 3}, {Reason: hub.LeftByLimit, Count: 2}}, j.Run.LeftOut)
	assert.Equal(t, []hub.BrokenLimit{{Limit: "b", Errors: 3, Skipped: 1}}, parts[0].Log.Run.End.Broken, "the parts are left alone")
}

func TestJoinKeepsTheWorstEnd(t *testing.T) {
	for _, c := range []struct {
		a, b, want hub.EndReason
		verdict    hub.Verdict
	}{
		{hub.EndFinished, hub.EndFinished, hub.EndFinished, hub.VerdictGood},
		{hub.EndFinished, hub.EndStopOnError, hub.EndStopOnError, hub.VerdictFailed},
		{hub.EndDeadline, hub.EndMaxFailures, hub.EndDeadline, hub.VerdictFailed},
		{hub.EndFinished, "of another hub", hub.EndIncomplete, hub.VerdictFailed},
		{hub.EndInterrupted, hub.EndFinished, hub.EndInterrupted, hub.VerdictInterrupted},
		{hub.EndEmpty, hub.EndFinished, hub.EndFinished, hub.VerdictGood},
	} {
		for range 2 {
			var parts []Part
			for i, reason := range []hub.EndReason{c.a, c.b} {
				s := shardOf(plan(4), i+1, 2, i)
				s.end.Reason = reason
				parts = append(parts, s.part(t, fmt.Sprint(i)))
			}
			j := join(t, parts...)
			assert.Equal(t, c.want, j.Run.End.Reason)
			assert.Equal(t, c.verdict, j.Run.Verdict())
			c.a, c.b = c.b, c.a
		}
	}
}

// A problem of a shard is a problem of the merged run.
func TestProblemsOfShardsAreKept(t *testing.T) {
	s := shardOf(plan(4), 2, 2, 2)
	s.problems = []hub.Problem{{Kind: hub.ProblemCatalog, Message: "examples may be missing"}}
	j := join(t, shards(t, 2, 4)[0], s.part(t, "x"))
	assert.Equal(t, hub.VerdictTrouble, j.Run.Verdict())
	assert.Equal(t, []hub.Problem{{Kind: hub.ProblemCatalog, Message: "shard 2 of 2: examples may be missing"}}, j.Run.Problems)
}

// A merged log has the current schema version, whatever the versions of its
// parts, because it may contain problems.
func TestJoinUsesTheCurrentSchemaVersion(t *testing.T) {
	old := shardOf(plan(4), 1, 2, 1)
	old.header.SchemaVersion = 1
	j := join(t, old.part(t, "old"))
	assert.NotEmpty(t, j.Run.Problems)
	assert.Equal(t, hub.SchemaVersion, j.Run.SchemaVersion)
}

func TestMachinesThatDiffer(t *testing.T) {
	s := shardOf(plan(4), 2, 2, 2)
	s.header.Hub, s.header.Runners = "v2", map[string]string{"python": "Python 3.12"}
	first := shardOf(plan(4), 1, 2, 1)
	first.header.Runners = map[string]string{"python": "Python 3.11", "node": "v22"}
	parts := []Part{first.part(t, "a"), s.part(t, "b")}
	j := join(t, parts...)
	assert.Equal(t, hub.VerdictGood, j.Run.Verdict())
	assert.Equal(t, []string{"shard 1 was run by hub v1 and shard 2 by hub v2", `runner python is "Python 3.11" in shard 1 and "Python 3.12" in shard 2`}, j.Notes)
}

// Merges ten thousand examples in a hundred shards.
func BenchmarkJoin(b *testing.B) {
	parts := shards(b, 100, 10_000)
	b.ResetTimer()
	for b.Loop() {
		join(b, parts...)
	}
}

// FuzzJoin merges any two logs. If the result is good, it is complete.
func FuzzJoin(f *testing.F) {
	var texts []string
	for i := 1; i <= 2; i++ {
		texts = append(texts, sealed(f, shardOf(plan(3), i, 2, 1).events()))
	}
	one, two := texts[0], texts[1]
	f.Add(one, two)
	f.Add(one, one)
	f.Add(one, two[:len(two)-40])
	f.Add(one, strings.ReplaceAll(two, "e02", "e01"))
	f.Add("", two)
	f.Fuzz(func(t *testing.T, a, b string) {
		var parts []Part
		for i, text := range []string{a, b} {
			log, err := runlog.Decode(strings.NewReader(text))
			if err == nil && log.Started && log.Run.Shard != nil {
				parts = append(parts, Part{Path: fmt.Sprint(i), Log: log})
			}
		}
		j, err := Join(parts, Options{})
		if err != nil || j.Run.Verdict() != hub.VerdictGood {
			return
		}
		planned := 0
		for _, p := range j.Parts {
			if v := p.run().Verdict(); p.Log.Unproven() != "" || v != hub.VerdictGood && v != hub.VerdictEmpty {
				t.Errorf("good, and %s is %s", p.Path, v)
			}
			planned += len(p.Log.Run.Plan)
		}
		if len(j.Missing) > 0 || len(j.Parts) != parts[0].Log.Run.Shard.Total || planned != len(j.Run.Results) {
			t.Errorf("good, and not whole: %+v", j)
		}
	})
}
