package runlog

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// shardEvents are those of shard index of total of a plan of n examples, all
// of which completed.
func shardEvents(index, total, n, start int) []hub.Event {
	e := header()
	r := e.Run
	r.ID, r.Started, r.Catalog = idAt(at(start), []byte{0, byte(index)}), at(start), n
	r.Shard, r.Planned, r.PlanDigest, r.Workers = &hub.Shard{Index: index, Total: total}, n, "digest-of-the-plan", 2
	r.LeftOut = []hub.LeftOut{{Reason: "filter: not errors", Count: 3}, {Reason: hub.LeftToShards, Count: n}}
	events := []hub.Event{e}
	for k := index; k <= n; k += total {
		id := fmt.Sprintf("e%02d", k)
		r.Plan = append(r.Plan, hub.Example{Index: k, ID: id})
		events = append(events, started(id, start+1), finished(id, start+2, hub.StatusCompleted))
	}
	return append(events, hub.Event{Type: hub.EventRunFinished, Time: at(start + 3), End: &hub.RunEnd{Reason: hub.EndFinished, Finished: at(start + 3)}})
}

func partOf(t testing.TB, path string, events []hub.Event) Part {
	log, err := Decode(strings.NewReader(text(t, events...)))
	require.NoError(t, err)
	return Part{Path: path, Log: log}
}

func shards(t testing.TB, total, n int) []Part {
	var parts []Part
	for i := 1; i <= total; i++ {
		parts = append(parts, partOf(t, fmt.Sprintf("s%d.ndjson", i), shardEvents(i, total, n, i)))
	}
	return parts
}

func TestJoin(t *testing.T) {
	for _, c := range []struct{ total, n int }{{1, 4}, {3, 7}, {4, 2}, {5, 5}} {
		parts := shards(t, c.total, c.n)
		j, err := Join(parts)
		require.NoError(t, err)
		assert.Equal(t, hub.VerdictGood, j.Run.Verdict())
		assert.Len(t, j.Run.Results, c.n)
		assert.Nil(t, j.Run.Shard)
		assert.True(t, j.Run.Full())
		assert.Equal(t, []hub.LeftOut{{Reason: "filter: not errors", Count: 3}}, j.Run.LeftOut)
		assert.Equal(t, 2*c.total, j.Run.Workers)
		assert.Equal(t, at(1), j.Run.Started)
		assert.Equal(t, at(c.total+3), j.Run.End.Finished)
		for i, res := range j.Run.Results {
			assert.Equal(t, fmt.Sprintf("e%02d", i+1), res.ID, "catalog order")
			assert.Equal(t, parts[i%c.total].Log.Run.ID, res.RunID)
		}
		for _, p := range parts {
			assert.Greater(t, j.Run.ID, p.Log.Run.ID, "it is the latest")
		}
		log, err := Decode(strings.NewReader(text(t, j.Events...)))
		require.NoError(t, err)
		assert.Equal(t, j.Run, log.Run, "its log holds all of it")
		assert.True(t, IsID(j.Run.ID))

		for seed := range uint64(10) {
			mixed := append(slices.Clone(parts), parts...)
			rand.New(rand.NewPCG(seed, 1)).Shuffle(len(mixed), func(a, b int) { mixed[a], mixed[b] = mixed[b], mixed[a] })
			again, err := Join(mixed)
			require.NoError(t, err)
			assert.Equal(t, j.Run, again.Run, "in any order, and twice")
		}
	}
}

