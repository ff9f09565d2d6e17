package part_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/baseline"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/part"
	"github.com/seed-00a9b34c/hub/pkg/plan"
	"github.com/seed-00a9b34c/hub/pkg/planfile"
	"github.com/seed-00a9b34c/hub/pkg/project"
	"github.com/seed-00a9b34c/hub/pkg/selection"
	"github.com/seed-00a9b34c/hub/pkg/staleness"
	"github.com/seed-00a9b34c/hub/pkg/usage"
	"github.com/seed-00a9b34c/hub/pkg/worktree"
)

// checkout is a folder with examples, and the plan of it.
type checkout struct {
	*testing.T
	root string
	env  []string
	plan string // its path
}

const hubYAML = `version: 1
sources: [{path: examples}]
limits: {api: {concurrent: 4, rate: 60/m, break-after: 3}, db: {concurrent: 2}}
overrides:
  - {match: {path: "**/api*"}, limit: api}
  - {match: {tags: [slow]}, timeout: 9m}
`

var files = map[string]string{
	"hub.yaml":                    hubYAML,
	".git/HEAD":                   strings.Repeat("a", 40) + "\n",
	"hub.baseline.yaml":           "failures:\n- {id: examples/flat/a.sh, type: timeout, message: x}\n",
	"examples/flat/a.sh":          "echo a\n",
	"examples/flat/api.sh":        "# ---\n# inputs: [\"*.json\"]\n# ---\necho b\n",
	"examples/flat/data.json":     "{}\n",
	"examples/own/run.sh":         "echo own\n",
	"examples/own/more/lib.txt":   "1\n",
	"examples/own/example.yaml":   "tags: [slow]\nenv: {MODE: \"${MODE:-x}\"}\n",
	"examples/skipped/run.sh":     "# ---\n# skip: not yet\n# ---\n",
	"examples/twin/run.sh":        "# ---\n# id: examples/flat/a.sh\n# ---\necho\n",
	"examples/odd %41%25/run.sh":  "echo odd\n",
	"examples/broken/run.sh":      "# ---\n# timeout: never\n# ---\n",
	"examples/golden/run.sh":      "# ---\n# expect: {stdout: {golden: out.txt}}\n# ---\necho 1\n",
	"examples/golden/out.txt":     "1\n",
	"examples/args/with space.sh": "# ---\n# args: [a, \"b c\"]\n# ---\n",
}

func newCheckout(t *testing.T) *checkout {
	c := &checkout{T: t, root: t.TempDir(), env: []string{"PATH=" + os.Getenv("PATH")}}
	for name, text := range files {
		c.write(name, text)
	}
	return c
}

func (c *checkout) write(name, text string) {
	file := filepath.Join(c.root, filepath.FromSlash(name))
	require.NoError(c, os.MkdirAll(filepath.Dir(file), 0o755))
	require.NoError(c, os.WriteFile(file, []byte(text), 0o644))
}

func (c *checkout) open() *project.Project {
	cfg, err := config.Load(c.root, "", func(name string) (string, bool) { return hub.LookupVariable(c.env, name) })
	require.NoError(c, err)
	p, err := project.Open(cfg, "", time.Now)
	require.NoError(c, err)
	return p
}

func (c *checkout) prints(p *project.Project) *staleness.Prints {
	return p.Prints(c.Context(), staleness.Options{Environ: c.env, Warn: func(string, ...any) {}})
}

// request is what holds in every run.
func (c *checkout) request(p *project.Project) *plan.Request {
	known, err := baseline.Open(c.Context(), p.Guard, c.root, c.root, "")
	require.NoError(c, err)
	return &plan.Request{Baseline: known}
}

