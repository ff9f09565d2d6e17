package query_test

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/catalog"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/query"
	"github.com/seed-00a9b34c/hub/pkg/render"
	"github.com/seed-00a9b34c/hub/pkg/selector"
	"github.com/seed-00a9b34c/hub/pkg/staleness"
	"github.com/seed-00a9b34c/hub/pkg/status"
)

func day(n int) status.Time {
	return status.Time{Time: time.Date(2026, 11, n, 12, 0, 0, 0, time.UTC)}
}

// past returns a history of one result a day, one letter each: p passed, f flaky,
// e error.
func past(letters string) []status.Past {
	var out []status.Past
	for i, c := range letters {
		p := status.Past{Time: day(1 + i), Status: hub.StatusCompleted, Seconds: 1, Flaky: c == 'f'}
		if c == 'e' {
			p.Status = hub.StatusError
		}
		out = append(out, p)
	}
	return out
}

// snapshot has an example of every kind, and the entry of one that is gone.
func snapshot() *query.Snapshot {
	failure := status.Failure{Type: hub.ErrTimeout, Message: "too\nslow", File: "b.sh", Line: 3}
	entries := map[string]*status.Entry{
		"a": status.Entry{ID: "a", Status: hub.StatusCompleted, LastExecuted: day(4), Updated: day(4), ExecutionTime: 3}.With(status.Details{History: past("eepp")}),
		"b": status.Entry{ID: "b", Status: hub.StatusError, LastExecuted: day(3), Updated: day(3), ExecutionTime: 1}.With(status.Details{Errors: []status.Failure{failure}, History: past("pee")}),
		"c": status.Entry{ID: "c", Status: hub.StatusError, LastExecuted: day(1), Updated: day(1), AllowedFailure: &hub.AllowFailure{Allowed: true}}.With(status.Details{History: past("e")}),
		"d": status.Entry{ID: "d", Status: hub.StatusCompleted, LastExecuted: day(2), Updated: day(2), ExecutionTime: 1, Flaky: true}.With(status.Details{History: past("ff")}),
		"e": {ID: "e", Status: hub.StatusPending, Reason: "cleared"},
		"z": {ID: "z", Status: hub.StatusError, Group: "g", RelativePath: "z.sh", Updated: day(2)},
	}
	examples := []hub.Example{
		{Index: 1, ID: "a", Group: "g", Title: "A", Tags: []string{"t"}}, {Index: 2, ID: "b", Group: "g", Title: "B\nb"},
		{Index: 3, ID: "c"}, {Index: 4, ID: "d"}, {Index: 5, ID: "e"}, {Index: 6, ID: "f"},
	}
	for i := range examples {
		examples[i].Settings = &hub.Settings{}
	}
	return &query.Snapshot{
		Catalog: &catalog.Catalog{Examples: examples},
		Status:  &status.File{Examples: entries, Runs: []hub.RunSummary{{ID: "r1", Started: day(1).Time}, {ID: "r2", Started: day(3).Time, Verdict: hub.VerdictFailed}}},
		Orphans: []string{"z"},
		Stale: func(e hub.Example) staleness.Why {
			if e.ID == "d" {
				return staleness.Why{Cause: staleness.CauseChanged, Reason: "d.sh changed"}
			}
			return staleness.Why{}
		},
	}
}

// page returns the page of an answer.
func page(t *testing.T, a render.Answer) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, render.Output{Writer: &b, Format: render.Table}.Write(a))
	return b.String()
}

func errorIDs(t *testing.T, s *query.Snapshot, scope query.Scope) (ids []string) {
	t.Helper()
	rows, err := query.Errors(s, scope)
	require.NoError(t, err)
	for _, r := range rows {
		ids = append(ids, r.ID)
	}
	return ids
}

