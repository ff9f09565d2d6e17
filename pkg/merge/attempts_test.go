package merge

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/ci"
	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// try returns an attempt at shard 2 of 2.
func try(t *testing.T, path string, start int, change func(*shard)) Part {
	s := shardOf(plan(4), 2, 2, start)
	change(s)
	return s.signed().part(t, path)
}

func numbered(attempt int64, job string) func(*shard) {
	return func(s *shard) { s.header.Attempt, s.header.Job = attempt, job }
}

func redly(attempt int64, job string) func(*shard) {
	return func(s *shard) { numbered(attempt, job)(s); s.red(0) }
}

func TestChooseBetweenTwoAttempts(t *testing.T) {
	killed := func(p Part) Part {
		p.Log.Closed, p.Log.Run.End.Reason = false, hub.EndKilled
		return p
	}
	for _, c := range []struct {
		name    string
		a, b    Part
		counts  string
		verdict hub.Verdict
		flaky   bool
		said    string
	}{
		{"the engine's number orders, not the clock", try(t, "green", 5, numbered(2, "")), try(t, "red", 50, redly(1, "")), "green", hub.VerdictGood, true, "red does not count: there is a later attempt"},
		{"a later red one counts", try(t, "green", 50, numbered(1, "")), try(t, "red", 5, redly(2, "")), "red", hub.VerdictFailed, false, "green does not count"},
		{"two green ones", try(t, "a", 5, numbered(1, "")), try(t, "b", 50, numbered(2, "")), "b", hub.VerdictGood, false, "a does not count"},
		{"no number: the worse one", try(t, "green", 50, numbered(0, "")), try(t, "red", 5, redly(0, "")), "red", hub.VerdictFailed, false, "--attempt=N"},
		{"no number, the other way", try(t, "green", 5, numbered(0, "")), try(t, "red", 50, redly(0, "")), "red", hub.VerdictFailed, false, "--attempt=N"},
		{"one number alone", try(t, "green", 50, numbered(2, "")), try(t, "red", 5, redly(0, "")), "red", hub.VerdictFailed, false, "--attempt=N"},
		{"the same number", try(t, "green", 50, numbered(1, "")), try(t, "red", 5, redly(1, "")), "red", hub.VerdictFailed, false, "--axis=TEXT"},
		{"numbers of different jobs", try(t, "green", 50, numbered(9, "x")), try(t, "red", 5, redly(2, "y")), "red", hub.VerdictFailed, false, "nothing shows which"},
		{"a user's number and an engine's", try(t, "green", 50, numbered(9, "--attempt")), try(t, "red", 5, redly(2, "")), "red", hub.VerdictFailed, false, "nothing shows which"},
	} {
		t.Run(c.name, func(t *testing.T) {
			one := shardOf(plan(4), 1, 2, 1).part(t, "one")
			for _, parts := range [][]Part{{one, c.a, c.b}, {c.b, c.a, one}} {
				j := join(t, parts...)
				assert.Equal(t, c.counts, j.Parts[1].Path)
				assert.Len(t, j.Superseded, 1)
				assert.Equal(t, c.verdict, j.Run.Verdict(), j.problemText())
				assert.Equal(t, c.flaky, j.Run.Results[1].Flaky)
				assert.Contains(t, j.Notes[0], c.said)
			}
		})
	}

	one := shardOf(plan(4), 1, 2, 1).part(t, "one")
	j := join(t, one, try(t, "green", 5, numbered(1, "")), killed(try(t, "killed", 50, numbered(2, ""))))
	assert.Equal(t, "killed", j.Parts[1].Path, "a later attempt that was killed counts, not the earlier one")
	assert.NotEqual(t, hub.VerdictGood, j.Run.Verdict())
}

