package console

import (
	"bytes"
	"fmt"
	"io"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/reporters/sample"
)

// shown returns what a console without a terminal prints.
func shown(t testing.TB, run *hub.Run, seed uint64, o Options) string {
	t.Helper()
	var out bytes.Buffer
	o.Out, o.Plan, o.Workers = &out, hub.Pointers(run.Plan), run.Workers
	c := New(o)
	for _, e := range sample.Events(run, seed) {
		c.Observe(e)
		c.Tick(e.Time)
	}
	require.NoError(t, c.Finish(run))
	return out.String()
}

// Each case has a golden file with the console's output for several options.
func TestConsoleOfCases(t *testing.T) {
	for _, c := range sample.Cases() {
		t.Run(c.Name, func(t *testing.T) {
			var text strings.Builder
			for _, o := range []struct {
				title string
				Options
			}{
				{"plain, with hints", Options{Hints: someHints, Balance: true}},
				{"quiet", Options{Quiet: true, Verbose: true, Hints: someHints}},
				{"verbose", Options{Verbose: true}},
				{"in colour", Options{Color: true}},
			} {
				fmt.Fprintf(&text, "==== %s\n%s", o.title, shown(t, c.Run, 1, o.Options))
			}
			sample.Golden(t, filepath.Join("..", "testdata", "cases", c.Name, "console.txt"), text.String())
		})
	}
}

// Without a terminal the text does not depend on what finishes first, and contains no
// control characters.
func TestConsoleFollowsTheOrderOfThePlan(t *testing.T) {
	for _, o := range []Options{{}, {Verbose: true}, {Quiet: true}} {
		for _, run := range []*hub.Run{sample.EveryKind(), sample.EndedWell(), sample.AllGood(50)} {
			want := shown(t, run, 0, o)
			for seed := range uint64(20) {
				require.Equal(t, want, shown(t, run, seed, o), "seed %d", seed)
			}
			for _, r := range want {
				require.False(t, unicode.IsControl(r) && r != '\n', "control %q", r)
			}
		}
	}
}

// Each line is printed as soon as all earlier ones are, not only at the end.
func TestConsoleHoldsBackNoLongerThanNeeded(t *testing.T) {
	run := sample.AllGood(3)
	var out bytes.Buffer
	c := New(Options{Out: &out, Plan: hub.Pointers(run.Plan), Verbose: true})
	finish := func(i int) {
		c.Observe(hub.Event{Type: hub.EventExampleFinished, Time: sample.Epoch, ID: run.Plan[i].ID, Result: &run.Results[i]})
	}
	start := func(i int) {
		c.Observe(hub.Event{Type: hub.EventExampleStarted, Time: sample.Epoch, ID: run.Plan[i].ID})
	}
	start(1)
	assert.Empty(t, out.String())
	start(0)
	assert.Equal(t, "(1/3) ▸ started      1  g0/e0\n", out.String())
	finish(1)
	finish(1) // observed twice, shown once
	assert.NotContains(t, out.String(), "g1/e1")
	finish(0)
	assert.Contains(t, out.String(), "(2/3) ▸ started      2  g1/e1\n(2/3) ✓ passed       2  g1/e1 ")
	finish(2)
	assert.Equal(t, 1, strings.Count(out.String(), "3  g2/e2"))
	require.NoError(t, c.Finish(run))
	assert.Equal(t, 2, strings.Count(out.String(), "g1/e1"))
}