// TestJoinIsNeverGreenWithAHole takes something away from one shard, in every
// place: the joined run is an error or not good.
func TestJoinIsNeverGreenWithAHole(t *testing.T) {
	const total, n = 3, 8
	parts := shards(t, total, n)
	for i := 1; i <= total; i++ {
		without, err := Join(slices.Delete(slices.Clone(parts), i-1, i))
		require.NoError(t, err)
		assert.Equal(t, []int{i}, without.Missing)
		assert.Equal(t, hub.VerdictTrouble, without.Run.Verdict())
		require.Len(t, without.Run.Problems, 1)
		assert.Contains(t, without.Run.Problems[0].Message, fmt.Sprintf("shard %d of 3 is missing", i))
		assert.Equal(t, hub.EndIncomplete, without.Run.End.Reason)

		events := shardEvents(i, total, n, i)
		for cut := range events {
			log, err := Decode(strings.NewReader(text(t, slices.Delete(slices.Clone(events), cut, cut+1)...)))
			require.NoError(t, err)
			if !log.Started || events[cut].Type == hub.EventExampleStarted {
				continue // without its first line it is no log of a shard
			}
			holed := slices.Clone(parts)
			holed[i-1].Log = log
			j, err := Join(holed)
			require.NoError(t, err)
			assert.NotEqual(t, hub.VerdictGood, j.Run.Verdict(), "shard %d without event %d", i, cut)
		}
		// An example that the plan of its shard has no more.
		for k := range parts[i-1].Log.Run.Plan {
			holed := slices.Clone(parts)
			run := &holed[i-1].Log.Run
			run.Plan = slices.Delete(slices.Clone(run.Plan), k, k+1)
			run.Results = slices.Delete(slices.Clone(run.Results), k, k+1)
			_, err := Join(holed)
			assert.ErrorContains(t, err, "the plan has 8 examples, and its 3 shards have 7")
		}
	}
}

func TestLaterAttemptCounts(t *testing.T) {
	parts := shards(t, 2, 4)
	failing := shardEvents(2, 2, 4, 20)
	failing[2].Result.Status = hub.StatusError
	second := partOf(t, "a-second.ndjson", failing)
	killed := partOf(t, "third.ndjson", shardEvents(2, 2, 4, 30)[:3])

	j, err := Join(append(slices.Clone(parts), second))
	require.NoError(t, err)
	assert.Equal(t, hub.VerdictFailed, j.Run.Verdict())
	assert.Equal(t, "s2.ndjson", j.Superseded[0].Path)
	assert.Equal(t, "a-second.ndjson", j.Parts[1].Path)

	j, err = Join(append(slices.Clone(parts), killed, second))
	require.NoError(t, err)
	assert.Equal(t, "third.ndjson", j.Killed[0].Path, "a later attempt that was killed counts, and not what was before it")
	assert.Equal(t, hub.EndIncomplete, j.Run.End.Reason)
	assert.Equal(t, hub.StatusPending, j.Run.Results[3].Status, "never the union")

	// Of two copies of one log the one that holds more counts.
	torn := partOf(t, "0.ndjson", shardEvents(2, 2, 4, 2)[:4])
	j, err = Join(append(slices.Clone(parts), torn))
	require.NoError(t, err)
	assert.Empty(t, j.Superseded)
	assert.Equal(t, hub.VerdictGood, j.Run.Verdict())
}

func TestJoinRefusesWhatIsMixed(t *testing.T) {
	for what, change := range map[string]func(*hub.Run){
		"the digests are": func(r *hub.Run) { r.PlanDigest = "another-digest-of-a-plan" },
		"divided into":    func(r *hub.Run) { r.Shard = &hub.Shard{Index: 2, Total: 3} },
		"has 4 examples":  func(r *hub.Run) { r.Planned = 9 },
		"made from":       func(r *hub.Run) { r.Catalog = 9 },
	} {
		parts := shards(t, 2, 4)
		change(&parts[1].Log.Run)
		_, err := Join(parts)
		var mixed *MixedError
		require.ErrorAs(t, err, &mixed, what)
		assert.Equal(t, []string{"s1.ndjson", "s2.ndjson"}, []string{mixed.A, mixed.B})
		assert.ErrorContains(t, err, what)
	}
	parts := shards(t, 2, 4)
	parts[1].Log.Run.Shard = &hub.Shard{Index: 3, Total: 2}
	_, err := Join(parts)
	assert.ErrorContains(t, err, "there is no shard 3 of 2")
	_, err = Join(nil)
	assert.Error(t, err)
}