func TestMissingShardOfOneCell(t *testing.T) {
	one := func(path string, start int, change func(*shard)) Part {
		s := shardOf(plan(4), 1, 2, start)
		change(s)
		return s.signed().part(t, path)
	}
	first := one("one", 1, numbered(1, "a"))
	for _, c := range []struct {
		name    string
		parts   []Part
		verdict hub.Verdict
	}{
		{"one number", []Part{first, try(t, "a", 5, numbered(1, "a")), try(t, "b", 6, numbered(1, "a"))}, hub.VerdictTrouble},
		{"two jobs", []Part{first, try(t, "a", 5, numbered(7, "a")), try(t, "b", 6, numbered(8, "b"))}, hub.VerdictTrouble},
		{"two cells, both whole", []Part{first, one("other", 2, numbered(1, "a")), try(t, "a", 5, numbered(1, "a")), try(t, "b", 6, numbered(1, "a"))}, hub.VerdictGood},
		{"an attempt at one of two cells", []Part{first, one("other", 2, numbered(1, "a")), try(t, "a", 5, numbered(1, "a")), try(t, "b", 6, numbered(2, "a"))}, hub.VerdictTrouble},
		{"attempts", []Part{first, try(t, "a", 5, numbered(1, "a")), try(t, "b", 6, numbered(2, "a"))}, hub.VerdictGood},
		{"not numbered", []Part{first, try(t, "a", 5, numbered(0, "")), try(t, "b", 6, numbered(0, ""))}, hub.VerdictGood},
		{"numbered by two who do not know each other", []Part{first, try(t, "a", 5, numbered(1, "")), try(t, "b", 6, numbered(1, "--attempt"))}, hub.VerdictGood},
	} {
		t.Run(c.name, func(t *testing.T) {
			j := join(t, c.parts...)
			assert.Equal(t, c.verdict, j.Run.Verdict(), j.problemText())
			if c.verdict == hub.VerdictTrouble {
				assert.Contains(t, j.problemText(), "--axis=TEXT")
			}
		})
	}
}

func TestEarlierAttemptsAreJudged(t *testing.T) {
	one := shardOf(plan(4), 1, 2, 1)
	one.header.Policies[0] = "flaky fail"
	fail := func(change func(*shard)) func(*shard) {
		return func(s *shard) { change(s); s.header.Policies[0] = "flaky fail" }
	}
	for _, change := range []func(*shard){redly(1, ""), func(s *shard) { redly(1, "")(s); s.results[0].Error = nil }} {
		j := join(t, one.signed().part(t, "one"), try(t, "red", 5, fail(change)), try(t, "green", 6, fail(numbered(2, ""))))
		assert.Equal(t, hub.ErrFlaky, j.Run.Results[1].Error.Type, "also where no error is recorded")
	}
	j := join(t, one.signed().part(t, "one"), try(t, "red", 5, fail(redly(1, ""))), try(t, "green", 6, fail(numbered(2, ""))))
	assert.Equal(t, hub.VerdictFailed, j.Run.Verdict(), "where the run makes flaky passes errors, this one is too")
	assert.Equal(t, hub.ErrFlaky, j.Run.Results[1].Error.Type)
	j = join(t, one.signed().part(t, "one"), try(t, "red", 5, fail(redly(1, "a"))), try(t, "green", 6, fail(numbered(2, "a"))), try(t, "other", 7, fail(numbered(0, ""))))
	assert.Equal(t, hub.VerdictFailed, j.Run.Verdict(), "a red attempt is remembered, whichever log counts")

	// A skip does not cancel a failure.
	skips := func(s *shard) {
		numbered(2, "")(s)
		s.results[0] = hub.Result{ID: s.results[0].ID, Status: hub.StatusSkipped, Reason: "no key", Started: at(6)}
	}
	j = join(t, shards(t, 2, 4)[0], try(t, "red", 5, redly(1, "")), try(t, "skips", 6, skips))
	assert.Equal(t, hub.VerdictFailed, j.Run.Verdict())
	assert.Equal(t, hub.ErrUnknown, j.Run.Results[1].Error.Type)

	// Three attempts: errors of all earlier ones count.
	j = join(t, shards(t, 2, 4)[0], try(t, "1", 5, redly(1, "")), try(t, "2", 6, numbered(2, "")), try(t, "3", 7, numbered(3, "")))
	assert.True(t, j.Run.Results[1].Flaky)
	assert.Len(t, j.Superseded, 2)
}