// cut writes the plan of all examples in n parts, whose lines change may change.
func (c *checkout) cut(n int, header planfile.Header, change func(int, *planfile.Part)) *checkout {
	p := c.open()
	_, err := p.Discover(c.env)
	require.NoError(c, err)
	r := c.request(p)
	all := r.Apply(p, p.Catalog.Examples, p.Catalog.Examples)
	parts := make([]planfile.Part, n)
	for i := range all {
		e := &all[i]
		item, _ := selection.Item(e, p.Secrets.String)
		line := part.Line(p.Catalog.Ref(i), item)
		line.Content, line.Files, err = c.prints(p).Content(c.Context(), e)
		require.NoError(c, err)
		// Last ones first: not in catalog order.
		parts[i%n].Examples = append([]planfile.Example{line}, parts[i%n].Examples...)
	}
	for i := range parts {
		if change != nil {
			change(i+1, &parts[i])
		}
	}
	header.ID, header.Policies, header.Configuration, header.Catalog = planfile.NewID(), r.Policies(p), p.Config.Digest(), len(p.Catalog.Examples)
	header.Commit = worktree.Read(c.root).Commit
	c.plan = filepath.Join(c.TempDir(), "plan.ndjson")
	file, err := os.Create(c.plan)
	require.NoError(c, err)
	_, err = planfile.Write(file, header, parts)
	require.NoError(c, errors.Join(err, file.Close()))
	return c
}

// take makes the plan of the run of one part.
func (c *checkout) take(choice part.Choice, change func(*plan.Request)) (out plan.Plan, notes []string, err error) {
	file, err := part.Open(c.plan, "plan.ndjson")
	if err != nil {
		return out, nil, err
	}
	file.Hub = "v9"
	defer func() { require.NoError(c, file.Close()) }()
	taken, err := file.Take(choice)
	if err != nil {
		return out, nil, err
	}
	p := c.open()
	if notes, err = file.Fits(p); err != nil {
		return out, notes, err
	}
	gone, _, err := p.Resolve(part.Refs(taken.Lines), c.env)
	require.NoError(c, err)
	request := c.request(p)
	if change != nil {
		change(request)
	}
	if err := file.Policies(request.Policies(p)); err != nil {
		return out, notes, err
	}
	r := &part.Resolver{Plan: file, Project: p, Request: request, Environ: c.env}
	checked, err := r.Check(c.Context(), c.prints(p), taken.Lines, p.Catalog.Examples, gone)
	if err != nil {
		return out, notes, err
	}
	request.Given = taken.Given(r, checked)
	out, err = plan.Make(c.Context(), p, nil, c.prints(p), c.env, time.Now(), *request)
	return out, notes, err
}

// Every part of an unchanged checkout runs, whatever its examples are like, and all parts
// together have the plan of the whole.
func TestPartsAreThePlan(t *testing.T) {
	c := newCheckout(t).cut(3, planfile.Header{LeftOut: []hub.LeftOut{{Reason: "filter", Count: 2}}}, func(i int, p *planfile.Part) {
		p.Limits = map[string]planfile.Limit{"api": {Concurrent: i, Starts: 2 * i, Per: time.Minute}}
		p.Examples[0].Previous = hub.StatusError
	})
	p := c.open()
	_, err := p.Discover(c.env)
	require.NoError(t, err)
	whole, err := plan.Make(t.Context(), p, nil, c.prints(p), c.env, time.Now(), *c.request(p))
	require.NoError(t, err)
	want := map[string]hub.Example{}
	for _, e := range whole.Chosen {
		want[e.ID] = e
	}
	for i := 1; i <= 3; i++ {
		got, notes, err := c.take(part.Choice{Index: i}, nil)
		require.NoError(t, err)
		assert.Empty(t, notes)
		assert.Equal(t, len(whole.Chosen), got.Catalog)
		assert.Equal(t, whole.Policies, got.Policies)
		require.Equal(t, []hub.LeftOut{{Reason: "filter", Count: 2}, {Reason: hub.LeftToParts, Count: len(whole.Chosen) - len(got.Chosen)}}, got.LeftOut())
		assert.Equal(t, config.Limit{Concurrent: i, Rate: config.Rate{Count: 2 * i, Per: time.Minute}, BreakAfter: 3}, got.Limits["api"])
		assert.Equal(t, p.Config.Limits["db"], got.Limits["db"])
		assert.True(t, slices.IsSortedFunc(got.Chosen, func(a, b hub.Example) int { return a.Index - b.Index }), "results are in catalog order")
		assert.True(t, slices.IsSortedFunc(got.Order, func(a, b *hub.Example) int { return b.Index - a.Index }), "starts are in that of the plan")
		require.Len(t, got.Order, len(got.Chosen))
		assert.Equal(t, map[string]hub.Status{got.Order[0].ID: hub.StatusError}, got.Previous)
		assert.Equal(t, i, got.Part.Index)
		assert.Len(t, got.Part.Hash, 64)
		for k := range got.Chosen {
			e := got.Chosen[k]
			require.Equal(t, want[e.ID], e)
			delete(want, e.ID)
			assert.Same(t, &got.Chosen[slices.IndexFunc(got.Chosen, func(x hub.Example) bool { return x.ID == e.ID })], &got.Chosen[k])
		}
	}
	assert.Empty(t, want, "each example is in a part")
}

