package reporters

import (
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/reporters/console"
	"github.com/seed-00a9b34c/hub/reporters/sample"
	"github.com/seed-00a9b34c/hub/reporters/text"
)

// No report of a run with failed steps looks green.
func TestFailedStepsAreInEveryReport(t *testing.T) {
	run := sample.WithFailedSteps()
	require.Equal(t, hub.VerdictTrouble, run.Verdict())
	for _, r := range detailed() {
		text := written(t, r.Name, run)
		for _, want := range []string{"no ", "exited before hub stopped it", "ended as well"} {
			assert.Contains(t, text, want, r.Name)
		}
	}
	names := []string{"teardown of the run: false", "setup of group web: serve", "setup of group web: serve (2)"}
	doc := sample.ParseJUnit(t, written(t, "junit", run))
	assert.Equal(t, [4]int{5, 0, 3, 0}, doc.Totals())
	var found []string
	for _, c := range doc.Suites[len(doc.Suites)-1].Cases {
		found = append(found, c.Name)
		assert.Equal(t, [4]string{"hub.run", "1.500", "hub.yaml", "hub.setup_error"}, [4]string{c.Class, c.Time, c.File, c.Error[0].Type})
		assert.Contains(t, c.Error[0].Body, "\nexit code 3\n")
		assert.Contains(t, c.SystemOut[0], "bad")
	}
	assert.Equal(t, names, found)

	schema := schemaOf(t, filepath.Join("testdata", "schemas", "ctrf.schema.json"))
	ctrf := parseCTRF(t, schema, run)
	assert.Equal(t, [6]int{5, 2, 3, 0, 0, 0}, ctrf.counts())
	points, bail := parseTAP(t, written(t, "tap", run))
	assert.Empty(t, bail)
	for i, name := range names {
		test, point := ctrf.Results.Tests[2+i], points[2+i]
		assert.Equal(t, [3]any{name, "failed", int64(1500)}, [3]any{test.Name, test.Status, test.Duration})
		assert.Equal(t, "exit code 3", test.Extra["hub.exit"])
		assert.Contains(t, strings.Join(test.Stdout, "\n"), "emoji")
		assert.Equal(t, [3]any{name, false, 1500.0}, [3]any{point.name, point.ok, point.time})
		assert.Equal(t, "exit code 3", point.diag["exit"])
		assert.NotEmpty(t, point.diag["output"])
	}

	markdown := written(t, "markdown", run)
	assert.True(t, strings.HasPrefix(markdown, "# ❌ Hub: trouble\n\n2 passed · 1.0s; 3 problems outside the examples\n"), markdown)
	assert.Contains(t, markdown, "## Problems outside the examples (3)")
	page := written(t, "html", run)
	assert.Contains(t, page, `<header class="failed">`)
	assert.Contains(t, page, "<title>Trouble: 2 passed · Hub</title>")
	var report struct{ FailedSteps []string }
	require.NoError(t, json.Unmarshal([]byte(written(t, "json", run)), &report))
	assert.Len(t, report.FailedSteps, 3)
}

// withProblems returns a run of passes with recorded problems: one of every kind, one kind
// twice, and one kind of a newer hub.
func withProblems() *hub.Run {
	run := sample.AllGood(2)
	for _, kind := range []hub.ProblemKind{
		hub.ProblemCatalog, hub.ProblemLeak, hub.ProblemSetup, hub.ProblemTeardown, hub.ProblemReport, hub.ProblemEvents,
		hub.ProblemRecord, hub.ProblemOutput, hub.ProblemScreen, hub.ProblemAnnounce, hub.ProblemShard, hub.ProblemCrash, "of-a-later-hub",
	} {
		run.Problems = append(run.Problems, hub.Problem{Kind: kind, Message: "what happened to " + string(kind)})
	}
	run.Problems = append(run.Problems, hub.Problem{Kind: hub.ProblemReport, Message: strings.ToValidUTF8(sample.Hostile, "\ufffd")}, hub.Problem{Kind: hub.ProblemReport})
	return run
}