// Of two copies of one log the complete one counts; copies that differ are a
// problem.
func TestCopies(t *testing.T) {
	parts := shards(t, 2, 4)
	s := shardOf(plan(4), 2, 2, 2)
	torn := partOf(t, "0.ndjson", sealed(t, s.events()[:4]))
	for _, list := range [][]Part{append(slices.Clone(parts), torn), {torn, parts[1], parts[0]}} {
		j := join(t, list...)
		assert.Empty(t, j.Superseded)
		assert.Equal(t, hub.VerdictGood, j.Run.Verdict(), j.problemText())
	}
	changed := shardOf(plan(4), 2, 2, 2).red(0).part(t, "changed")
	j := join(t, append(slices.Clone(parts), changed)...)
	assert.Equal(t, hub.VerdictTrouble, j.Run.Verdict())
	assert.Contains(t, j.problemText(), "contradict each other")
}

func TestPipelines(t *testing.T) {
	of := func(index, start int, pipeline string) Part {
		s := shardOf(plan(4), index, 2, start)
		s.header.Pipeline = pipeline
		return s.part(t, pipeline+"/"+string(rune('0'+index)))
	}
	old := []Part{of(1, 50, "github:99"), of(2, 51, "github:99")} // by a clock that was ahead
	now := []Part{of(1, 1, "github:101"), of(2, 2, "github:101")}
	other := []Part{of(1, 1, "buildkite:a"), of(2, 2, "buildkite:a")}
	none := []Part{of(1, 1, ""), of(2, 2, "")}
	for _, c := range []struct {
		name  string
		parts []Part
		o     Options
		want  hub.Verdict
		of    string
		text  string
	}{
		{"the later by its number", slices.Concat(old, now), Options{}, hub.VerdictGood, "github:101", ""},
		{"a shard of an old pipeline does not count", []Part{now[0], old[1]}, Options{}, hub.VerdictTrouble, "github:101", "github:99/2 belongs to pipeline github:99 and the others to pipeline github:101"},
		{"the one that the merge runs in", slices.Concat(old, now), Options{Here: "github:99"}, hub.VerdictGood, "github:99", ""},
		{"no log of the pipeline that it runs in", old, Options{Here: "github:101"}, hub.VerdictTrouble, "github:101", "no log belongs to pipeline github:101, in which this merge runs; the logs belong to pipeline github:99"},
		{"the one that is asked for", old, Options{Here: "github:101", Pipeline: "github:99"}, hub.VerdictGood, "github:99", ""},
		{"none is of that", old, Options{Pipeline: "x"}, hub.VerdictTrouble, "x", "given by --pipeline"},
		{"nothing orders them", slices.Concat(other, now), Options{}, hub.VerdictTrouble, "github:101", "the logs belong to pipelines buildkite:a, github:101, and nothing shows which to merge; pass --pipeline=ID"},
		{"none and one", []Part{now[0], none[1]}, Options{}, hub.VerdictTrouble, "github:101", "/2 records no pipeline"},
		{"a whole one and one without", slices.Concat(now, none[:1]), Options{}, hub.VerdictTrouble, "github:101", "/1 records no pipeline"},
		{"a whole one, which is asked for", slices.Concat(now, none[:1]), Options{Pipeline: "github:101"}, hub.VerdictGood, "github:101", ""},
		{"none at all", none, Options{}, hub.VerdictGood, "", ""},
		{"none at all, in a pipeline", none, Options{Here: "github:101"}, hub.VerdictTrouble, "", "no log records a pipeline"},
		{"nothing", nil, Options{Here: "github:101"}, hub.VerdictTrouble, "github:101", "no shard log counts"},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.o.Later = ci.Systems().Later
			j, err := Join(c.parts, c.o)
			require.NoError(t, err)
			assert.Equal(t, c.want, j.Run.Verdict(), j.problemText())
			assert.Equal(t, c.of, j.Run.Pipeline)
			assert.Contains(t, j.problemText(), c.text)
		})
	}
}