func TestOneExampleOfAPart(t *testing.T) {
	c := newCheckout(t).cut(2, planfile.Header{}, nil)
	all, _, err := c.take(part.Choice{Index: 2}, nil)
	require.NoError(t, err)
	for k := range all.Order {
		one, _, err := c.take(part.Choice{Index: 2, Example: k + 1}, nil)
		require.NoError(t, err)
		require.Len(t, one.Order, 1)
		assert.Equal(t, all.Order[k], one.Order[0])
		assert.Equal(t, k+1, one.Part.Example)
		assert.Equal(t, all.Part.Hash, one.Part.Hash)
	}
	for _, choice := range []part.Choice{{Index: 2, Example: len(all.Order) + 1}, {Index: 2, Example: -1}, {Index: 3}, {Index: 0}} {
		_, _, err := c.take(choice, nil)
		var asked *usage.Error
		assert.ErrorAs(t, err, &asked, "%v", choice)
	}
}

func TestAnEmptyPart(t *testing.T) {
	c := newCheckout(t).cut(len(files), planfile.Header{}, nil)
	got, _, err := c.take(part.Choice{Index: len(files)}, nil)
	require.NoError(t, err)
	assert.Empty(t, got.Order)
	assert.False(t, got.EmptyFails)
	assert.True(t, got.Divided())
}