// A failure after an example that never ends is shown at the end.
func TestConsoleFlushesWhatIsHeldBack(t *testing.T) {
	run := sample.AllGood(3)
	run.End.Reason = hub.EndStopOnError
	run.Results[0] = hub.Result{ID: run.Plan[0].ID, Status: hub.StatusInterrupted, Reason: "stopped"}
	run.Results[1].Status, run.Results[1].Error = hub.StatusError, &hub.Error{Type: hub.ErrAssertion, Message: "wrong"}
	run.Results[2] = hub.Result{ID: run.Plan[2].ID, Status: hub.StatusPending}
	var out bytes.Buffer
	c := New(Options{Out: &out, Plan: hub.Pointers(run.Plan), Quiet: true})
	c.Observe(hub.Event{Type: hub.EventExampleFinished, Time: sample.Epoch, ID: run.Plan[1].ID, Result: &run.Results[1]})
	assert.Empty(t, out.String())
	require.NoError(t, c.Finish(run))
	assert.Equal(t, "✗ failed       2  g1/e1     100ms\n   assertion: wrong\n   | ok\n"+
		"FAILED  1 failed, 0 passed, 1 interrupted, 1 not run · 1.0s; stopped at the first failure\n", out.String())
}

func TestConsoleNamesSlowOnesOnce(t *testing.T) {
	run := sample.AllGood(2)
	var out bytes.Buffer
	c := New(Options{Out: &out, Plan: hub.Pointers(run.Plan), SlowAfter: time.Minute})
	c.Observe(hub.Event{Type: hub.EventExampleStarted, Time: sample.Epoch, ID: "g1/e1"})
	c.Tick(sample.Epoch.Add(59 * time.Second))
	assert.Empty(t, out.String())
	c.Tick(sample.Epoch.Add(61 * time.Second))
	c.Tick(sample.Epoch.Add(300 * time.Second))
	assert.Equal(t, "SLOW 2  g1/e1 has been running for 1m01s\n", out.String())
}

func TestConsoleDoesNotRepeatWhatWasStreamed(t *testing.T) {
	run := sample.EveryKind()
	assert.Contains(t, shown(t, run, 1, Options{}), "| AssertionError")
	assert.NotContains(t, shown(t, run, 1, Options{Streamed: true}), "| AssertionError")
}

// No text of an example is a command for a CI system: every line begins with text of hub.
func TestConsolePrintsNoCICommand(t *testing.T) {
	anywhere := regexp.MustCompile(`(?i)##[a-z]*\[`)
	start := regexp.MustCompile(`(?m)^\s*(::|---|\+\+\+|~~~|\^\^\^)`)
	for _, o := range []Options{{}, {Verbose: true, Hints: hostileHints}, {Quiet: true}} {
		run := sample.EveryKind()
		for i := range run.Plan {
			for _, s := range []*string{&run.Plan[i].ID, &run.Results[i].ID} {
				*s = fmt.Sprintf("::error::%d\n--- x\r+++ ##[y]", i)
			}
			res := &run.Results[i]
			res.Reason, res.Doubtful = sample.Hostile, sample.Hostile
			if res.Error != nil {
				res.Error = &hub.Error{Type: "::error::##[x]", Message: sample.Hostile, File: sample.Hostile, Line: 1}
			}
			for n := range res.Attempts {
				res.Attempts[n].Output, res.Attempts[n].Signal = sample.Hostile, "::x::\n"
			}
		}
		run.LeftOut[0].Reason = sample.Hostile
		text := shown(t, run, 1, o)
		assert.NotRegexp(t, anywhere, text)
		assert.NotRegexp(t, start, text)
		assert.NotContains(t, text, "\r")
	}
}

func TestConsoleReturnsTheFirstWriteError(t *testing.T) {
	run := sample.EveryKind()
	size := len(shown(t, run, 1, Options{}))
	for _, room := range []int{0, 10, size / 2, size - 1} {
		c := New(Options{Out: &sample.FullWriter{Room: room}, Plan: hub.Pointers(run.Plan)})
		for _, e := range sample.Events(run, 1) {
			c.Observe(e)
		}
		assert.ErrorIs(t, c.Finish(run), sample.ErrFull, "room for %d of %d", room, size)
	}
	var out bytes.Buffer
	c := New(Options{Out: &out, Live: &sample.FullWriter{}, Plan: hub.Pointers(run.Plan)})
	for _, e := range sample.Events(run, 1) {
		c.Observe(e)
	}
	assert.ErrorIs(t, c.Finish(run), sample.ErrFull)
	assert.Contains(t, out.String(), "INTERRUPTED", "the verdict is still printed")
}

