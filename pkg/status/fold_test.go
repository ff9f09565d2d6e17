package status

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
)

var day = time.Date(2026, 11, 22, 14, 0, 0, 0, time.UTC)

// runAt returns a run that starts n minutes after day, with a result for each
// given status, of examples a, b, c, …; the empty status leaves an example out.
func runAt(n int, statuses ...hub.Status) (string, *runlog.Log) {
	start := day.Add(time.Duration(n) * time.Minute)
	id := start.Format("20060102T150405.000Z") + "-0000"
	run := hub.Run{
		RunHeader: hub.RunHeader{SchemaVersion: 1, ID: id, Started: start, Catalog: len(statuses)},
		End:       hub.RunEnd{Reason: hub.EndFinished, Finished: start.Add(30 * time.Second)},
	}
	for i, s := range statuses {
		if s == "" {
			continue
		}
		name := string(rune('a' + i))
		run.Plan = append(run.Plan, hub.Example{Index: i + 1, ID: name, Name: name, Title: "Title " + name, Group: "g", Path: "g/" + name + ".sh", Runner: "sh"})
		run.Results = append(run.Results, result(name, s, start.Add(time.Second), n))
	}
	return id, &runlog.Log{Run: run, Started: true, Closed: true}
}

func result(id string, s hub.Status, start time.Time, n int) hub.Result {
	res := hub.Result{ID: id, Status: s}
	switch s {
	case hub.StatusPending:
		return res
	case hub.StatusSkipped:
		res.Started, res.Reason = start, fmt.Sprintf("skip %d", n)
		return res
	}
	res.Started, res.Seconds, res.Worker = start, float64(n%7)+0.5, 1
	res.Fingerprint = fmt.Sprintf("v1:%d", n)
	if s == hub.StatusError || n%3 == 0 {
		bad := &hub.Error{Type: hub.ErrRuntime, Message: fmt.Sprintf("bad %d", n), File: "g/" + id + ".sh", Line: n + 1}
		res.Attempts = append(res.Attempts, hub.Attempt{Number: 1, Started: start, Seconds: 0.25, ExitCode: 3, Output: "first", Error: bad})
		res.Flaky = s == hub.StatusCompleted
		start = start.Add(time.Second)
	}
	last := hub.Attempt{Number: len(res.Attempts) + 1, Started: start, Seconds: 0.25, Output: fmt.Sprintf("output %d", n)}
	if s == hub.StatusError {
		last.ExitCode, last.Error = 4, &hub.Error{Type: hub.ErrAssertion, Message: "worse"}
		res.Error = last.Error
	}
	res.Attempts = append(res.Attempts, last)
	return res
}

// text returns the encoded file.
func text(t testing.TB, f *File) string {
	f.refresh()
	var b bytes.Buffer
	require.NoError(t, f.encode(&b))
	return b.String()
}

func TestFoldOneRun(t *testing.T) {
	f := newFile()
	id, log := runAt(1, hub.StatusCompleted, hub.StatusError, hub.StatusSkipped, hub.StatusPending)
	f.fold(id, log, folding{root: "/proj"})
	f.refresh()

	a, ok := f.Get("a")
	require.True(t, ok)
	at := func(s float64) Time { return Time{day.Add(time.Minute + time.Duration(s*1e9))} }
	assert.Equal(t, *Entry{
		ID: "a", Index: 1, Name: "a", Title: "Title a", Group: "g", RelativePath: "g/a.sh", AbsolutePath: absolute("/proj", "g/a.sh"),
		Status: hub.StatusCompleted, Updated: at(1.25), UpdatedRunID: id,
		LastExecuted: at(1.25), RunID: id, ExecutionTime: 1.5, Fingerprint: "v1:1",
		Attempts: 1, LastCompleted: at(1.25),
	}.With(Details{
		StartTime: at(1), Output: "output 1", Errors: []Failure{},
		History: []Past{{RunID: id, Time: at(1.25), Status: hub.StatusCompleted, Seconds: 1.5}},
	}), *openedEntry(&a))
	b, _ := f.Get("b")
	assert.Equal(t, 2, b.Attempts)
	assert.Equal(t, 4, b.Details().ExitCode)
	assert.Equal(t, []Failure{
		{Timestamp: at(1.25), Type: hub.ErrRuntime, Message: "bad 1", Output: "first", ExitCode: 3, File: "g/b.sh", Line: 2, RunID: id, Attempt: 1},
		{Timestamp: at(2.25), Type: hub.ErrAssertion, Message: "worse", Output: "output 1", ExitCode: 4, RunID: id, Attempt: 2},
	}, b.Details().Errors)
	c, _ := f.Get("c")
	assert.Equal(t, hub.StatusSkipped, c.Status)
	assert.Equal(t, "skip 1", c.Reason)
	assert.True(t, c.LastExecuted.IsZero())
	_, ok = f.Get("d")
	assert.False(t, ok, "a pending result makes no entry")

	assert.Equal(t, Statistics{
		TotalExecuted: 2, Completed: 1, Errors: 1, Skipped: 1, AverageExecutionTime: 1.5, TotalExecutionTime: 3,
		LastFullRun:    Time{log.Run.End.Finished},
		SlowestExample: &Extreme{"a", "a", 1.5}, FastestExample: &Extreme{"a", "a", 1.5},
	}, f.Statistics)
}