func TestErrorsAreInCatalogOrderWithOrphansLast(t *testing.T) {
	s := snapshot()
	for name, c := range map[string]struct {
		scope query.Scope
		want  []string
	}{
		"all":            {query.Scope{}, []string{"b", "c", "z"}},
		"a group":        {query.Scope{Choice: selector.Choice{Groups: []string{"g"}}}, []string{"b", "z"}},
		"a tag":          {query.Scope{Choice: selector.Choice{Tags: []string{"t"}}}, nil},
		"one of tags":    {query.Scope{Choice: selector.Choice{AnyTags: []string{"t"}}}, nil},
		"since":          {query.Scope{Since: day(2).Time}, []string{"b", "z"}},
		"since later":    {query.Scope{Since: day(3).Time}, []string{"b"}},
		"limited":        {query.Scope{Limit: 1}, []string{"b", "z"}},
		"other filters":  {query.Scope{Filters: []string{"pending"}}, []string{"b", "c", "z"}},
		"a scope so big": {query.Scope{Limit: 9}, []string{"b", "c", "z"}},
	} {
		assert.Equal(t, c.want, errorIDs(t, s, c.scope), name)
	}
	_, err := query.Errors(s, query.Scope{Choice: selector.Choice{Tags: []string{"none"}}})
	assert.ErrorContains(t, err, `unknown tag "none"`)

	s.Catalog.Problems = append(s.Catalog.Problems, catalog.Problem{Incomplete: true})
	assert.Equal(t, []string{"b", "c"}, errorIDs(t, s, query.Scope{}), "an incomplete catalog has no orphans")
}

func TestAnErrorRowSaysWhatFailedWhereAndHowOften(t *testing.T) {
	rows, err := query.Errors(snapshot(), query.Scope{})
	require.NoError(t, err)
	assert.EqualExportedValues(t, query.ErrorRow{
		Named: query.Named{Index: 2, ID: "b", Group: "g", Title: "B b"},
		Type:  hub.ErrTimeout, Message: "too slow", File: "b.sh", Line: 3, When: day(3), InARow: 2,
	}, rows[0])
	assert.True(t, rows[1].Allowed)
	assert.EqualExportedValues(t, query.ErrorRow{
		Named: query.Named{ID: "z", Group: "g", Path: "z.sh"},
		Type:  hub.ErrUnknown, Message: "the failure was not recorded", When: day(2), Gone: true,
	}, rows[2])

	text := page(t, query.ErrorsAnswer(rows, query.Scope{}))
	assert.Contains(t, text, "  b.sh:3  too slow\n")
	assert.Contains(t, text, "   2  g/b (b) ")
	assert.Contains(t, text, "(allowed)\n")
	assert.Contains(t, text, "\ngone  g/z.sh (z) ")
}

func TestAnEmptyAnswerNamesItsScope(t *testing.T) {
	narrow := query.Scope{Choice: selector.Choice{Groups: []string{"g"}}}
	empty := &query.Snapshot{Catalog: &catalog.Catalog{}, Status: &status.File{}}
	since := "Nothing since " + render.When(day(9).Time) + "; older results are shown without --since.\n"
	for _, c := range []struct {
		answer render.Answer
		want   string
	}{
		{query.ErrorsAnswer(nil, query.Scope{Limit: 1}), "No example's last result is an error.\n"},
		{query.ErrorsAnswer(nil, narrow), "No selected example has an error as its last result.\n"},
		{query.ClearedAnswer(nil, query.Scope{}, false), "No errors to clear.\n"},
		{query.ClearedAnswer(nil, narrow, true), "No selected example has an error as its last result: no errors to clear.\n"},
		{query.StaleAnswer(nil, query.Scope{}), "Nothing is stale, and nothing is left to run.\n"},
		{query.StaleAnswer(nil, narrow), "Nothing selected is stale or left to run.\n"},
		{query.ListAnswer(nil, 0), "No examples were found.\n"},
		{query.ListAnswer(nil, 7), "No matching examples (7 in the catalog).\n"},
		{query.StatsAnswer(empty, time.Time{}, query.ByMemory, 5, 5), "No example has a result yet.\n"},
		{query.StatsAnswer(snapshot(), day(9).Time, query.ByTime, 5, 5), since},
		{query.RunsAnswer(empty, day(9).Time), "No runs are recorded.\n"},
		{query.RunsAnswer(snapshot(), day(9).Time), since},
	} {
		assert.Equal(t, c.want, page(t, c.answer))
	}
}