// Whatever decides a verdict is compared, and what differs is named; nothing else is.
func TestWhatDiffersIsNamed(t *testing.T) {
	for name, c := range map[string]struct {
		change  func(*checkout)
		request func(*plan.Request)
		says    []string // none: it is the same
	}{
		"nothing":  {},
		"a commit": {change: func(c *checkout) { c.write(".git/HEAD", strings.Repeat("b", 40)) }, says: []string{"the commit: the plan is of aaaaaaaaaaaa, this checkout is at bbbbbbbbbbbb", "check out " + strings.Repeat("a", 40)}},
		"hub.yaml": {change: func(c *checkout) { c.write("hub.yaml", hubYAML+"# more\n") }, says: []string{"hub.yaml: it is not the one of the plan"}},
		"both": {change: func(c *checkout) {
			c.write("hub.yaml", hubYAML+"# more\n")
			c.write(".git/HEAD", strings.Repeat("b", 40))
		}, says: []string{"the commit: ", "hub.yaml: "}},
		"no hub.yaml":           {change: func(c *checkout) { _ = os.Remove(filepath.Join(c.root, "hub.yaml")) }, says: []string{"hub.yaml: the plan has one, and this checkout has none"}},
		"an entry file":         {change: func(c *checkout) { c.write("examples/flat/a.sh", "echo x\n") }, says: []string{"examples/flat/a.sh: examples/flat/a.sh changed"}},
		"an own file":           {change: func(c *checkout) { c.write("examples/own/more/lib.txt", "2\n") }, says: []string{"examples/own: examples/own/more/lib.txt changed"}},
		"a new file":            {change: func(c *checkout) { c.write("examples/own/new", "") }, says: []string{"examples/own: examples/own/new was added"}},
		"an input":              {change: func(c *checkout) { c.write("examples/flat/data.json", "[]") }, says: []string{"examples/flat/api.sh: examples/flat/data.json changed"}},
		"a golden file":         {change: func(c *checkout) { c.write("examples/golden/out.txt", "2\n") }, says: []string{"examples/golden: examples/golden/out.txt changed"}},
		"metadata":              {change: func(c *checkout) { c.write("examples/own/example.yaml", "tags: [slow]\nretries: 3\n") }, says: []string{"examples/own: ", "example.yaml changed", "what decides its verdict is not the same"}},
		"a command":             {change: func(c *checkout) { c.write("examples/args/with space.sh", "# ---\n# args: [a]\n# ---\n") }, says: []string{"examples/args/with space.sh: ", "the command changed"}},
		"an example":            {change: func(c *checkout) { _ = os.Remove(filepath.Join(c.root, "examples/flat/a.sh")) }, says: []string{"examples/flat/a.sh: ", "cannot be read"}},
		"a mode":                {change: func(c *checkout) { _ = os.Chmod(filepath.Join(c.root, "examples/flat/a.sh"), 0o755) }, says: []string{"examples/flat/a.sh changed"}},
		"a known failure":       {change: func(c *checkout) { _ = os.Remove(filepath.Join(c.root, "hub.baseline.yaml")) }, says: []string{"examples/flat/a.sh: what decides its verdict is not the same"}},
		"a time limit":          {request: func(r *plan.Request) { d := time.Second; r.Timeout = &d }, says: []string{"what decides its verdict is not the same"}},
		"flaky fails":           {request: func(r *plan.Request) { r.FlakyFails = true }, says: []string{`the policy "flaky pass" of the plan does not hold here`, `the policy "flaky fail" holds here, and not in the plan`}},
		"a file of no example":  {change: func(c *checkout) { c.write("examples/flat/notes.txt", "x") }},
		"a new example":         {change: func(c *checkout) { c.write("examples/flat/new.sh", "echo") }},
		"the environment":       {change: func(c *checkout) { c.env = append(c.env, "MODE=y") }},
		"no commit":             {change: func(c *checkout) { _ = os.RemoveAll(filepath.Join(c.root, ".git")) }},
		"an identity of a twin": {change: func(c *checkout) { _ = os.Remove(filepath.Join(c.root, "examples/twin/run.sh")) }, says: []string{"examples/twin: "}},
	} {
		t.Run(name, func(t *testing.T) {
			if name == "a mode" && runtime.GOOS == "windows" {
				t.Skip("files have no such modes here")
			}
			co := newCheckout(t).cut(1, planfile.Header{Hub: "v8"}, nil)
			if c.change != nil {
				c.change(co)
			}
			_, notes, err := co.take(part.Choice{Index: 1}, c.request)
			if c.says == nil {
				require.NoError(t, err)
				assert.Equal(t, name == "no commit", len(notes) == 1, "%q", notes)
				return
			}
			var asked *usage.Error
			require.ErrorAs(t, err, &asked)
			for _, text := range append(c.says, "nothing is run", "'hub plan'", "the plan was made by hub v8, and this is v9") {
				assert.ErrorContains(t, err, text)
			}
		})
	}
}

// The advice brings the checkout to the plan, also if not all of it was committed.
func TestAdviceNamesTheCommit(t *testing.T) {
	c := newCheckout(t).cut(1, planfile.Header{Dirty: true}, nil)
	c.write(".git/HEAD", strings.Repeat("b", 40))
	_, _, err := c.take(part.Choice{Index: 1}, nil)
	assert.ErrorContains(t, err, "check out "+strings.Repeat("a", 40)+" with the changes that were not committed when the plan was made, or make the plan again")
}

func TestNoSuchExampleOfAPart(t *testing.T) {
	c := newCheckout(t).cut(len(files), planfile.Header{}, nil)
	_, _, err := c.take(part.Choice{Index: 1, Example: 9}, nil)
	assert.ErrorContains(t, err, "--part=1:9: part 1 of plan.ndjson has no example 9; it has 1")
}