func TestFoldSequences(t *testing.T) {
	for _, c := range []struct {
		name             string
		results          []hub.Status
		status           hub.Status
		reason           string
		attempts, errors int
		executed         int // the run whose execution is shown; -1 none
		completed        int
	}{
		{"a failure is repaired", []hub.Status{hub.StatusError, hub.StatusCompleted}, hub.StatusCompleted, "", 3, 2, 1, 1},
		{"a skip keeps the last execution", []hub.Status{hub.StatusPending, hub.StatusCompleted, hub.StatusSkipped}, hub.StatusSkipped, "skip 2", 1, 0, 1, 1},
		{"pending changes nothing", []hub.Status{hub.StatusError, hub.StatusPending}, hub.StatusError, "", 2, 2, 0, -1},
		{"interrupted after a pass", []hub.Status{hub.StatusPending, hub.StatusCompleted, hub.StatusInterrupted}, hub.StatusInterrupted, "", 2, 0, 2, 1},
		{"five errors are kept", []hub.Status{"", hub.StatusError, hub.StatusError, hub.StatusError, hub.StatusError}, hub.StatusError, "", 8, 5, 4, -1},
		{"skipped for ever", []hub.Status{hub.StatusSkipped, hub.StatusSkipped}, hub.StatusSkipped, "skip 1", 0, 0, -1, -1},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := newFile()
			var ids []string
			for n, s := range c.results {
				id, log := runAt(n, s)
				ids = append(ids, id)
				f.fold(id, log, folding{})
				f.fold(id, log, folding{}) // a second time changes nothing
			}
			e, ok := f.Get("a")
			require.True(t, ok)
			assert.Equal(t, c.status, e.Status)
			assert.Equal(t, c.reason, e.Reason)
			assert.Equal(t, c.attempts, e.Attempts, "attempts")
			assert.Len(t, e.Details().Errors, c.errors)
			if c.executed < 0 {
				assert.Empty(t, e.RunID)
				assert.True(t, e.LastExecuted.IsZero())
			} else {
				assert.Equal(t, ids[c.executed], e.RunID)
				assert.Equal(t, fmt.Sprintf("output %d", c.executed), e.Details().Output)
			}
			if c.completed < 0 {
				assert.True(t, e.LastCompleted.IsZero())
			} else {
				assert.Equal(t, day.Add(time.Duration(c.completed)*time.Minute), e.LastCompleted.Truncate(time.Minute))
			}
		})
	}
}

func TestFoldFullAndPartialRuns(t *testing.T) {
	f := newFile()
	fold := func(n int, change func(*hub.Run), statuses ...hub.Status) Time {
		id, log := runAt(n, statuses...)
		if change != nil {
			change(&log.Run)
		}
		f.fold(id, log, folding{})
		return Time{log.Run.End.Finished}
	}
	full := fold(1, nil, hub.StatusCompleted, hub.StatusCompleted)
	part := fold(2, nil, hub.StatusCompleted, "")
	assert.Equal(t, full, f.Statistics.LastFullRun)
	assert.Equal(t, part, f.Statistics.LastPartialRun)
	part = fold(3, func(r *hub.Run) { r.End.Reason = hub.EndInterrupted }, hub.StatusCompleted, hub.StatusPending)
	fold(4, nil, "")
	fold(0, nil, hub.StatusCompleted, hub.StatusCompleted)
	assert.Equal(t, full, f.Statistics.LastFullRun)
	assert.Equal(t, part, f.Statistics.LastPartialRun, "a run that did not reach its end is not full; an empty one does not count")
}

// A history of runs gives the same file in any order and number of folds.
func TestFoldOrderDoesNotMatter(t *testing.T) {
	statuses := []hub.Status{
		hub.StatusCompleted, hub.StatusError, hub.StatusSkipped, hub.StatusInterrupted, hub.StatusPending, "",
	}
	for seed := range uint64(40) {
		rng := rand.New(rand.NewPCG(seed, 1))
		type folded struct {
			id  string
			log *runlog.Log
		}
		var runs []folded
		for n := range 3 + rng.IntN(9) { // not more than a history holds
			picked := make([]hub.Status, 6)
			for i := range picked {
				picked[i] = statuses[rng.IntN(len(statuses))]
			}
			id, log := runAt(n, picked...)
			runs = append(runs, folded{id, log})
		}
		want := newFile()
		for _, r := range runs {
			want.fold(r.id, r.log, folding{root: "/proj"})
		}
		wantText := text(t, want)
		assertRecount(t, want)
		for range 5 {
			rng.Shuffle(len(runs), func(i, j int) { runs[i], runs[j] = runs[j], runs[i] })
			got := newFile()
			for i, r := range runs {
				got.fold(r.id, r.log, folding{root: "/proj"})
				again := runs[rng.IntN(i+1)]
				got.fold(again.id, again.log, folding{root: "/proj"})
			}
			require.Equal(t, wantText, text(t, got), "seed %d", seed)
		}
	}
}

