package query_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/baseline"
	"github.com/seed-00a9b34c/hub/pkg/catalog"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/query"
	"github.com/seed-00a9b34c/hub/pkg/render"
	"github.com/seed-00a9b34c/hub/pkg/staleness"
	"github.com/seed-00a9b34c/hub/pkg/status"
)

// now is the time of the pages.
var now = time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)

func ago(d time.Duration) status.Time { return status.Time{Time: now.Add(-d)} }

// cookbook has twelve examples in three groups, with results of each kind.
func cookbook() *query.Snapshot {
	s := &query.Snapshot{Catalog: &catalog.Catalog{}, Status: &status.File{Examples: map[string]*status.Entry{}}}
	add := func(path, title string, entry status.Entry, d status.Details) {
		group, name, _ := strings.Cut(strings.TrimPrefix(path, "examples/"), "/")
		e := hub.Example{Index: len(s.Catalog.Examples) + 1, ID: path, Path: path + "/run.py", Group: group, Name: name, Title: title, Runner: "python", File: "run.py",
			Argv: []string{"python3", path + "/run.py"}, Settings: &hub.Settings{Timeout: 4 * time.Second}}
		s.Catalog.Examples = append(s.Catalog.Examples, e)
		if entry.Status == "" {
			return
		}
		entry.ID, entry.Name, entry.Group, entry.RelativePath = e.ID, name, group, e.Path
		entry.Updated = entry.LastExecuted
		s.Status.Examples[path] = entry.With(d)
	}
	const minute, hour, day = time.Minute, time.Hour, 24 * time.Hour
	pass := func(seconds float64, d time.Duration) (status.Entry, status.Details) {
		return status.Entry{Status: hub.StatusCompleted, LastExecuted: ago(d), ExecutionTime: seconds, Attempts: 1},
			status.Details{History: []status.Past{{RunID: "20261130T115700.000Z-a1b2", Time: ago(d), Status: hub.StatusCompleted, Seconds: seconds}}}
	}
	fail := func(seconds float64, d time.Duration, f status.Failure, before ...status.Past) (status.Entry, status.Details) {
		f.Timestamp, f.RunID, f.Attempt = ago(d), "20261130T115800.000Z-c3d4", 1
		return status.Entry{Status: hub.StatusError, LastExecuted: ago(d), ExecutionTime: seconds, Attempts: 1 + len(before)},
			status.Details{ExitCode: f.ExitCode, Errors: []status.Failure{f}, History: append(before, status.Past{RunID: f.RunID, Time: ago(d), Status: hub.StatusError, Seconds: seconds})}
	}
	e, d := pass(0.42, 2*minute)
	add("examples/A01_Basics/hello", "Say hello", e, d)
	e, d = pass(75.5, 2*minute)
	add("examples/A01_Basics/streaming_with_partial_results", "Stream partial results while the model still answers", e, d)
	e, d = fail(0.2, 3*minute, status.Failure{Type: "uncaught_exception", Message: "ValueError: the service answered with a schema that nobody expected, see the documentation", File: "examples/lib/client.py", Line: 120, ExitCode: 1},
		status.Past{RunID: "20261129T115800.000Z-e5f6", Time: ago(day), Status: hub.StatusCompleted, Seconds: 0.3})
	add("examples/A01_Basics/structured_output", "Ask for JSON", e, d)
	e, d = fail(4, 3*minute, status.Failure{Type: hub.ErrTimeout, Message: "timed out after 4s", ExitCode: -1}, status.Past{Time: ago(day), Status: hub.StatusError, Seconds: 4})
	add("examples/A02_Agents/hang", "", e, d)
	e, d = pass(1.5, 5*hour)
	e.Flaky, d.History[0].Flaky = true, true
	add("examples/A02_Agents/retries", "A provider that fails at times", e, d)
	add("examples/A02_Agents/gpu", "", status.Entry{Status: hub.StatusSkipped, Reason: "needs command nvidia-smi", LastExecuted: ago(hour)}, status.Details{})
	e, d = pass(0.01, 20*day)
	add("examples/A02_Agents/old", "", e, d)
	add("examples/A03_日本語/ファイルを読む", "日本語のファイルを読む", status.Entry{Status: hub.StatusInterrupted, Reason: "SIGINT", LastExecuted: ago(10 * time.Second)}, status.Details{ExitCode: 130})
	add("examples/A03_日本語/new", "", status.Entry{}, status.Details{})
	e, d = fail(0.1, 2*day, status.Failure{Type: "unknown_error", Message: "exit code 3", ExitCode: 3})
	e.AllowedFailure, e.Baseline = &hub.AllowFailure{Baseline: true}, hub.StandingKnown
	add("examples/A03_日本語/known", "", e, d)
	e, d = pass(0.3, 2*minute)
	e.Doubtful = "only a usage text"
	add("examples/A03_日本語/usage", "", e, d)
	add("examples/A03_日本語/marked", "", status.Entry{}, status.Details{})
	s.Catalog.Examples[11].Skip = "the mirror was switched off"
	s.Status.Runs = []hub.RunSummary{
		{ID: "20261129T115800.000Z-e5f6", Started: ago(day).Time, Seconds: 91.2, Verdict: hub.VerdictFailed, Full: true, Commit: "0123456789abcdef0123", Counts: hub.Counts{Total: 12, Completed: 8, Errors: 2, Skipped: 2}},
		{ID: "20261130T115800.000Z-c3d4", Started: ago(3 * minute).Time, Seconds: 5.25, Verdict: hub.VerdictInterrupted, Counts: hub.Counts{Total: 9, Completed: 4, Errors: 3, Skipped: 1, Interrupted: 1, Flaky: 1}},
	}
	s.Stale = func(e hub.Example) staleness.Why {
		if strings.HasSuffix(e.ID, "old") {
			return staleness.Why{Cause: staleness.CauseChanged, Reason: e.Path + " changed, examples/lib/client.py changed"}
		}
		return staleness.Why{}
	}
	return s
}

