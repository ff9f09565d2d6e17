package plan_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/plan"
	"github.com/seed-00a9b34c/hub/pkg/project"
	"github.com/seed-00a9b34c/hub/pkg/selection"
	"github.com/seed-00a9b34c/hub/pkg/selector"
	"github.com/seed-00a9b34c/hub/pkg/staleness"
	"github.com/seed-00a9b34c/hub/pkg/status"
)

// examples returns a project with examples a, b and c, of which c is marked skip.
func examples(t *testing.T) *project.Project {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"hub.yaml": "sources: [{path: ex}]\n", "ex/a.sh": "echo a\n", "ex/b.sh": "echo b\n", "ex/c.sh": "# ---\n# skip: not here\n# ---\n",
	} {
		require.NoError(t, os.MkdirAll(filepath.Join(dir, filepath.Dir(name)), 0o755))
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644))
	}
	cfg, err := config.Load(dir, "", func(string) (string, bool) { return "", false })
	require.NoError(t, err)
	p, err := project.Open(cfg, "", time.Now)
	require.NoError(t, err)
	_, err = p.Discover(nil)
	require.NoError(t, err)
	require.Len(t, p.Catalog.Examples, 3)
	return p
}

func makePlan(t *testing.T, p *project.Project, known *status.File, r plan.Request) plan.Plan {
	t.Helper()
	prints := p.Prints(context.Background(), staleness.Options{})
	out, err := plan.Make(t.Context(), p, known, prints, nil, time.Now(), r)
	require.NoError(t, err)
	return out
}

func paths(all []*hub.Example) []string {
	var out []string
	for _, e := range all {
		out = append(out, filepath.Base(e.Path))
	}
	return out
}

func TestOptionsForAllExamplesLeaveTheCatalogAsItIs(t *testing.T) {
	p := examples(t)
	before := *p.Catalog.Examples[0].Settings
	limit, retries := 5*time.Second, 3
	out := makePlan(t, p, &status.File{}, plan.Request{Workers: 1, Timeout: &limit, Retries: &retries})
	for _, e := range out.Chosen {
		assert.Equal(t, limit, e.Settings.Timeout)
		assert.Equal(t, retries, e.Settings.Retries.Max)
	}
	assert.Equal(t, before, *p.Catalog.Examples[0].Settings)
}

// The plan of a log has the exit codes of a pass, on which replay relies.
func TestChosenExamplesHaveTheirExitCodes(t *testing.T) {
	p := examples(t)
	p.Catalog.Examples[1].Set(func(s *hub.Settings) { s.Expect.Exit = hub.ExitCodes{3} })
	out := makePlan(t, p, &status.File{}, plan.Request{Workers: 1})
	assert.Empty(t, out.Chosen[0].ExitCodes)
	assert.Equal(t, hub.ExitCodes{3}, out.Chosen[1].ExitCodes)
	assert.Empty(t, p.Catalog.Examples[1].ExitCodes)
}

func TestNamedExamplesRunInTheirOrder(t *testing.T) {
	p := examples(t)
	all := p.Catalog.Examples
	out := makePlan(t, p, &status.File{}, plan.Request{Workers: 1, Named: []hub.Example{all[1], all[0]}})
	assert.Equal(t, []string{"b.sh", "a.sh"}, paths(out.Order))
	assert.Equal(t, []hub.LeftOut{{Reason: "not named", Count: 1}}, out.LeftOut())
}

// What a SEL names runs although it is marked skip, and the digest says so; what only
// selects it leaves the skip. The catalog stays as it is.
func TestWhatIsNamedRunsAlthoughItIsMarkedSkip(t *testing.T) {
	p := examples(t)
	digests := map[string]bool{}
	for sel, skipped := range map[string]bool{"ex/c.sh": false, "3-3": true} {
		term, err := selector.Parse(sel)
		require.NoError(t, err)
		chosen, err := (&selector.Choice{Any: []selector.Term{term}}).In(p.Catalog)
		require.NoError(t, err)
		out := makePlan(t, p, &status.File{}, plan.Request{Workers: 1, Choice: chosen})
		assert.Equal(t, []string{"c.sh"}, paths(out.Order))
		assert.Equal(t, skipped, out.Chosen[0].Skip != "", sel)
		assert.Equal(t, 2, out.LeftOut()[0].Count)
		digests[out.Digest] = true
	}
	assert.Len(t, digests, 2)
	assert.NotEmpty(t, p.Catalog.Examples[2].Skip)
}