// The order does not matter either if there are more runs than an entry keeps;
// foldedRuns ensures that each is folded once.
func TestFoldOrderOfManyRuns(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	order := make([]int, 40)
	for i := range order {
		order[i] = i
	}
	var want string
	for range 10 {
		f := newFile()
		for _, n := range order {
			s := []hub.Status{hub.StatusCompleted, hub.StatusError, hub.StatusSkipped}[n%3]
			id, log := runAt(n, s, hub.StatusCompleted)
			f.fold(id, log, folding{})
		}
		if want == "" {
			want = text(t, f)
			assert.Len(t, f.Examples["a"].Details().History, maxHistory)
			assert.Len(t, f.Examples["a"].Details().Errors, maxErrors)
		}
		require.Equal(t, want, text(t, f))
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
	}
}

// assertRecount recomputes the statistics from the JSON.
func assertRecount(t testing.TB, f *File) {
	var got struct {
		Metadata struct{ TotalExamples, Completed int }
		Examples map[string]struct {
			Name, Status  string
			LastExecuted  *string
			ExecutionTime float64
			Attempts      int
			Errors        []any
			Output        string
		}
		Statistics struct {
			TotalExecuted, Completed, Errors, Skipped, Interrupted int
			AverageExecutionTime, TotalExecutionTime               float64
			SlowestExample, FastestExample                         *struct {
				ID   string
				Time float64
			}
		}
	}
	require.NoError(t, json.Unmarshal([]byte(text(t, f)), &got))
	counts, executed, total, completed := map[string]int{}, 0, 0.0, []float64{}
	for _, e := range got.Examples {
		counts[e.Status]++
		if e.LastExecuted != nil {
			executed++
			total += e.ExecutionTime
		}
		if e.Status == "completed" {
			completed = append(completed, e.ExecutionTime)
		}
		require.LessOrEqual(t, len(e.Errors), maxErrors)
		require.LessOrEqual(t, len(e.Output), maxOutput)
		require.NotNil(t, e.Errors)
	}
	for _, e := range f.Examples {
		require.LessOrEqual(t, len(e.Details().History), maxHistory)
	}
	s := got.Statistics
	require.Equal(t, len(got.Examples), got.Metadata.TotalExamples)
	require.Equal(t, counts["completed"], got.Metadata.Completed)
	require.Equal(t, []int{executed, counts["completed"], counts["error"], counts["skipped"], counts["interrupted"]},
		[]int{s.TotalExecuted, s.Completed, s.Errors, s.Skipped, s.Interrupted})
	require.InEpsilon(t, total+1, s.TotalExecutionTime+1, 1e-9)
	if len(completed) == 0 {
		require.Zero(t, s.AverageExecutionTime)
		require.Nil(t, s.SlowestExample)
		require.Nil(t, s.FastestExample)
		return
	}
	sum := 0.0
	for _, c := range completed {
		sum += c
	}
	require.InEpsilon(t, sum/float64(len(completed))+1, s.AverageExecutionTime+1, 1e-9)
	require.Equal(t, slices.Max(completed), s.SlowestExample.Time)
	require.Equal(t, slices.Min(completed), s.FastestExample.Time)
}

func TestBound(t *testing.T) {
	long := ""
	for i := range 2000 {
		long += fmt.Sprintf("línea %d\n", i)
	}
	got := bound(long)
	assert.LessOrEqual(t, len(got), maxOutput)
	assert.Greater(t, len(got), maxOutput-60)
	assert.Contains(t, got, "línea 0\n")
	assert.Contains(t, got, "línea 1999\n")
	assert.Regexp(t, `\n\[… \d+ bytes left out …\]\n`, got)
	assert.Equal(t, got, bound(got), "text within the limit is unchanged")
	for n := 2001; n < 2010; n++ { // wherever the cut falls, runes stay whole
		s := ""
		for len(s) < n {
			s += "é世"
		}
		assert.NotContains(t, bound(s), "\uFFFD")
		assert.LessOrEqual(t, len(bound(s)), maxOutput)
	}
	assert.Equal(t, "a\uFFFDb", bound("a\xffb"))
}

// The dependencies of the newest result are copied from the log to the entry,
// up to a limit.
func TestDependsOnIsKept(t *testing.T) {
	s := newStore(t)
	f := newFile()
	for n := range 2 {
		id, log := runAt(n, hub.StatusCompleted)
		parts := []string{"0a1b2c3d file a.sh"}
		for range n * 500 {
			parts = append(parts, "0a1b env X")
		}
		log.Run.Results[0].DependsOn = parts
		f.fold(id, log, folding{})
		e, _ := f.Get("a")
		assert.Equal(t, parts[:min(len(parts), maxParts)], e.Details().DependsOn)
	}
	assert.NoError(t, lock(t, s).Save(f))
	again, _, err := s.Load()
	assert.NoError(t, err)
	e, _ := again.Get("a")
	assert.Len(t, e.Details().DependsOn, maxParts)
}