// A log that a cache brought back, of the same plan, stands for no shard.
func TestJoinTakesOnePipeline(t *testing.T) {
	of := func(p Part, pipeline string) Part {
		p.Log.Run.Pipeline = pipeline
		return p
	}
	old, now := shards(t, 3, 7), shards(t, 3, 7)
	for i := range old {
		old[i] = of(partOf(t, fmt.Sprintf("old%d.ndjson", i+1), shardEvents(i+1, 3, 7, i+1)), "ci:1")
		now[i] = of(partOf(t, fmt.Sprintf("new%d.ndjson", i+1), shardEvents(i+1, 3, 7, i+50)), "ci:2")
	}
	j, err := Join([]Part{now[0], old[1], now[2]})
	require.NoError(t, err)
	assert.Equal(t, []int{2}, j.Missing)
	assert.Equal(t, []Part{old[1]}, j.Foreign)
	assert.Equal(t, hub.EndIncomplete, j.Run.End.Reason)
	assert.Equal(t, hub.VerdictTrouble, j.Run.Verdict())

	// Where nothing is missing without them they are only passed over, and what
	// they were planned to be is no matter.
	changed := old[0]
	changed.Log.Run.PlanDigest = "of another commit"
	j, err = Join(append(slices.Clone(now), changed, old[1]))
	require.NoError(t, err)
	assert.Equal(t, hub.VerdictGood, j.Run.Verdict())
	assert.Equal(t, "ci:2", j.Run.Pipeline)
	assert.Len(t, j.Foreign, 2)
	assert.Empty(t, j.Superseded)

	// A second attempt at a shard is of the same pipeline.
	again := of(partOf(t, "again.ndjson", shardEvents(2, 3, 7, 90)), "ci:2")
	j, err = Join(append(slices.Clone(now), again))
	require.NoError(t, err)
	assert.Equal(t, hub.VerdictGood, j.Run.Verdict())
	assert.Equal(t, []Part{now[1]}, j.Superseded)

	// A log that says of none is not of the others' pipeline.
	j, err = Join([]Part{now[0], of(old[1], ""), now[2]})
	require.NoError(t, err)
	assert.Equal(t, []int{2}, j.Missing)
}

func TestJoinAddsUp(t *testing.T) {
	parts := shards(t, 2, 4)
	parts[0].Log.Run.End.RetriesRefused, parts[1].Log.Run.End.RetriesRefused = 1, 2
	parts[0].Log.Run.End.Broken = []hub.BrokenLimit{{Limit: "b", Errors: 3, Skipped: 1}}
	parts[1].Log.Run.End.Broken = []hub.BrokenLimit{{Limit: "a", Errors: 3, Skipped: 4}, {Limit: "b", Errors: 5, Skipped: 2}}
	for i := range parts {
		parts[i].Log.Run.LeftOut = append(parts[i].Log.Run.LeftOut, hub.LeftOut{Reason: hub.LeftByLimit, Count: i + 1})
		parts[i].Log.Run.Planned += 3
		parts[i].Log.Run.Steps = []hub.Step{{Phase: hub.PhaseSetup, Command: []string{"up"}, Started: at(5 - i)}}
	}
	j, err := Join(parts)
	require.NoError(t, err)
	assert.Equal(t, 3, j.Run.End.RetriesRefused)
	assert.Equal(t, []hub.Step{parts[1].Log.Run.Steps[0], parts[0].Log.Run.Steps[0]}, j.Run.Steps)
	assert.Equal(t, []hub.BrokenLimit{{Limit: "a", Errors: 3, Skipped: 4}, {Limit: "b", Errors: 5, Skipped: 3}}, j.Run.End.Broken)
	assert.Equal(t, []hub.LeftOut{{Reason: "filter: not errors", Count: 3}, {Reason: hub.LeftByLimit, Count: 3}}, j.Run.LeftOut)
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
		{hub.EndKilled, hub.EndDeadline, hub.EndIncomplete, hub.VerdictFailed},
		{hub.EndInterrupted, hub.EndKilled, hub.EndInterrupted, hub.VerdictInterrupted},
		{hub.EndEmpty, hub.EndFinished, hub.EndFinished, hub.VerdictGood},
	} {
		for range 2 {
			parts := shards(t, 2, 4)
			parts[0].Log.Run.End.Reason, parts[1].Log.Run.End.Reason = c.a, c.b
			j, err := Join(parts)
			require.NoError(t, err)
			assert.Equal(t, c.want, j.Run.End.Reason)
			assert.Equal(t, c.verdict, j.Run.Verdict())
			c.a, c.b = c.b, c.a
		}
	}
}

