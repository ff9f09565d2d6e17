package query_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/query"
	"github.com/seed-00a9b34c/hub/pkg/render"
	"github.com/seed-00a9b34c/hub/pkg/status"
)

// shown returns an example of the snapshot with a source and a mask.
func shown(s *query.Snapshot, index int) query.Example {
	x := query.Show(s, s.Catalog.Examples[index-1])
	x.Hide = func(text string) string { return strings.ReplaceAll(text, "secret", "***") }
	return x
}

func TestShowHasTheDetailsOfTheNewestRun(t *testing.T) {
	s := snapshot()
	x := shown(s, 2)
	require.True(t, x.Ran)
	x.Add(&hub.Run{Results: []hub.Result{
		{ID: "a", Attempts: []hub.Attempt{{Number: 1, Output: "another"}}},
		{ID: "b", Error: &hub.Error{Type: hub.ErrOutputMismatch, Diff: "-x\n+secret"}, Attempts: []hub.Attempt{
			{Number: 1, Seconds: 4, Signal: "SIGKILL", Error: &hub.Error{Type: hub.ErrTimeout, Message: "slow", File: "b.sh", Line: 3}},
			{Number: 2, ExitCode: 1, Output: "the secret\x1b[31m output\n"},
		}},
	}})
	x.Source, x.Cut, x.Begin, x.End = "echo secret\n", true, "{\n", "}\n"
	x.Argv = []string{"sh", "a secret"}
	text := page(t, query.ShowAnswer(s, x, false))
	for _, want := range []string{
		"2  B b\nid         b\n", "command    sh 'a ***'\n", "\nLast result\nstatus     ✗ failed\nerror      timeout: too slow (b.sh:3)\n", "last pass  2026-11-01 ",
		"stopped after 4.0s (SIGKILL)  timeout: slow (b.sh:3)\n", "ended      exit code 1\nattempts   2\n",
		"\nErrors, newest first\n", "\nResults, newest first\n",
		"Difference from the expected output\n  | -x\n  | +***\n", "\nSource\n  | echo ***\n  | … (truncated)\n",
		"\nLast output\n{\n  | the *** output\n}\n",
	} {
		assert.Contains(t, text, want)
	}
	assert.NotContains(t, text, "another")
}

func TestShowHasNoExitCodeOfWhatASignalEnded(t *testing.T) {
	s := snapshot()
	x := shown(s, 2)
	x.Details.ExitCode = -1
	x.Details.Errors = []status.Failure{{Type: hub.ErrTimeout, ExitCode: -1, Attempt: 2}}
	text := page(t, query.ShowAnswer(s, x, false))
	assert.Contains(t, text, "  attempt 2\n")
	assert.Contains(t, text, "ended      stopped after 1.0s\n")
	assert.NotContains(t, text, "exit code")
}

// Anybody can write to the status file.
func TestShowSanitisesTheHistory(t *testing.T) {
	s := snapshot()
	x := shown(s, 2)
	x.Details.History = slices.Repeat([]status.Past{{Status: "completed\x1b[2J", RunID: "r\x1b[2J\n::error::x"}}, 2)
	text := page(t, query.ShowAnswer(s, x, true))
	assert.Contains(t, text, "  never  · not run  0ms  r ::error::x\n")
	assert.NotContains(t, text, "\x1b")
}

// What is in a file may attack the terminal, also where Markdown is formatted.
func TestShowSanitisesTheSource(t *testing.T) {
	s := snapshot()
	for _, file := range []string{"f.sh", "f.md"} {
		x := shown(s, 6)
		x.File, x.Source = file, "one \x1b[2J **two** \x1b]0;title\a\n"
		for _, color := range []bool{false, true} {
			var b bytes.Buffer
			require.NoError(t, render.Output{Writer: &b, Format: render.Table, Width: 80, Color: color}.Write(query.ShowAnswer(s, x, true)))
			assert.NotContains(t, b.String(), "\x1b[2J", file)
			assert.NotContains(t, b.String(), "\x1b]", file)
			assert.NotContains(t, b.String(), "\a", file)
		}
	}
}

func TestShowSaysHowTheLastAttemptEnded(t *testing.T) {
	s := snapshot()
	timeout := &hub.Error{Type: hub.ErrTimeout}
	for want, attempt := range map[string]hub.Attempt{
		"never started":                   {ExitCode: -1},
		"exit code 3":                     {ExitCode: 3, Seconds: 1},
		"killed by SIGSEGV after 1.0s":    {ExitCode: -1, Signal: "SIGSEGV", Seconds: 1},
		"stopped after 4.0s (SIGTERM)":    {ExitCode: -1, Signal: "SIGTERM", Seconds: 4, Error: timeout},
		"stopped after 4.0s":              {ExitCode: -1, Seconds: 4, Canceled: true},
		"stopped after 4.0s, exit code 0": {Seconds: 4, Error: timeout},
	} {
		x := shown(s, 2)
		x.Add(&hub.Run{Results: []hub.Result{{ID: "b", Attempts: []hub.Attempt{attempt}}}})
		assert.Contains(t, page(t, query.ShowAnswer(s, x, false)), "ended      "+want+"\n")
	}
}