func TestClearedErrorsAreCounted(t *testing.T) {
	rows, err := query.Errors(snapshot(), query.Scope{})
	require.NoError(t, err)
	assert.Equal(t, "    2  g/b (b)\n    3  c\n gone  g/z.sh (z)\nCleared the errors of 3 examples.\n", page(t, query.ClearedAnswer(rows, query.Scope{}, false)))
	assert.Contains(t, page(t, query.ClearedAnswer(rows[:1], query.Scope{}, true)), "Would clear the errors of 1 example.\n")
}

func TestStaleListsWhatChangedAndWhatNeverRan(t *testing.T) {
	rows, err := query.Stale(snapshot(), query.Scope{})
	require.NoError(t, err)
	require.Len(t, rows, 3)
	for i, want := range []struct {
		id     string
		status hub.Status
		cause  staleness.Cause
		reason string
	}{
		{"d", hub.StatusStale, staleness.CauseChanged, "d.sh changed"},
		{"e", hub.StatusPending, staleness.CauseNeverRun, "no result: cleared"},
		{"f", hub.StatusPending, staleness.CauseNeverRun, "never run"},
	} {
		r := rows[i]
		assert.Equal(t, want, struct {
			id     string
			status hub.Status
			cause  staleness.Cause
			reason string
		}{r.ID, r.Status, r.Cause, r.Reason})
	}
	limited, err := query.Stale(snapshot(), query.Scope{Limit: 2})
	require.NoError(t, err)
	assert.Equal(t, rows[:2], limited)
}

// Every example counts once, whatever its status.
func TestTheSummaryAddsUp(t *testing.T) {
	s := &query.Snapshot{Catalog: &catalog.Catalog{}, Status: &status.File{}}
	var rows []query.ExampleRow
	for i, status := range append(hub.Statuses(), "", "odd") {
		for range i + 1 {
			rows = append(rows, query.ExampleRow{Status: status, Flaky: i%2 == 0, Allowed: true, Doubtful: "d"})
		}
	}
	sum := query.Status(s, rows)
	assert.Equal(t, len(rows), sum.TotalExamples)
	assert.Equal(t, sum.TotalExamples, sum.Completed+sum.Errors+sum.Interrupted+sum.Skipped+sum.Stale+sum.Running+sum.Pending)
	assert.Equal(t, sum.Errors, sum.Allowed)
	assert.Equal(t, len(rows), sum.Doubtful)
}

func TestStatusShowsTheRequestedDetail(t *testing.T) {
	plain := statusAnswer(t, snapshot(), query.Detail{Rows: true})
	assert.NotContains(t, plain.JSON, "examples")
	assert.Len(t, plain.Rows, 6)
	text := page(t, plain)
	assert.Contains(t, text, "executed          4\nfailed            2\npassed            1\nstale             1\nnot run           2\nflaky             1\nallowed failures  1\norphans           1\nsuccess rate      50 %\naverage time      2.0s of a pass\n")
	assert.Contains(t, text, "slowest           3.0s  g/a (a)\nfastest           1.0s  d\n")
	assert.Contains(t, text, "last verdict      failed\n")
	assert.NotContains(t, text, "z.sh")

	errors := statusAnswer(t, snapshot(), query.Detail{Errors: true, Orphans: true, Rows: true})
	assert.Len(t, errors.Rows, 2)
	assert.Contains(t, errors.JSON, "examples")
	assert.Contains(t, page(t, errors), "  z  ✗ failed  never  z.sh\n")

	failed := snapshot()
	failed.Status.Examples = map[string]*status.Entry{"z": failed.Status.Examples["z"]}
	assert.NotContains(t, page(t, statusAnswer(t, failed, query.Detail{Rows: true})), "average time", "nothing has passed")

	none := statusAnswer(t, &query.Snapshot{Catalog: &catalog.Catalog{}, Status: &status.File{}}, query.Detail{Errors: true})
	assert.NotNil(t, none.Rows, "JSON and CSV have an empty list")
	assert.Contains(t, page(t, none), "\nNo examples to show.\n")
	assert.NotContains(t, page(t, none), "success rate")
	assert.NotContains(t, page(t, none), "slowest")
}

