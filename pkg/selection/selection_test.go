package selection_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	files "github.com/seed-00a9b34c/hub/pkg/catalog"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/selection"
	"github.com/seed-00a9b34c/hub/pkg/selector"
	"github.com/seed-00a9b34c/hub/pkg/status"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// catalog returns one example for every kind of record, named after it.
func catalog() []hub.Example {
	names := []string{"ok", "old", "failed", "allowed", "stopped", "skipped", "marked", "new", "flaky", "hollow", "hollow-error", "running", "invalid"}
	all := make([]hub.Example, len(names))
	for i, n := range names {
		all[i] = hub.Example{Index: i + 1, ID: n, Group: "g1", GroupTitle: "The first", Argv: []string{"sh", n}, Settings: &hub.Settings{}}
		if i >= 6 {
			all[i].Group, all[i].GroupTitle = "g2", "g2"
		}
	}
	all[0].Tags = []string{"a"}
	all[1].Tags = []string{"a", "b"}
	all[2].Tags = []string{"b", "c"}
	all[6].Skip = "marked skip: true"
	all[12].Invalid = &hub.Error{Type: hub.ErrInvalidMeta, Message: "broken"}
	return all
}

func known() *status.File {
	return &status.File{Examples: map[string]*status.Entry{
		"ok":           {Status: hub.StatusCompleted, ExecutionTime: 1},
		"old":          {Status: hub.StatusCompleted, ExecutionTime: 3},
		"failed":       status.Entry{Status: hub.StatusError, ExecutionTime: 2}.With(status.Details{Errors: []status.Failure{{Type: hub.ErrTimeout}}}),
		"allowed":      {Status: hub.StatusError, ExecutionTime: 2, AllowedFailure: &hub.AllowFailure{Allowed: true}},
		"stopped":      {Status: hub.StatusInterrupted, ExecutionTime: 0.5},
		"skipped":      {Status: hub.StatusSkipped, Flaky: true, Doubtful: "of an earlier result"},
		"flaky":        {Status: hub.StatusCompleted, Flaky: true, ExecutionTime: 9},
		"hollow":       {Status: hub.StatusCompleted, Doubtful: "no output"},
		"hollow-error": status.Entry{Status: hub.StatusError}.With(status.Details{Errors: []status.Failure{{Type: hub.ErrTimeout}, {Type: hub.ErrDoubtful}}}),
		"running":      {Status: hub.StatusRunning},
		"invalid":      {Status: hub.StatusError},
		"gone":         {Status: hub.StatusError},
	}}
}

// scope is the choice in the catalog.
func scope(choice selector.Choice) func(*hub.Example) string {
	chosen, err := choice.In(&files.Catalog{Examples: catalog()})
	if err != nil {
		panic(err)
	}
	return chosen.Left
}

func staleOld(e hub.Example) string {
	if e.ID == "old" {
		return "old.sh changed"
	}
	return ""
}

func ids(examples []hub.Example) string {
	var out []string
	for _, e := range examples {
		out = append(out, e.ID)
	}
	return strings.Join(out, " ")
}

// planned is [ids] for a plan.
func planned(plan []*hub.Example) string {
	var out []string
	for _, e := range plan {
		out = append(out, e.ID)
	}
	return strings.Join(out, " ")
}

func TestFilters(t *testing.T) {
	everything := ids(catalog())
	cases := map[string]string{
		"all":           everything,
		"errors":        "failed allowed hollow-error invalid",
		"stale":         "old",
		"pending":       "new",
		"not-completed": "old failed allowed stopped skipped marked new hollow-error running invalid",
		"interrupted":   "stopped",
		"completed":     "ok old flaky hollow",
		"skipped":       "skipped marked",
		"flaky":         "flaky",
		"doubtful":      "hollow hollow-error",
	}
	for _, f := range selection.Filters() {
		require.Contains(t, cases, f.Name, "every filter is tested")
		assert.NotEmpty(t, f.Doc)
		for _, word := range f.Also {
			assert.NotContains(t, cases, word, "one filter has it")
			cases[word] = cases[f.Name]
		}
	}
	assert.Equal(t, cases["completed"], cases["passed"])
	assert.Equal(t, cases["errors"], cases["failed"])
	cases["errors,stale"] = "old failed allowed hollow-error invalid"
	cases["interrupted, flaky"] = "stopped flaky"
	for name, want := range cases {
		t.Run(name, func(t *testing.T) {
			sel, err := selection.Select(catalog(), known(), staleOld, selection.Request{Filters: []string{name}})
			require.NoError(t, err)
			assert.Equal(t, want, ids(sel.Chosen))
			for _, l := range sel.Left {
				assert.Contains(t, l.Reason, "filter: not ")
			}

			sel, err = selection.Select(catalog(), known(), staleOld, selection.Request{Filters: []string{name}, Force: true})
			require.NoError(t, err)
			assert.Equal(t, everything, ids(sel.Chosen), "force ignores the recorded status")
			assert.NotEmpty(t, sel.Chosen[6].Skip, "force keeps skips that are asked for")
		})
	}
	t.Run("without a record all is pending", func(t *testing.T) {
		sel, err := selection.Select(catalog(), nil, nil, selection.Request{Filters: []string{"pending"}})
		require.NoError(t, err)
		assert.Equal(t, strings.Replace(everything, "marked ", "", 1), ids(sel.Chosen), "but what every run skips")
		sel, err = selection.Select(catalog(), nil, nil, selection.Request{Filters: []string{"errors", "stale"}})
		require.NoError(t, err)
		assert.Empty(t, sel.Chosen)
		assert.Equal(t, "filter: not errors,stale", sel.Left[0].Reason)
	})
}