// What went wrong beside the examples of a shard went wrong with the whole, and
// says in which shard; a problem that comes up later is recorded before the end.
func TestJoinTakesOverProblems(t *testing.T) {
	parts := shards(t, 3, 7)
	problem := hub.Problem{Kind: hub.ProblemReport, Message: "no space left on device"}
	for _, i := range []int{0, 2} {
		events := shardEvents(i+1, 3, 7, i+1)
		parts[i] = partOf(t, parts[i].Path, slices.Insert(events, len(events)-1, hub.Event{Type: hub.EventProblem, Time: at(9), Problem: &problem}))
		require.Equal(t, hub.VerdictTrouble, parts[i].Log.Run.Verdict())
	}
	j, err := Join(parts)
	require.NoError(t, err)
	want := []hub.Problem{{Kind: hub.ProblemReport, Message: "shard 1 of 3: no space left on device"}, {Kind: hub.ProblemReport, Message: "shard 3 of 3: no space left on device"}}
	assert.Equal(t, want, j.Run.Problems)
	assert.Equal(t, hub.VerdictTrouble, j.Run.Verdict())
	assert.Equal(t, hub.EndFinished, j.Run.End.Reason, "the examples came to their end")

	j.Report(hub.Problem{Kind: hub.ProblemScreen, Message: "a closed pipe"})
	assert.Equal(t, append(want, hub.Problem{Kind: hub.ProblemScreen, Message: "a closed pipe"}), j.Run.Problems)
	log, err := Decode(strings.NewReader(text(t, j.Events...)))
	require.NoError(t, err)
	assert.True(t, log.Closed)
	assert.Equal(t, j.Run, log.Run)
	assert.Equal(t, hub.EventRunFinished, j.Events[len(j.Events)-1].Type)
}

// Where one shard found that nothing to run is an error, so does the whole.
func TestJoinOfNothing(t *testing.T) {
	for _, c := range []struct {
		a, b   hub.EndReason
		passed bool
	}{{hub.EndFinished, hub.EndFinished, true}, {hub.EndEmpty, hub.EndFinished, false}, {hub.EndFinished, hub.EndEmpty, false}, {hub.EndEmpty, hub.EndEmpty, false}} {
		parts := shards(t, 2, 0)
		parts[0].Log.Run.End.Reason, parts[1].Log.Run.End.Reason = c.a, c.b
		j, err := Join(parts)
		require.NoError(t, err)
		assert.Equal(t, hub.VerdictEmpty, j.Run.Verdict())
		assert.Equal(t, c.passed, j.Run.Passed(), "%s and %s", c.a, c.b)
	}
}

// FuzzJoin joins whatever two logs say. What comes out good is whole.
func FuzzJoin(f *testing.F) {
	one, two := text(f, shardEvents(1, 2, 3, 1)...), text(f, shardEvents(2, 2, 3, 1)...)
	f.Add(one, two)
	f.Add(one, one)
	f.Add(one, two[:len(two)-40])
	f.Add(one, strings.ReplaceAll(two, "e02", "e01"))
	f.Add("", two)
	f.Fuzz(func(t *testing.T, a, b string) {
		var parts []Part
		for i, text := range []string{a, b} {
			log, err := decode(strings.NewReader(text), 1<<20)
			if err == nil && log.Started && log.Run.Shard != nil {
				parts = append(parts, Part{Path: fmt.Sprint(i), Log: log})
			}
		}
		j, err := Join(parts)
		if err != nil || j.Run.Verdict() != hub.VerdictGood {
			return
		}
		planned := 0
		for _, p := range j.Parts {
			if p.Log.Run.Verdict() != hub.VerdictGood && p.Log.Run.Verdict() != hub.VerdictEmpty {
				t.Errorf("good, and %s is %s", p.Path, p.Log.Run.Verdict())
			}
			planned += len(p.Log.Run.Plan)
		}
		if len(j.Missing)+len(j.Killed) > 0 || len(j.Parts) != parts[0].Log.Run.Shard.Total || planned != len(j.Run.Results) {
			t.Errorf("good, and not whole: %+v", j)
		}
	})
}