// An example at a time is the same, and is compared as well.
func TestExamplesOneAtATime(t *testing.T) {
	c := newCheckout(t).cut(1, planfile.Header{}, nil)
	all, _, err := c.take(part.Choice{Index: 1}, nil)
	require.NoError(t, err)
	file, err := part.Open(c.plan, "plan")
	require.NoError(t, err)
	defer file.Close()
	taken, err := file.Take(part.Choice{Index: 1})
	require.NoError(t, err)
	p := c.open()
	_, _, err = p.Resolve(nil, c.env)
	require.NoError(t, err)
	r := &part.Resolver{Plan: file, Project: p, Request: c.request(p), Environ: c.env}
	for k := range taken.Lines {
		got, err := r.Examples(t.Context(), c.prints(p), taken.Lines[k:k+1])
		require.NoError(t, err)
		require.Equal(t, []hub.Example{*all.Order[k]}, got)
	}
	c.write("examples/flat/a.sh", "echo changed\n")
	at := slices.IndexFunc(taken.Lines, func(x planfile.Example) bool { return x.Path == "examples/flat/a.sh" })
	_, err = r.Examples(t.Context(), c.prints(p), taken.Lines[at:at+1])
	assert.ErrorContains(t, err, "examples/flat/a.sh changed")
}

// A plan is a file of a stranger: its paths and IDs lead nowhere else.
func TestHostilePlans(t *testing.T) {
	for name, c := range map[string]struct {
		change func(int, *planfile.Part)
		says   string
	}{
		"out of the source":  {func(_ int, p *planfile.Part) { p.Examples[0].Path = "examples/../../etc/passwd" }, "not in its source"},
		"an absolute path":   {func(_ int, p *planfile.Part) { p.Examples[0].Path = "/etc/passwd" }, "not in its source"},
		"no such source":     {func(_ int, p *planfile.Part) { p.Examples[0].Source = 9 }, "no source 10"},
		"another identity":   {func(_ int, p *planfile.Part) { p.Examples[0].Item = p.Examples[1].Item + "x" }, "its command is another one"},
		"no identity":        {func(_ int, p *planfile.Part) { p.Examples[0].Item = "" }, "its command is another one"},
		"one example twice":  {func(_ int, p *planfile.Part) { p.Examples = append(p.Examples, p.Examples[0]) }, "twice"},
		"a skip taken off":   {func(_ int, p *planfile.Part) { p.Examples[at(p, "examples/skipped")].Named = true }, "what decides its verdict"},
		"an own folder lent": {func(_ int, p *planfile.Part) { p.Examples[at(p, "examples/own")].Siblings = "" }, "examples/own/more/lib.txt was removed"},
		"escape sequences":   {func(_ int, p *planfile.Part) { p.Examples[0].Path = "examples/\x1b[31m" }, "cannot be read"},
	} {
		t.Run(name, func(t *testing.T) {
			co := newCheckout(t).cut(1, planfile.Header{}, c.change)
			_, _, err := co.take(part.Choice{Index: 1}, nil)
			var asked *usage.Error
			require.ErrorAs(t, err, &asked)
			assert.ErrorContains(t, err, c.says)
			assert.NotContains(t, err.Error(), "\x1b")
		})
	}
}

// at returns the position of an example.
func at(p *planfile.Part, id string) int {
	return slices.IndexFunc(p.Examples, func(x planfile.Example) bool { return x.Item.ID() == id })
}

func TestFoldersOfAttemptsDiffer(t *testing.T) {
	c := newCheckout(t).cut(1, planfile.Header{}, nil)
	file, err := part.Open(c.plan, "plan")
	require.NoError(t, err)
	defer file.Close()
	seen := map[string]bool{}
	for range 100 {
		taken, err := file.Take(part.Choice{Index: 1, Example: 1})
		require.NoError(t, err)
		folder := taken.Folder()
		assert.True(t, strings.HasPrefix(folder, fmt.Sprintf("parts/%s/00001.1-", file.Header.ID)), folder)
		seen[folder] = true
	}
	assert.Len(t, seen, 100)
}