// pages are the answers that people look at.
func pages(t *testing.T) map[string]render.Answer {
	s := cookbook()
	rows := query.Examples(s, s.Catalog.Examples)
	errors, err := query.Errors(s, query.Scope{})
	require.NoError(t, err)
	stale, err := query.Stale(s, query.Scope{})
	require.NoError(t, err)
	causes, members, err := query.Causes(s, query.Scope{})
	require.NoError(t, err)
	known := query.Baseline([]baseline.Row{
		{Old: &baseline.Failure{ID: "examples/A03_日本語/known", Type: "unknown_error", Message: "exit code 3"}, State: baseline.Known},
		{Old: &baseline.Failure{ID: "examples/A02_Agents/hang", Type: hub.ErrTimeout, Message: "timed out after [DURATION]", Owner: "docs", Until: "2026-12-31", Reason: "the provider is slow"}, State: baseline.Fixed},
	}, now)
	show := query.Show(s, s.Catalog.Examples[3])
	show.Hide = func(text string) string { return text }
	show.Source = "import time\ntime.sleep(30)\n"
	show.Add(&hub.Run{Results: []hub.Result{{ID: show.ID, Attempts: []hub.Attempt{
		{Number: 1, Started: ago(3 * time.Minute).Time, Seconds: 4, ExitCode: -1, Signal: "SIGTERM", Output: "waiting\n", Error: &hub.Error{Type: hub.ErrTimeout, Message: "timed out after 4s"}},
		{Number: 2, Started: ago(3 * time.Minute).Time, Seconds: 4.01, ExitCode: -1, Signal: "SIGKILL", Output: "waiting again\n", Error: &hub.Error{Type: hub.ErrTimeout, Message: "timed out after 4s"}},
	}}}})
	return map[string]render.Answer{
		"list": query.ListAnswer(rows, len(rows)), "status": statusAnswer(t, s, query.Detail{Examples: true}), "errors": query.ErrorsAnswer(errors, query.Scope{}),
		"causes": query.CausesAnswer(causes, members, query.Scope{}), "stale": query.StaleAnswer(stale, query.Scope{}), "stats": query.StatsAnswer(s, time.Time{}, query.ByTime, 3, 3),
		"baseline": query.BaselineAnswer(known, "hub.baseline.yaml", true), "show": query.ShowAnswer(s, show, false),
	}
}

// dated are dates, which are local.
var dated = regexp.MustCompile(`\d{4}-\d\d-\d\d \d\d:\d\d:\d\d`)

// TestPages shows each page at the widths of terminals, off a terminal, in colour, and in
// ASCII. UPDATE_SCRIPTS=1 updates the files: look at them.
func TestPages(t *testing.T) {
	for name, answer := range pages(t) {
		t.Run(name, func(t *testing.T) {
			var b strings.Builder
			section := func(title string, o render.Output) string {
				var out bytes.Buffer
				o.Writer, o.Format = &out, render.Table
				require.NoError(t, o.Write(answer))
				text := dated.ReplaceAllString(out.String(), "2026-11-30 12:00:00")
				fmt.Fprintf(&b, "== %s ==\n%s", title, strings.ReplaceAll(text, "\x1b", "␛"))
				return text
			}
			for _, width := range []int{40, 60, 80, 100, 200} {
				text := section(fmt.Sprint(width), render.Output{Width: width, Now: now})
				for line := range strings.Lines(text) {
					// Sentences, fields and quoted text are wrapped by the terminal itself.
					if n := ansi.StringWidth(strings.TrimSuffix(line, "\n")); name != "show" && name != "causes" && strings.Contains(line, "examples/") && !strings.HasPrefix(line, "slowest") && !strings.HasPrefix(line, "fastest") {
						assert.LessOrEqual(t, n, width, line)
					}
				}
				painted := section(fmt.Sprintf("%d, colour", width), render.Output{Width: width, Now: now, Color: true})
				assert.Equal(t, text, ansi.Strip(painted), "colour changes nothing else")
			}
			section("no terminal", render.Output{})
			section("ASCII", render.Output{Width: 80, Now: now, ASCII: true})
			golden := filepath.Join("testdata", "pages", name+".txt")
			if os.Getenv("UPDATE_SCRIPTS") != "" {
				require.NoError(t, os.MkdirAll(filepath.Dir(golden), 0o755))
				require.NoError(t, os.WriteFile(golden, []byte(b.String()), 0o644))
			}
			want, err := os.ReadFile(golden)
			require.NoError(t, err)
			assert.Equal(t, string(want), b.String())
		})
	}
}

func TestShowNamesTheCommitOfTheLastPass(t *testing.T) {
	s := cookbook()
	x := query.Show(s, s.Catalog.Examples[2])
	x.Hide = func(text string) string { return text }
	var out bytes.Buffer
	require.NoError(t, render.Output{Writer: &out, Format: render.Table, Now: now}.Write(query.ShowAnswer(s, x, false)))
	assert.Regexp(t, `(?m)^last pass  1 day ago \([-0-9: ]+\), run 20261129T115800.000Z-e5f6, commit 0123456789ab$`, out.String())
}