func TestStaleIsCalledLazily(t *testing.T) {
	var asked []string
	stale := func(e hub.Example) string { asked = append(asked, e.ID); return "" }
	sel := func(r selection.Request) string {
		asked = nil
		_, err := selection.Select(catalog(), known(), stale, r)
		require.NoError(t, err)
		return strings.Join(asked, " ")
	}
	assert.Empty(t, sel(selection.Request{}))
	assert.Empty(t, sel(selection.Request{Filters: []string{"completed", "errors"}}))
	assert.Empty(t, sel(selection.Request{Filters: []string{"stale"}, Force: true}))
	assert.Equal(t, "ok old flaky hollow", sel(selection.Request{Filters: []string{"stale", "not-completed"}}), "once each, passes only")
	assert.Equal(t, "ok old", sel(selection.Request{Filters: []string{"stale"}, Scope: scope(selector.Choice{Tags: []string{"a"}})}))
	assert.Empty(t, sel(selection.Request{Filters: []string{"all", "stale"}}), "all already matched")
}

func TestRequest(t *testing.T) {
	for _, c := range []struct {
		name    string
		request selection.Request
		chosen  string
		// reasons of the left-out ones in order, without duplicates
		reasons string
	}{
		{"everything", selection.Request{}, ids(catalog()), ""},
		{"start", selection.Request{Start: 12}, "running invalid", "before START 12"},
		{"start at the first", selection.Request{Start: 1, Scope: scope(selector.Choice{Tags: []string{"a"}})}, "ok old", `tag: lacks "a"`},
		{"all of the tags", selection.Request{Scope: scope(selector.Choice{Tags: []string{"a", "b"}})}, "old", `tag: lacks "b" · tag: lacks "a"`},
		{"any of the tags", selection.Request{Scope: scope(selector.Choice{AnyTags: []string{"a", "c"}})}, "ok old failed", `tag: none of "a", "c"`},
		{"both", selection.Request{Scope: scope(selector.Choice{Tags: []string{"b"}, AnyTags: []string{"a", "c"}})}, "old failed", `tag: lacks "b"`},
		{"group by ID", selection.Request{Start: 11, Scope: scope(selector.Choice{Groups: []string{"g2"}})}, "hollow-error running invalid", "before START 11"},
		{"group by title", selection.Request{Scope: scope(selector.Choice{Groups: []string{"The first"}})}, "ok old failed allowed stopped skipped", `group: not "The first"`},
		{"groups are a union", selection.Request{Start: 13, Scope: scope(selector.Choice{Groups: []string{"The first", "g2"}})}, "invalid", "before START 13"},
		{"limit", selection.Request{Limit: 2}, "ok old", "limit"},
		{"limit after filters", selection.Request{Limit: 1, Filters: []string{"errors"}}, "failed", "filter: not errors · limit"},
		{"limit counts started examples", selection.Request{Limit: 1, Start: 7}, "marked new", "before START 7 · limit"},
		{"limit above", selection.Request{Limit: 100, Scope: scope(selector.Choice{Tags: []string{"c"}})}, "failed", `tag: lacks "c"`},
		{"shard", selection.Request{Shard: &hub.Shard{Index: 2, Total: 4}, Scope: scope(selector.Choice{Groups: []string{"g1"}})}, "old skipped", `other shard · group: not "g1"`},
		{"shard, then limit", selection.Request{Limit: 1, Shard: &hub.Shard{Index: 2, Total: 4}, Scope: scope(selector.Choice{Groups: []string{"g1"}})}, "old", `other shard · limit · group: not "g1"`},
		{"more shards than examples", selection.Request{Shard: &hub.Shard{Index: 2, Total: 2}, Scope: scope(selector.Choice{Tags: []string{"c"}})}, "", `tag: lacks "c" · other shard`},
	} {
		t.Run(c.name, func(t *testing.T) {
			sel, err := selection.Select(catalog(), known(), staleOld, c.request)
			require.NoError(t, err)
			assert.Equal(t, c.chosen, ids(sel.Chosen))
			var reasons []string
			seen := map[string]bool{}
			for _, l := range sel.Left {
				if !seen[l.Reason] {
					seen[l.Reason] = true
					reasons = append(reasons, l.Reason)
				}
			}
			assert.Equal(t, c.reasons, strings.Join(reasons, " · "))
		})
	}
}