// Every report shows every problem, none looks green, and all have the same verdict.
func TestProblemsAreInEveryReport(t *testing.T) {
	run := withProblems()
	n := len(run.Problems)
	require.Equal(t, hub.VerdictTrouble, run.Verdict())
	for _, r := range detailed() {
		text := written(t, r.Name, run)
		for _, p := range run.Problems[:n-3] {
			assert.Contains(t, text, p.Message, r.Name)
		}
	}
	doc := sample.ParseJUnit(t, written(t, "junit", run))
	assert.Equal(t, [4]int{2 + n, 0, n, 0}, doc.Totals())
	assert.Equal(t, n, strings.Count(written(t, "junit-strict", run), "<error "))
	names := map[string]bool{}
	for _, c := range doc.Suites[len(doc.Suites)-1].Cases {
		assert.False(t, names[c.Name], "%s twice", c.Name)
		names[c.Name] = true
		assert.Equal(t, [3]string{"hub.run", "0.000", "hub.yaml"}, [3]string{c.Class, c.Time, c.File})
	}
	for _, name := range []string{"the catalog", "the run log", "the reports", "the reports (2)", "the reports (3)", "the run: of-a-later-hub"} {
		assert.True(t, names[name], "%s is not in %v", name, names)
	}
	ctrf := parseCTRF(t, schemaOf(t, filepath.Join("testdata", "schemas", "ctrf.schema.json")), run)
	assert.Equal(t, [6]int{2 + n, 2, n, 0, 0, 0}, ctrf.counts())
	points, bail := parseTAP(t, written(t, "tap", run))
	assert.Empty(t, bail)
	assert.Len(t, points, 2+n)
	for _, point := range points[2:] {
		assert.False(t, point.ok)
		assert.NotEmpty(t, point.diag["message"])
	}
	markdown := written(t, "markdown", run)
	assert.True(t, strings.HasPrefix(markdown, "# ❌ Hub: trouble\n\n2 passed · 1.0s; 15 problems outside the examples\n"), markdown)
	assert.Contains(t, markdown, "## Problems outside the examples (15)")
	assert.Contains(t, written(t, "html", run), `<header class="failed">`)
	var out strings.Builder
	require.NoError(t, console.New(console.Options{Out: &out, Quiet: true, Plan: hub.Pointers(run.Plan)}).Finish(run))
	assert.Equal(t, "TROUBLE  2 passed · 1.0s; 15 problems outside the examples\n", out.String())

	text := written(t, "json", run)
	var report struct {
		Verdict     hub.Verdict
		FailedSteps []string
		Problems    []hub.Problem
	}
	require.NoError(t, json.Unmarshal([]byte(text), &report))
	assert.Equal(t, hub.VerdictTrouble, report.Verdict)
	assert.Len(t, report.FailedSteps, n)
	assert.Len(t, report.Problems, n)
	again, err := ReadJSON(strings.NewReader(text))
	require.NoError(t, err)
	assert.Equal(t, hub.VerdictTrouble, again.Verdict())
	assert.Equal(t, text, written(t, "json", again))
}

// An interruption takes precedence over problems in the verdict, and the problems are still
// shown, along with failures.
func TestProblemsBesideOtherVerdicts(t *testing.T) {
	run := withProblems()
	run.Problems = slices.DeleteFunc(run.Problems, func(p hub.Problem) bool { return p.Kind == hub.ProblemCrash })
	run.End.Reason, run.End.Signal = hub.EndInterrupted, "SIGTERM"
	require.Equal(t, hub.VerdictInterrupted, run.Verdict())
	assert.Contains(t, written(t, "markdown", run), "# ⛔ Hub: interrupted\n")
	assert.Contains(t, written(t, "tap", run), "Bail out! the run ended early: interrupted by SIGTERM")
	run = withProblems()
	run.Results[0].Status = hub.StatusError
	require.Equal(t, hub.VerdictTrouble, run.Verdict())
	assert.Equal(t, [4]int{2 + len(run.Problems), 1, len(run.Problems), 0}, sample.ParseJUnit(t, written(t, "junit", run)).Totals())
	run = withProblems()
	run.Plan, run.Results = nil, nil
	require.Equal(t, hub.VerdictTrouble, run.Verdict(), "although nothing was run")
	assert.Equal(t, [4]int{len(run.Problems), 0, len(run.Problems), 0}, sample.ParseJUnit(t, written(t, "junit", run)).Totals())
}

// Successful steps are not mentioned.
func TestSuccessfulStepsAreInNoReport(t *testing.T) {
	run := sample.WithFailedSteps()
	run.Steps = run.Steps[1:2]
	for _, r := range detailed() {
		assert.NotContains(t, strings.ToLower(written(t, r.Name, run)), "outside the examples", r.Name)
	}
	assert.Equal(t, [4]int{2, 0, 0, 0}, sample.ParseJUnit(t, written(t, "junit", run)).Totals())
}

// Every report of an unexpected output shows the difference.
func TestDifferencesAreInEveryReport(t *testing.T) {
	run := sample.AllGood(1)
	failed := &hub.Error{Type: hub.ErrOutputMismatch, Message: "the output is not what is expected", Diff: "--- expected\n+++ output\n-one\x1b[31m\n+::two\n" + strings.Repeat(" \xffline\n", 100)}
	before := run.Results[0].Attempts[0]
	before.Error = failed
	res := &run.Results[0]
	res.Status, res.Error, res.Attempts = hub.StatusError, failed, []hub.Attempt{before, before}
	for _, r := range detailed() {
		text := written(t, r.Name, run)
		assert.Contains(t, text, "::two", r.Name)
	}
	test := parseCTRF(t, schemaOf(t, filepath.Join("testdata", "schemas", "ctrf.schema.json")), run).Results.Tests[0]
	assert.Regexp(t, `(?s)^--- expected\n\+\+\+ output\n-one\n\+::two\n .*\n… \d+ more lines\n\nok$`, test.Trace)
	assert.Equal(t, test.Trace, test.RetryAttempts[0].Trace)
	points, _ := parseTAP(t, written(t, "tap", run))
	diff := strings.Split(strings.TrimSuffix(points[0].diag["diff"].(string), "\n"), "\n")
	assert.Equal(t, []string{"--- expected", "+++ output", "-one", "+::two"}, diff[:4])
	assert.Len(t, diff, text.TailLines+1)
}