// An empty list of named examples selects none, not all.
func TestNoNamesAreNoExamples(t *testing.T) {
	out := makePlan(t, examples(t), &status.File{}, plan.Request{Workers: 1, Named: []hub.Example{}, EmptyFails: true})
	assert.Empty(t, out.Chosen)
	assert.True(t, out.EmptyFails)
	assert.Len(t, out.Left, 3)
}

// One worker keeps the order of the catalog, more start the longest first, and the
// names decide where there are some.
func TestTheOrderFitsTheWorkers(t *testing.T) {
	p := examples(t)
	recorded := &status.File{Examples: map[string]*status.Entry{}}
	for i := range p.Catalog.Examples { // the later, the longer
		recorded.Examples[p.Catalog.Examples[i].ID] = &status.Entry{Status: hub.StatusCompleted, ExecutionTime: float64(10 * (i + 1))}
	}
	out := makePlan(t, p, recorded, plan.Request{Workers: 4})
	assert.NotEqual(t, paths(hub.Pointers(p.Catalog.Examples)), paths(out.Order))
	out.Arrange(recorded, 1)
	assert.Equal(t, paths(hub.Pointers(p.Catalog.Examples)), paths(out.Order))

	all := p.Catalog.Examples
	out = makePlan(t, p, recorded, plan.Request{Workers: 4, Named: []hub.Example{all[0], all[1]}})
	out.Arrange(recorded, 1)
	assert.Equal(t, []string{"a.sh", "b.sh"}, paths(out.Order))
}

// What is missing, and what is not an error, when nothing is chosen.
func TestEmptyPlans(t *testing.T) {
	p := examples(t)
	passed := &status.File{Examples: map[string]*status.Entry{}}
	for i := range p.Catalog.Examples {
		passed.Examples[p.Catalog.Examples[i].ID] = &status.Entry{Status: hub.StatusCompleted}
	}
	for name, c := range map[string]struct {
		request selection.Request
		known   *status.File
		fails   bool
	}{
		"no errors are left":            {selection.Request{Filters: []string{"errors"}}, passed, false},
		"a part with nothing in it":     {selection.Request{Shard: &hub.Shard{Index: 9, Total: 9}}, passed, false},
		"nothing is recorded as failed": {selection.Request{Filters: []string{"completed"}}, &status.File{}, true},
	} {
		t.Run(name, func(t *testing.T) {
			out := makePlan(t, p, c.known, plan.Request{Workers: 1, Select: c.request, EmptyFails: true})
			assert.Empty(t, out.Chosen)
			assert.Equal(t, c.fails, out.EmptyFails)
			out = makePlan(t, p, c.known, plan.Request{Workers: 1, Select: c.request})
			assert.False(t, out.EmptyFails, "unless asked for")
		})
	}
}

// What is not listed in the catalog's order says in which.
func TestTheOrderOfStartsIsNamed(t *testing.T) {
	a, b := hub.Example{Index: 1, ID: "a"}, hub.Example{Index: 2, ID: "b"}
	p := plan.Plan{Order: []*hub.Example{&a, &b}}
	p.Chosen = []hub.Example{a, b}
	assert.Equal(t, "Would run 2 of 2 examples:\n    1  a\n    2  b\n", p.Text(2, nil))
	p.Order = []*hub.Example{&b, &a}
	assert.Equal(t, "Would run 2 of 2 examples, in the order of their starts:\n    2  b\n    1  a\n", p.Text(2, nil))
}
