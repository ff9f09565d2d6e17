package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/place"
	"github.com/seed-00a9b34c/hub/reporters"
)

// told is a report that holds how many problems the run had when it was written;
// of the times in fails (from 1) it cannot be written.
func told(t *testing.T, path string, fails ...int) target {
	n := 0
	return target{path: path, Reporter: reporters.Reporter{Name: filepath.Base(path), Write: func(w io.Writer, run *hub.Run) (string, error) {
		n++
		for _, fail := range fails {
			if n == fail {
				return "", errors.New("no room")
			}
		}
		_, err := fmt.Fprint(w, len(run.Problems))
		return fmt.Sprintf("note %d", n), err
	}}}
}

func TestDelivery(t *testing.T) {
	for name, c := range map[string]struct {
		a, b     []int // the times at which the reports cannot be written
		later    int   // problems that come up afterwards
		want     map[string]string
		problems int
	}{
		"all is well":              {want: map[string]string{"a": "0", "b": "0"}},
		"one cannot be written":    {a: []int{1}, want: map[string]string{"b": "1"}, problems: 1},
		"none can be written":      {a: []int{1}, b: []int{1}, want: map[string]string{}, problems: 2},
		"a problem afterwards":     {later: 2, want: map[string]string{"a": "2", "b": "2"}, problems: 2},
		"one not a second time":    {b: []int{2}, later: 1, want: map[string]string{"a": "2"}, problems: 2},
		"one after the other":      {a: []int{1}, b: []int{2}, want: map[string]string{}, problems: 2},
		"one not the second time":  {a: []int{2}, b: []int{3}, later: 1, want: map[string]string{}, problems: 3},
		"what is out is out":       {a: []int{1, 2, 3}, later: 1, want: map[string]string{"b": "2"}, problems: 2},
		"the last is told by none": {b: []int{2}, a: []int{2}, later: 1, want: map[string]string{}, problems: 3},
	} {
		t.Run(name, func(t *testing.T) {
			tt := t
			dir := t.TempDir()
			var run hub.Run
			targets := []target{told(t, filepath.Join(dir, "a"), c.a...), told(t, filepath.Join(dir, "b"), c.b...)}
			d := delivery{app: &App{guard: place.New(dir)}, run: func() *hub.Run { return &run }, report: func(p hub.Problem) { run.Problems = append(run.Problems, p) }}
			d.all(context.Background(), targets)
			for i := range c.later {
				d.report(hub.Problem{Kind: hub.ProblemScreen, Message: fmt.Sprint("later ", i)})
			}
			d.again(context.Background())
			assert.Len(t, run.Problems, c.problems)
			found := map[string]string{}
			for _, name := range []string{"a", "b"} {
				if text, err := os.ReadFile(filepath.Join(dir, name)); err == nil {
					found[name] = string(text)
				}
			}
			assert.Equal(t, c.want, found, "every file that is there shows every problem")
			var names []string
			for _, t := range d.written(targets) {
				names = append(names, t.Name)
				assert.NotEmpty(tt, t.note)
			}
			assert.Len(t, names, len(c.want))
			for _, name := range names {
				assert.Contains(t, c.want, name)
			}
		})
	}
}

// What is taken back is the report, and not what a link leads to that has taken
// the place of its folder.
func TestDeliveryRemovesNothingElsewhere(t *testing.T) {
	dir := t.TempDir()
	root, foreign := filepath.Join(dir, "p"), filepath.Join(dir, "foreign")
	for _, folder := range []string{filepath.Join(root, "out"), foreign} {
		require.NoError(t, os.MkdirAll(folder, 0o755))
	}
	require.NoError(t, os.WriteFile(filepath.Join(foreign, "a"), []byte("mine"), 0o644))
	var run hub.Run
	d := delivery{app: &App{guard: place.New(root)}, run: func() *hub.Run { return &run }, report: func(p hub.Problem) { run.Problems = append(run.Problems, p) }}
	d.all(context.Background(), []target{told(t, filepath.Join(root, "out", "a"))})
	require.NoError(t, os.RemoveAll(filepath.Join(root, "out")))
	if err := os.Symlink(foreign, filepath.Join(root, "out")); err != nil {
		t.Skip("no symbolic links here:", err)
	}
	d.report(hub.Problem{Kind: hub.ProblemScreen, Message: "later"})
	d.again(context.Background())
	text, err := os.ReadFile(filepath.Join(foreign, "a"))
	require.NoError(t, err)
	assert.Equal(t, "mine", string(text))
	assert.Contains(t, run.Problems[1].Message, "could not be removed: it is outside the project's root")
}

// The exit code follows from the verdict, and is 0 exactly where the reports
// show no failure.
func TestExitCodesFollowFromTheVerdict(t *testing.T) {
	seen := map[hub.Verdict]int{}
	for _, reason := range []hub.EndReason{hub.EndFinished, hub.EndEmpty, hub.EndStopOnError, hub.EndMaxFailures, hub.EndDeadline, hub.EndInterrupted, hub.EndKilled, hub.EndIncomplete} {
		for _, results := range [][]hub.Result{nil, {{Status: hub.StatusCompleted}}, {{Status: hub.StatusError}}} {
			for _, problems := range [][]hub.Problem{nil, {{Kind: hub.ProblemReport, Message: "no room"}}} {
				run := &hub.Run{End: hub.RunEnd{Reason: reason, Signal: "SIGTERM"}, Results: results, Problems: problems}
				for range results {
					run.Plan = append(run.Plan, hub.Example{})
				}
				code := verdictCode(run)
				assert.Equal(t, run.Passed(), code == exitGood, "%+v", run)
				before, known := seen[run.Verdict()]
				if known && run.Verdict() != hub.VerdictEmpty {
					assert.Equal(t, before, code, "one code for %s", run.Verdict())
				}
				seen[run.Verdict()] = code
				assert.Equal(t, code, runCode(run, false, false))
				if run.Verdict() != hub.VerdictInterrupted {
					assert.Equal(t, exitTrouble, runCode(run, true, false), "what comes up too late to be recorded")
				} else {
					assert.Equal(t, 143, runCode(run, true, false))
				}
			}
		}
	}
	delete(seen, hub.VerdictEmpty)
	assert.Equal(t, map[hub.Verdict]int{hub.VerdictGood: 0, hub.VerdictFailed: 1, hub.VerdictTrouble: 3, hub.VerdictInterrupted: 143}, seen)
	assert.Equal(t, exitGood, verdictCode(&hub.Run{End: hub.RunEnd{Reason: hub.EndFinished}}))
	assert.Equal(t, exitEmpty, verdictCode(&hub.Run{End: hub.RunEnd{Reason: hub.EndEmpty}}))
}