// What failed once is no success rate of 100 %.
func TestTheSuccessRateIsRoundedDown(t *testing.T) {
	for want, n := range map[string][2]int{"100 %": {9, 0}, "99.9 %": {9999, 1}, "66.6 %": {2, 1}, "57 %": {57, 43}, "0 %": {0, 3}} {
		s := &query.Snapshot{Catalog: &catalog.Catalog{}, Status: &status.File{Examples: map[string]*status.Entry{}}}
		for i := range n[0] + n[1] {
			id, was := fmt.Sprint(i), hub.StatusCompleted
			if i >= n[0] {
				was = hub.StatusError
			}
			s.Catalog.Examples = append(s.Catalog.Examples, hub.Example{Index: i + 1, ID: id})
			s.Status.Examples[id] = &status.Entry{ID: id, Status: was}
		}
		assert.Contains(t, page(t, statusAnswer(t, s, query.Detail{})), "success rate      "+want+"\n")
	}
}

// An example that is marked is skipped by every run, so it is shown as skipped before
// the first; a recorded result stays what it is.
func TestMarkedExamplesAreSkippedBeforeAnyRun(t *testing.T) {
	s := snapshot()
	for i := range s.Catalog.Examples {
		s.Catalog.Examples[i].Skip = "not today"
	}
	s.Catalog.Examples[4].Invalid = &hub.Error{Message: "broken"}
	var states []hub.Status
	rows := query.Examples(s, s.Catalog.Examples)
	for _, r := range rows {
		states = append(states, r.Status)
		assert.Equal(t, "not today", r.Skip)
	}
	assert.Equal(t, []hub.Status{hub.StatusCompleted, hub.StatusError, hub.StatusError, hub.StatusStale, hub.StatusPending, hub.StatusSkipped}, states)
	assert.Equal(t, "not today", rows[5].Reason)
}

func TestStatsSortsExamplesIntoLists(t *testing.T) {
	rows := query.Stats(snapshot(), time.Time{})
	sum := query.Summarise(rows, query.ByTime, 1, 9)
	ids := func(rows []query.StatRow) (out []string) {
		for _, r := range rows {
			out = append(out, r.ID)
		}
		return out
	}
	assert.Equal(t, []string{"a", "b", "c", "d"}, ids(rows))
	assert.Equal(t, 2, sum.Timing.Count)
	assert.Equal(t, []string{"a"}, ids(sum.Slowest), "bounded; ties in catalog order")
	assert.Equal(t, []string{"a", "d"}, ids(sum.Fastest))
	assert.Equal(t, []string{"c", "b", "a"}, ids(sum.Failing), "by rate, then by number")
	assert.Equal(t, []string{"d"}, ids(sum.Flaky))
	assert.NotNil(t, sum.Fixed, "JSON has an empty list")

	later := query.Stats(snapshot(), day(3).Time)
	assert.Equal(t, []string{"a", "b"}, ids(later))
	runs := query.Runs(snapshot(), day(2).Time)
	require.Len(t, runs, 1)
	assert.Equal(t, "r2", runs[0].ID)
}

func TestListShowsStaleAndPending(t *testing.T) {
	s := snapshot()
	chosen, err := s.Choose(query.Scope{Filters: []string{"stale", "pending"}})
	require.NoError(t, err)
	rows := query.Examples(s, chosen)
	require.Len(t, rows, 3)
	assert.Equal(t, "#  ID  GROUP  NAME  STATUS\n4  d                ≠ stale\n5  e                · not run\n6  f                · not run\n", page(t, query.ListAnswer(rows, 6)))
	assert.Equal(t, []string{"d", "e", "f"}, query.IDsAnswer(chosen).IDs)
}

// statusAnswer is the answer over the whole catalog.
func statusAnswer(t *testing.T, s *query.Snapshot, detail query.Detail) render.Answer {
	t.Helper()
	answer, err := query.StatusAnswer(s, query.Scope{}, detail)
	require.NoError(t, err)
	return answer
}