func TestVerdictLine(t *testing.T) {
	line := func(change func(*hub.Run)) string {
		run := sample.AllGood(3)
		change(run)
		text := strings.TrimSuffix(shown(t, run, 1, Options{Quiet: true}), "\n")
		return text[strings.LastIndex(text, "\n")+1:]
	}
	for _, tt := range []struct {
		change func(*hub.Run)
		want   string
	}{
		{func(*hub.Run) {}, "GOOD  3 passed · 1.0s"},
		{func(r *hub.Run) { r.Catalog = 9 }, "GOOD  3 passed · 1.0s · 3 of 9 examples"},
		{func(r *hub.Run) { r.Catalog, r.Shard = 9, &hub.Shard{Index: 1, Total: 3} }, "GOOD  3 passed · 1.0s · shard 1/3"},
		{func(r *hub.Run) { r.Results[0].Status = hub.StatusError }, "FAILED  1 failed, 2 passed · 1.0s"},
		{func(r *hub.Run) {
			r.Results[0].Status, r.Results[0].AllowedFailure = hub.StatusError, &hub.AllowFailure{}
		}, "GOOD  1 failed (1 allowed), 2 passed · 1.0s"},
		{func(r *hub.Run) { r.Results = r.Results[:2] }, "FAILED  2 passed, 1 not run · 1.0s"},
		{func(r *hub.Run) { r.End.Reason = hub.EndDeadline }, "FAILED  3 passed · 1.0s; stopped: the time for the whole run was over"},
		{func(r *hub.Run) { r.End.Reason = hub.EndKilled }, "FAILED  3 passed · 1.0s; cut off: hub was killed or the machine stopped"},
		{func(r *hub.Run) {
			r.End = hub.RunEnd{Reason: hub.EndInterrupted, Signal: "SIGTERM", Finished: sample.Epoch}
		}, "INTERRUPTED  3 passed · 0ms; interrupted by SIGTERM"},
		{func(r *hub.Run) { r.Plan, r.Results = nil, nil }, "EMPTY  nothing to run: none of 3 examples was selected"},
		{func(r *hub.Run) { r.Plan, r.Results, r.Catalog = nil, nil, 0 }, "EMPTY  no examples were found"},
	} {
		assert.Equal(t, tt.want, line(tt.change))
	}
}

func TestTheFirstLineSaysWhatIsRun(t *testing.T) {
	first := func(change func(*hub.Run), o Options) string {
		run := sample.AllGood(3)
		change(run)
		line, _, _ := strings.Cut(shown(t, run, 1, o), "\n")
		return line
	}
	for _, tt := range []struct {
		change func(*hub.Run)
		want   string
	}{
		{func(*hub.Run) {}, "Running 3 examples with 2 workers"},
		{func(r *hub.Run) { r.Catalog = 9 }, "Running 3 of 9 examples with 2 workers"},
		{func(r *hub.Run) { r.Catalog, r.Shard = 9, &hub.Shard{Index: 1, Total: 3} }, "Running 3 of 9 examples (shard 1/3) with 2 workers"},
		{func(r *hub.Run) { r.Workers = 99 }, "Running 3 examples with 3 workers"},
		{func(r *hub.Run) { r.NoExamples = 4 }, "Running 3 examples with 2 workers; 4 other files or folders left out (see 'hub list')"},
		{func(r *hub.Run) { r.NoExamples = 1 }, "Running 3 examples with 2 workers; 1 other file or folder left out (see 'hub list')"},
		{func(r *hub.Run) { r.Plan, r.Results = nil, nil }, ""},
		{func(r *hub.Run) { r.Command = "run" }, "✓ passed       1  "},
	} {
		assert.Regexp(t, "^"+regexp.QuoteMeta(tt.want), first(tt.change, Options{}))
		assert.NotContains(t, first(tt.change, Options{Quiet: true}), "Running")
	}
	assert.Equal(t, "Running 3 examples with 1 worker", first(func(r *hub.Run) { r.Workers = 1 }, Options{Live: io.Discard}))
}

