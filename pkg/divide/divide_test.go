package divide_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/catalog"
	"github.com/seed-00a9b34c/hub/pkg/divide"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/place"
	"github.com/seed-00a9b34c/hub/pkg/plan"
	"github.com/seed-00a9b34c/hub/pkg/planfile"
	"github.com/seed-00a9b34c/hub/pkg/project"
	"github.com/seed-00a9b34c/hub/pkg/staleness"
	"github.com/seed-00a9b34c/hub/pkg/status"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// files are a repository with a bit of everything that goes into a plan.
func files() map[string]string {
	out := map[string]string{
		"hub.yaml": `
sources: [{path: ex}]
limits: {api: {concurrent: 3, rate: 4/s}}
secrets: [TOKEN]
run: {env: {MODE: "${MODE:-none}"}}
overrides:
  - {match: {path: "ex/l*"}, limit: api}
  - {match: {path: "ex/m*"}, args: ["--key=${TOKEN:-x}"], needs: {env: [TOKEN], commands: [no-such-program]}}
`,
		"ex/own/run.sh": "echo own\n", "ex/own/data.txt": "1\n",
		"ex/skip.sh": "# ---\n# skip: not here\n# ---\n", "ex/bad.sh": "# ---\n# timeout: [\n# ---\n",
		"ex/alone.sh": "# ---\n# exclusive: true\n# ---\n",
	}
	for i := range 12 {
		out[fmt.Sprintf("ex/l%d.sh", i)] = "echo l\n"
		out[fmt.Sprintf("ex/m%d.sh", i)] = "echo m\n"
	}
	return out
}

// machine is a checkout on one machine.
type machine struct {
	dir     string
	environ []string
}

func checkout(t *testing.T, files map[string]string, environ ...string) machine {
	m := machine{t.TempDir(), environ}
	for name, text := range files {
		m.write(t, name, text)
	}
	return m
}

func (m machine) write(t *testing.T, name, text string) {
	t.Helper()
	path := filepath.Join(m.dir, filepath.FromSlash(name))
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
	require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
}

func (m machine) open(t *testing.T) *project.Project {
	t.Helper()
	cfg, err := config.Load(m.dir, "", func(name string) (string, bool) { return hub.LookupVariable(m.environ, name) })
	require.NoError(t, err)
	p, err := project.Open(cfg, "", time.Now)
	require.NoError(t, err)
	_, err = p.Discover(m.environ)
	require.NoError(t, err)
	return p
}

// times are recorded durations of some of the examples.
func times(ids ...string) *status.File {
	f := &status.File{Examples: map[string]*status.Entry{}}
	for i, id := range ids {
		f.Examples[id] = &status.Entry{ID: id, Status: hub.StatusCompleted, ExecutionTime: float64(i + 1)}
	}
	return f
}

func (m machine) try(t *testing.T, recorded *status.File, r divide.Request) (*divide.Plan, error) {
	t.Helper()
	p := m.open(t)
	r.File, r.Environ, r.Warn = place.Stdout, m.environ, func(string, ...any) {}
	if r.Workers == 0 {
		r.Workers = 2
	}
	prints := p.Prints(context.Background(), staleness.Options{Environ: m.environ})
	return divide.Make(context.Background(), p, recorded, prints, time.Now(), r)
}

// plan returns the plan that the machine makes, as it is written.
func (m machine) plan(t *testing.T, recorded *status.File, r divide.Request) (*divide.Plan, *planfile.File, string) {
	t.Helper()
	made, err := m.try(t, recorded, r)
	require.NoError(t, err)
	var b bytes.Buffer
	require.NoError(t, made.Write(&b))
	f, err := planfile.Read(bytes.NewReader(b.Bytes()), "plan")
	require.NoError(t, err)
	_, rest, _ := strings.Cut(b.String(), "\n")
	return made, f, rest
}

func examples(t *testing.T, f *planfile.File) []planfile.Example {
	t.Helper()
	var all []planfile.Example
	for i := range f.Header.Parts {
		part, err := f.Part(i + 1)
		require.NoError(t, err)
		all = append(all, part.Examples...)
	}
	return all
}

// Every example of the catalog is in exactly one part, skipped and invalid ones too, and the
// shares of the limit are the limit.
func TestAPlanHasEachExampleOnce(t *testing.T) {
	m := checkout(t, files())
	for _, parts := range []int{1, 2, 5, 40} {
		_, f, _ := m.plan(t, times("ex/l1.sh", "ex/own", "ex/m3.sh", "ex/alone.sh"), divide.Request{Parts: parts})
		seen := map[string]int{}
		for _, x := range examples(t, f) {
			seen[x.Item.ID()]++
			assert.NotEmpty(t, x.Content, x.Path)
		}
		assert.Len(t, seen, 28)
		for id, n := range seen {
			assert.Equal(t, 1, n, id)
		}
		assert.Equal(t, 28, f.Header.Examples)
		concurrent, starts := 0, 0
		for i := range parts {
			part, err := f.Part(i + 1)
			require.NoError(t, err)
			concurrent, starts = concurrent+part.Limits["api"].Concurrent, starts+part.Limits["api"].Starts
		}
		assert.Equal(t, 3, concurrent)
		assert.Equal(t, 4, starts)
	}
}