// The error of the last result is above the list of errors already, but only that of a
// result that failed.
func TestShowListsAnErrorOnce(t *testing.T) {
	s := snapshot()
	for status, listed := range map[hub.Status]bool{hub.StatusError: false, hub.StatusCompleted: true} {
		s.Status.Examples["b"].Status, s.Status.Examples["b"].UpdatedRunID = status, "r2"
		x := shown(s, 2)
		x.Details.Errors[0].RunID = "r2"
		text := page(t, query.ShowAnswer(s, x, false))
		assert.Equal(t, listed, strings.Contains(text, "\nErrors, newest first\n"), status)
		assert.Equal(t, 1, strings.Count(text, "too slow"), status)
	}
}

func TestShowWithoutARunHasNoResult(t *testing.T) {
	s := snapshot()
	for _, index := range []int{5, 6} {
		x := shown(s, index)
		assert.False(t, x.Ran)
		text := page(t, query.ShowAnswer(s, x, true))
		assert.Contains(t, text, "status     · not run\n")
		assert.NotContains(t, text, "exit code")
		assert.NotContains(t, text, "Last output")
	}
}

func TestMarkdownIsHighlightedInColour(t *testing.T) {
	s := snapshot()
	x := shown(s, 6)
	x.File, x.Source = "f.MD", "# Title\n```sh\necho\n```\ntext\n"
	var b bytes.Buffer
	require.NoError(t, render.Output{Writer: &b, Format: render.Table, Color: true}.Write(query.ShowAnswer(s, x, false)))
	assert.Contains(t, b.String(), "  | \x1b[1;4mTitle\x1b[0m\n  |     \x1b[36mecho\x1b[0m\n  | text\n")
	assert.Contains(t, page(t, query.ShowAnswer(s, x, false)), "  | # Title\n  | ```sh\n")
}

// A secret between marks is masked as well.
func TestFormattedSourcesAreMasked(t *testing.T) {
	s := snapshot()
	x := shown(s, 6)
	x.File, x.Source = "f.md", "sec**ret** and sec\\_ret\n"
	var b bytes.Buffer
	require.NoError(t, render.Output{Writer: &b, Format: render.Table, Width: 80}.Write(query.ShowAnswer(s, x, false)))
	assert.Contains(t, b.String(), "  | *** and sec_ret\n")
}

func TestRerunSaysWhatIsFixed(t *testing.T) {
	s := snapshot()
	run := &hub.Run{
		RunHeader: hub.RunHeader{ID: "r3", Plan: s.Catalog.Examples[:3]},
		Results: []hub.Result{
			{ID: "a", Status: hub.StatusCompleted}, {ID: "b", Status: hub.StatusError, Error: &hub.Error{Type: hub.ErrTimeout, Message: "slow\nly"}},
			{ID: "c", Status: hub.StatusSkipped, Reason: "later"},
		},
	}
	sum := query.Rerun(run, true, query.Gone(s, query.Scope{}))
	assert.Equal(t, "r3", sum.Run)
	require.Len(t, sum.Examples, 4)
	assert.Equal(t, "slow ly", sum.Examples[1].Message)
	first := "3 examples had failed: 1 fixed, 1 still failing, 1 skipped.\n"
	assert.Equal(t, first+"No longer in the catalog, not run ('hub errors --clear' forgets them):\n       g/z.sh (z)\n", page(t, query.RerunAnswer(sum, false, "")))
	assert.Equal(t, first, page(t, query.RerunAnswer(sum, true, "")))

	run.Results[0].Flaky, run.Results[0].Attempts = true, make([]hub.Attempt, 2)
	sum = query.Rerun(run, true, nil)
	assert.Equal(t, "flaky", sum.Examples[0].Outcome, "it may fail again")
	assert.Equal(t, "3 examples had failed: 1 still failing, 1 flaky, 1 skipped.\n", page(t, query.RerunAnswer(sum, false, "")))
	assert.Equal(t, "completed", query.Rerun(run, false, nil).Examples[0].Outcome, "it was stale and had not failed")
	nothing := query.Rerun(&hub.Run{RunHeader: hub.RunHeader{ID: "r4"}}, true, nil)
	assert.Empty(t, nothing.Run, "a run of nothing is not kept")
	assert.Equal(t, "None: nothing to re-run.\n", page(t, query.RerunAnswer(nothing, false, "None")))
}

// Why an example passes by hand and fails here is often its folder or its environment.
func TestShowNamesFolderAndVariables(t *testing.T) {
	s := snapshot()
	x := shown(s, 6)
	assert.NotContains(t, page(t, query.ShowAnswer(s, x, false)), "\nfolder ")
	x.Path = "examples/net/f.sh"
	x.Settings.Workdir, x.Settings.Env.Set = hub.WorkdirExample, map[string]string{"B": "hidden", "A": "1"}
	text := page(t, query.ShowAnswer(s, x, false))
	assert.Contains(t, text, "\nfolder     examples/net\nenv        A, B\n")
	assert.NotContains(t, text, "hidden")
	x.Settings.Workdir = hub.WorkdirCopy
	assert.Contains(t, page(t, query.ShowAnswer(s, x, false)), "\nfolder     a copy of examples/net\n")
}