// Without a terminal there is no footer that counts.
func TestLinesAreCountedWithoutATerminal(t *testing.T) {
	for want, o := range map[int]Options{4: {Verbose: true}, 0: {}} {
		text := shown(t, sample.AllGood(2), 1, o)
		assert.Equal(t, want, len(regexp.MustCompile(`(?m)^\((1/2\) . \w+ +1|2/2\) . \w+ +2)  `).FindAllString(text, -1)), text)
	}
	assert.NotContains(t, shown(t, sample.AllGood(2), 1, Options{Verbose: true, Live: io.Discard}), "(1/2)")
	assert.NotContains(t, shown(t, sample.AllGood(2), 1, Options{Verbose: true, Quiet: true}), "(1/2)")
	assert.Contains(t, shown(t, sample.AllGood(10), 1, Options{Verbose: true}), "\n( 9/10) ✓ passed        9  ")
}

func someHints(*hub.Run) []Hint {
	return []Hint{{"hub show 3", "details of the first failure"}, {"hub errors --run", "re-run what failed"}}
}

func hostileHints(*hub.Run) []Hint {
	return []Hint{{"hub -C '" + sample.Hostile + "' init", sample.Hostile}}
}

// What is typed is not shown while the region is on the screen, and is as soon as another
// has the terminal.
func TestHush(t *testing.T) {
	var out strings.Builder
	hushed := 0
	c := New(Options{Out: &out, Live: &out, Hush: func() func() { hushed++; return func() { hushed-- } }})
	assert.Zero(t, hushed)
	for range 2 {
		c.Tick(time.Unix(1, 0))
		c.Tick(time.Unix(2, 0))
		assert.Equal(t, 1, hushed)
		c.Suspend(func() { assert.Zero(t, hushed) })
	}
	c.Tick(time.Unix(3, 0))
	require.NoError(t, c.Finish(nil))
	assert.Zero(t, hushed)
}

// TestLeakedByTheHundred: processes of one name are counted, not listed.
func TestLeakedByTheHundred(t *testing.T) {
	var out strings.Builder
	e := &hub.Example{ID: "a", Path: "a.sh", Index: 1}
	c := New(Options{Out: &out, Plan: []*hub.Example{e}})
	c.Observe(hub.Event{Type: hub.EventExampleFinished, ID: "a", Result: &hub.Result{ID: "a", Status: hub.StatusCompleted, Leaked: slices.Repeat([]string{"sleep", "sh"}, 128)}})
	require.NoError(t, c.Finish(nil))
	assert.Contains(t, out.String(), "  leaked: sleep (128), sh (128)\n")
}

// With so many examples that they are added beside other work, what is printed is the same.
func TestManyExamples(t *testing.T) {
	run := &hub.Run{}
	for i := range many + 1 {
		id := fmt.Sprintf("examples/%04d", i+1)
		run.Plan = append(run.Plan, hub.Example{Index: i + 1, ID: id, Name: id, Path: id + ".sh"})
		run.Results = append(run.Results, hub.Result{ID: id, Status: hub.StatusCompleted, Attempts: []hub.Attempt{{Number: 1, Output: "x"}}})
	}
	var out bytes.Buffer
	asked := 0 // not by two goroutines at a time
	c := New(Options{Out: &out, Plan: hub.Pointers(run.Plan), Workers: 1, Estimate: func(string) float64 { asked++; return 1 }})
	for i := range run.Results {
		c.Observe(hub.Event{Type: hub.EventExampleFinished, ID: run.Results[i].ID, Result: &run.Results[i]})
	}
	assert.Equal(t, len(run.Plan), asked)
	assert.Equal(t, len(run.Plan), strings.Count(out.String(), "examples/"))
	require.NoError(t, c.Finish(nil))
}