func TestRequestErrors(t *testing.T) {
	for _, c := range []struct {
		name    string
		request selection.Request
		unknown *usage.Unknown
		says    string
	}{
		{"filter", selection.Request{Filters: []string{"erors"}}, &usage.Unknown{What: "filter", Value: "erors"}, "not-completed"},
		{"filter in a list", selection.Request{Filters: []string{"errors,failing"}}, &usage.Unknown{What: "filter", Value: "failing"}, "errors, failed, error, stale"},
		{"empty filter", selection.Request{Filters: []string{""}}, &usage.Unknown{What: "filter"}, "errors"},
		{"filter although forced", selection.Request{Filters: []string{"x"}, Force: true}, &usage.Unknown{What: "filter", Value: "x"}, "errors"},
		{"start above", selection.Request{Start: 14}, nil, "13 examples"},
		{"start below", selection.Request{Start: -1}, nil, "begin at 1"},
		{"limit", selection.Request{Limit: -1}, nil, "limit"},
		{"shard 0", selection.Request{Shard: &hub.Shard{Index: 0, Total: 2}}, nil, "shard 0 of 2"},
		{"shard above", selection.Request{Shard: &hub.Shard{Index: 3, Total: 2}}, nil, "shard 3 of 2"},
		{"shard of none", selection.Request{Shard: &hub.Shard{}}, nil, "shard 0 of 0"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := selection.Select(catalog(), nil, nil, c.request)
			require.ErrorContains(t, err, c.says)
			if c.unknown == nil {
				var r *usage.Error
				require.ErrorAs(t, err, &r)
				return
			}
			var u *usage.Unknown
			require.ErrorAs(t, err, &u)
			assert.Equal(t, c.unknown.What, u.What)
			assert.Equal(t, c.unknown.Value, u.Value)
			assert.NotEmpty(t, u.Known)
		})
	}
	t.Run("an empty catalog has no first example, and that is not the request's fault", func(t *testing.T) {
		sel, err := selection.Select(nil, nil, nil, selection.Request{Start: 1})
		require.NoError(t, err)
		assert.Empty(t, sel.Chosen)
		_, err = selection.Select(nil, nil, nil, selection.Request{Filters: []string{"x"}})
		require.Error(t, err)
	})
}

func TestPlan(t *testing.T) {
	all := catalog()
	assert.Equal(t, ids(all), planned(selection.Plan(all, known(), 1)), "one worker: catalog order")
	assert.Equal(t, "skipped marked new hollow hollow-error running invalid flaky old failed allowed ok stopped",
		planned(selection.Plan(all, known(), 2)), "unknown first, then longest first, ties in catalog order")
	assert.Equal(t, ids(all), planned(selection.Plan(all, nil, 8)))
	assert.Equal(t, ids(catalog()), ids(all), "the argument is unchanged")
}

// An empty selection is good if nothing was left to do.
func TestEmptyIsGood(t *testing.T) {
	all := []hub.Example{{Index: 1, ID: "a", Settings: &hub.Settings{}}, {Index: 2, ID: "b", Settings: &hub.Settings{}}}
	result := &status.Entry{Status: hub.StatusCompleted}
	whole := &status.File{Examples: map[string]*status.Entry{"a": result, "b": result}}
	cleared := &status.File{Examples: map[string]*status.Entry{"a": result, "b": {Status: hub.StatusPending}}}
	for filters, want := range map[string][3]bool{ // nothing is recorded, all is, one was cleared
		"errors":           {true, true, true},
		"stale":            {false, true, false},
		"stale,errors":     {false, true, false},
		"pending":          {false, true, false},
		"not-completed":    {false, true, false},
		"interrupted":      {false, true, false},
		"flaky,doubtful":   {false, true, false},
		"completed":        {},
		"skipped":          {},
		"all":              {},
		"errors,completed": {},
		"nonsense":         {},
	} {
		for i, st := range []*status.File{nil, whole, cleared} {
			assert.Equal(t, want[i], selection.EmptyIsGood([]string{filters}, all, st), "%s %d", filters, i)
		}
	}
	assert.False(t, selection.EmptyIsGood(nil, all, whole), "nothing was asked for")
	all[1].Skip = "not today"
	assert.True(t, selection.EmptyIsGood([]string{"pending"}, all, cleared), "what every run skips is not waited for")
}