// Nothing of a machine is in a plan: not its environment, secrets, or the place of the
// checkout; and what only one of them lacks is no skip.
func TestTwoMachinesMakeOnePlan(t *testing.T) {
	recorded := times("ex/l1.sh", "ex/own", "ex/m3.sh")
	here := checkout(t, files(), "TOKEN=alpha-alpha-alpha", "MODE=one", "PATH=/nowhere")
	there := checkout(t, files(), "TOKEN=omega-omega", "MODE=two")
	_, a, one := here.plan(t, recorded, divide.Request{Parts: 3})
	_, b, two := there.plan(t, recorded, divide.Request{Parts: 3})
	assert.Equal(t, one, two)
	assert.Equal(t, a.Header.Digest, b.Header.Digest)
	assert.NotEqual(t, a.Header.ID, b.Header.ID)
	for _, text := range []string{"alpha", here.dir, "no-such-program"} {
		assert.NotContains(t, one, text)
	}
	for _, x := range examples(t, a) {
		if id := x.Item.ID(); id != "ex/skip.sh" && id != "ex/bad.sh" {
			assert.Positive(t, x.Seconds, id)
		}
	}
}

// What differs between two checkouts is in the plan, by example and file.
func TestAChangedFileIsAnotherPlan(t *testing.T) {
	for name, want := range map[string]string{"ex/own/data.txt": "ex/own", "ex/l3.sh": "ex/l3.sh"} {
		m := checkout(t, files())
		_, before, _ := m.plan(t, nil, divide.Request{Parts: 2})
		m.write(t, name, "echo 0\n")
		_, after, _ := m.plan(t, nil, divide.Request{Parts: 2})
		assert.NotEqual(t, before.Header.Digest, after.Header.Digest)
		assert.Equal(t, before.Header.Configuration, after.Header.Configuration)
		now := map[hub.PlanItem]planfile.Example{}
		for _, x := range examples(t, after) {
			now[x.Item] = x
		}
		var differ []string
		for _, x := range examples(t, before) {
			if now[x.Item].Content != x.Content {
				differ = append(differ, x.Item.ID())
				assert.NotEqual(t, x.Files, now[x.Item].Files)
			}
		}
		assert.Equal(t, []string{want}, differ)
	}
}

// A limit on the number of examples cuts the selection; it is no policy of the parts.
func TestALimitedPlan(t *testing.T) {
	m := checkout(t, files())
	r := divide.Request{Parts: 2, Request: plan.Request{}}
	r.Select.Limit = 3
	_, f, _ := m.plan(t, nil, r)
	assert.Equal(t, []string{"flaky pass", "doubtful warn"}, f.Header.Policies)
	assert.Equal(t, 28, f.Header.Catalog)
	assert.Less(t, f.Header.Examples, 6)
	assert.Equal(t, "limit", f.Header.LeftOut[0].Reason)
}

func TestRequestsThatCannotBe(t *testing.T) {
	m := checkout(t, files())
	for want, r := range map[string]divide.Request{
		"into how many parts?":     {},
		"give one":                 {Parts: 2, PartTime: time.Second},
		"at most 10000 parts":      {Parts: planfile.MaxParts + 1},
		"no duration is recorded":  {PartTime: time.Minute},
		"--timings: gone: no such": {Parts: 2, Timings: "gone"},
	} {
		_, err := m.try(t, nil, r)
		assert.ErrorContains(t, err, want)
	}
	made, err := m.try(t, nil, divide.Request{Parts: 2, Request: plan.Request{EmptyFails: true, Named: []hub.Example{}}})
	require.NoError(t, err)
	assert.True(t, made.EmptyFails)
}

// The text says how even the parts are, what is assumed, and what is longer than asked for.
func TestText(t *testing.T) {
	m := checkout(t, files())
	made, _, _ := m.plan(t, times("ex/l1.sh", "ex/own", "ex/m3.sh"), divide.Request{PartTime: 2500 * time.Millisecond, Name: "my plan"})
	text := made.Text(true)
	assert.Contains(t, text, "unknown durations (23 of 28) count as 2.0s, the median, and are spread evenly\n")
	assert.Contains(t, text, "takes 3.0s, more than --part-time=2.5s: ex/m3.sh alone takes as long\n")
	assert.Contains(t, text, "hub ci '--plan=my plan' --part=1")
	assert.Contains(t, text, "part 1: ")
	assert.NotContains(t, made.Text(false), "part 1: ")

	made, _, _ = m.plan(t, nil, divide.Request{Parts: 50})
	assert.Contains(t, made.Text(false), "no duration is known: every example counts alike")
	assert.NotContains(t, made.Text(false), "expected", "of what nobody knows")
	assert.Contains(t, made.Text(false), " have no example, and pass; --parts=")
}

// A run records that examples may be missing. Parts cannot know it, so there is no plan.
func TestNoPlanOfAnIncompleteCatalog(t *testing.T) {
	m := checkout(t, files())
	p := m.open(t)
	p.Catalog.Problems = append(p.Catalog.Problems, catalog.Problem{Path: "ex/shut", Message: "the folder cannot be read", Incomplete: true})
	file := filepath.Join(m.dir, "plan.ndjson")
	_, err := divide.Make(context.Background(), p, times(), p.Prints(context.Background(), staleness.Options{}), time.Now(), divide.Request{Parts: 2, File: file})
	require.EqualError(t, err, "no plan is written, because examples may be missing: ex/shut: the folder cannot be read")
	var asked *usage.Error
	assert.NotErrorAs(t, err, &asked, "the request is good")
	assert.NoFileExists(t, file)
}