func TestAxes(t *testing.T) {
	of := func(index int, axis string) Part {
		s := shardOf(plan(4), index, 2, index)
		s.header.Axis = axis
		return s.part(t, axis+"/"+string(rune('0'+index)))
	}
	_, err := Join([]Part{of(1, "linux"), of(2, "windows")}, Options{})
	assert.ErrorContains(t, err, `one belongs to axis "linux" and the other to axis "windows"; merge each axis separately with --axis=TEXT`)
	both := []Part{of(1, "linux"), of(2, "linux"), of(1, "windows"), of(2, "windows")}
	_, err = Join(both, Options{})
	assert.Error(t, err)
	for _, axis := range []string{"linux", "windows"} {
		j, err := Join(both, Options{Axis: axis})
		require.NoError(t, err)
		assert.Equal(t, hub.VerdictGood, j.Run.Verdict())
		assert.Equal(t, axis, j.Run.Axis)
	}
	j, err := Join(both, Options{Axis: "macos"})
	require.NoError(t, err)
	assert.Equal(t, hub.VerdictTrouble, j.Run.Verdict())
	assert.Contains(t, j.problemText(), `no log belongs to axis "macos", given by --axis; the logs belong to axis "linux", "windows"`)
	j, err = Join([]Part{of(1, "linux"), of(2, "windows")}, Options{Axis: "linux"})
	require.NoError(t, err)
	assert.Equal(t, []int{2}, j.Missing)
	assert.Equal(t, hub.VerdictTrouble, j.Run.Verdict())
}

// A pass after a failure is flaky, which fixes no known failure.
func TestAFlakyPassFixesNothing(t *testing.T) {
	for policy, want := range map[string]hub.Standing{"flaky pass": "", flakyFails: hub.StandingNew} {
		shape := func(attempt int64, red bool) func(*shard) {
			return func(s *shard) {
				s.header.Attempt, s.header.Baseline = attempt, &hub.Baseline{File: "hub.baseline.yaml"}
				s.header.Policies = []string{policy}
				s.results[0].Baseline = hub.StandingFixed
				if red {
					s.red(0)
					s.results[0].Baseline = hub.StandingNew
				}
			}
		}
		one := shardOf(plan(4), 1, 2, 1)
		shape(0, false)(one)
		j := join(t, one.signed().part(t, "one"), try(t, "red", 5, shape(1, true)), try(t, "green", 9, shape(2, false)))
		assert.Equal(t, hub.StandingFixed, j.Run.Results[0].Baseline)
		assert.Equal(t, want, j.Run.Results[1].Baseline, policy)
		assert.NotNil(t, j.Run.Baseline)
	}
}

// A strict run makes an error of a pass that fixes a known failure; after a failure in an
// earlier attempt it is a flaky pass like any other.
func TestAFlakyPassIsNoUnexpectedPass(t *testing.T) {
	shape := func(attempt int64, standing hub.Standing) func(*shard) {
		return func(s *shard) {
			s.header.Attempt, s.header.Baseline = attempt, &hub.Baseline{File: "hub.baseline.yaml", Strict: true}
			s.red(0)
			if s.results[0].Baseline = standing; standing == hub.StandingFixed {
				s.results[0].Error.Type = hub.ErrUnexpectedPass
				s.results[0].Attempts = []hub.Attempt{{Number: 1}}
			}
		}
	}
	one := shardOf(plan(4), 1, 2, 1)
	shape(0, hub.StandingFixed)(one)
	j := join(t, one.signed().part(t, "one"), try(t, "red", 5, shape(1, hub.StandingNew)), try(t, "green", 9, shape(2, hub.StandingFixed)))
	assert.Equal(t, hub.ErrUnexpectedPass, j.Run.Results[0].Error.Type)
	flaky := j.Run.Results[1]
	assert.Equal(t, hub.StatusCompleted, flaky.Status)
	assert.True(t, flaky.Flaky)
	assert.Nil(t, flaky.Error)
	assert.Empty(t, flaky.Baseline)
}
