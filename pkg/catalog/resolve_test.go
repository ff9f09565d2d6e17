package catalog

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// adorn adds what examples depend on besides their entry files: sidecars, links,
// programs of several files, files of other kinds.
func adorn(t *testing.T, rnd *rand.Rand, root string, given map[string]string) {
	put := func(file, text string) {
		native := filepath.Join(root, filepath.FromSlash(file))
		if _, err := os.Lstat(native); err != nil {
			require.NoError(t, os.WriteFile(native, []byte(text), 0o755))
		}
	}
	files := make([]string, 0, len(given))
	for file := range given {
		files = append(files, file)
	}
	slices.Sort(files)
	for _, file := range files {
		dir := file[:strings.LastIndexByte(file, '/')]
		switch max(0, rnd.IntN(12)-4) {
		case 0:
			put(dir+"/"+SidecarName, []string{"title: side\n", "tags: [a]\nid: side-1\n", "timeout: 3s\nskip: not now\n", "nonsense: [\n", "id: x\nexpect: {stdout: {comment: true}}\n"}[rnd.IntN(5)])
		case 1:
			put(dir+"/main.go", "package main\n\nfunc main() {\n\tprintln(x)\n\t// Output: 1\n}\n")
			put(dir+"/more.go", "package main\n\nvar x = 1\n")
		case 2:
			_ = os.Symlink(filepath.Join(root, filepath.FromSlash(file)), filepath.Join(root, dir, "link.sh")) // or there is one
		case 3:
			put(dir+"/tool", "#!/usr/bin/env python3.12 -u\n# a title\nprint(1)\n")
		case 4:
			_ = os.Symlink("nowhere", filepath.Join(root, dir, "broken.py"))
		case 5:
			put(dir+"/front.py", "# ---\n# runner: nothing\n# limit: none\n# group: g\n# ---\n# Output: 1\n")
		case 6:
			put(dir+"/late.rb", "puts 1\n# Output: 1\n")
		}
	}
}

// manyOverrides is a configuration that decides by all that an override can match.
const manyOverrides = `
run: {env: {A: b}}
limits: {api: {concurrent: 2}}
groups: [{id: one, title: The first, match: ["**/run.*"]}]
overrides:
  - {match: {tags: [a]}, timeout: 7s}
  - {match: {id: ["one/*", "plain", "5265"]}, retries: 2}
  - {match: {path: "**/*.py"}, limit: api, group: snakes}
  - {match: {group: snakes}, skip: they bite}
  - {match: {path: "**/main.*"}, workdir: example}
`

// A resolved example is the one that is found, in whatever tree and configuration,
// and whatever part of the examples is resolved.
func TestResolveIsDiscover(t *testing.T) {
	compared, faults, sidecars, own, broken, built := 0, 0, 0, 0, 0, 0
	for seed := range uint64(100) {
		rnd := rand.New(rand.NewPCG(seed, 11))
		root := t.TempDir()
		given := anyTree(t, rnd, root)
		adorn(t, rnd, root, given)
		sources := anySources(rnd, given)
		for variant := range 3 {
			cfg := configure(t, root, []string{"", manyOverrides}[rnd.IntN(2)])
			if cfg.Sources = sources; variant == 1 {
				cfg.Sources = withIncludes(rnd, sources, given)
			}
			if variant == 2 {
				cfg.Sources = append([]config.Source{{Path: "."}}, sources...)
			}
			about := fmt.Sprintf("seed %d, sources %q", seed, fmt.Sprint(cfg.Sources))
			want, err := Discover(cfg, nil)
			require.NoError(t, err, about)
			var refs []Ref
			var chosen []int
			for i := range want.Examples {
				if variant == 0 || rnd.IntN(2) == 0 {
					refs, chosen = append(refs, want.Ref(i)), append(chosen, i)
				}
			}
			r, err := NewResolver(cfg, nil)
			require.NoError(t, err, about)
			got, gone, err := r.Resolve(refs)
			require.NoError(t, err, about)
			require.Empty(t, gone, about)
			assert.True(t, got.Incomplete())
			var all []int
			for k, i := range chosen {
				all = append(all, k)
				require.Equal(t, want.Examples[i], got.Examples[k], about)
				require.Equal(t, refs[k], got.Ref(k), about)
				require.Equal(t, want.Inode(i), got.Inode(k), about)
				e := &want.Examples[i]
				compared++
				for n, is := range map[*int]bool{&faults: e.Fault != nil, &own: e.Dir != "", &broken: e.Invalid != nil, &built: len(e.Build) > 3, &sidecars: strings.HasPrefix(e.Title, "side")} {
					if is {
						*n++
					}
				}
			}
			require.Equal(t, ofFiles(want, chosen), ofFiles(got, all), about)
		}
	}
	assert.Greater(t, compared, 2000, "enough of everything was made")
	assert.Greater(t, min(faults, own, broken, built), 30, "%d %d %d %d", faults, own, broken, built)
	assert.Greater(t, sidecars, 10)
}

// ofFiles returns the findings of the examples at these positions but those of identity.
func ofFiles(c *Catalog, at []int) (out []string) {
	ids := map[string]bool{}
	for _, i := range at {
		ids[c.Examples[i].ID] = true
	}
	for _, f := range c.Findings {
		if ids[f.ID] && !c.faulty(f) {
			out = append(out, f.String())
		}
	}
	slices.Sort(out)
	return out
}

func (c *Catalog) faulty(f Finding) bool {
	return slices.ContainsFunc(c.Examples, func(e hub.Example) bool {
		return e.ID == f.ID && e.Fault != nil && e.Fault.Message == f.Message
	})
}

func TestWhatIsNoExampleAnyMore(t *testing.T) {
	root := t.TempDir()
	file := filepath.Join(root, "examples", "a.sh")
	require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
	require.NoError(t, os.WriteFile(file, []byte("echo\n"), 0o644))
	cfg := configure(t, root, "")
	cfg.Sources = []config.Source{{Path: "examples"}}
	c, err := Discover(cfg, nil)
	require.NoError(t, err)
	ref := c.Ref(0)
	resolve := func(change func(*Ref)) string {
		own := ref
		change(&own)
		r, err := NewResolver(cfg, nil)
		require.NoError(t, err)
		c, gone, err := r.Resolve([]Ref{own})
		require.NoError(t, err)
		require.Len(t, c.Examples, 1)
		return gone[0]
	}
	assert.Empty(t, resolve(func(*Ref) {}))
	for path, why := range map[string]string{
		"examples/b.sh":         "the file cannot be read: ",
		"a.sh":                  "not in its source",
		"examples/../a.sh":      "not in its source",
		"examples//a.sh":        "not in its source",
		"examples/%2E%2E/a.sh":  "the file cannot be read: ",
		"/etc/passwd":           "not in its source",
		"examples/":             "not in its source",
		"examples/%00":          "the file cannot be read: ",
		"examples":              "not in its source",
		"examples/../../../etc": "not in its source",
	} {
		assert.Contains(t, resolve(func(r *Ref) { r.Path = path }), why, path)
	}
	assert.Contains(t, resolve(func(r *Ref) { r.Source = 1 }), "no source 2")
	assert.Contains(t, resolve(func(r *Ref) { r.Source = -1 }), "no source")
	require.NoError(t, os.WriteFile(file, []byte("$ echo\n1\n"), 0o644))
	assert.Contains(t, resolve(func(*Ref) {}), "no program any more")
	require.NoError(t, os.Remove(file))
	require.NoError(t, os.Mkdir(file, 0o755))
	assert.Contains(t, resolve(func(*Ref) {}), "a folder now")
}

func TestMayBeExample(t *testing.T) {
	root := t.TempDir()
	root, err := filepath.EvalSymlinks(root)
	require.NoError(t, err)
	for name, text := range map[string]string{"examples/a.sh": "echo\n", "examples/example.yaml": "", "examples/report.json": "{}", "examples/tool": "#!/bin/sh\n", "a.sh": "echo\n", "examples/notes": "x"} {
		require.NoError(t, os.MkdirAll(filepath.Join(root, filepath.Dir(name)), 0o755))
		require.NoError(t, os.WriteFile(filepath.Join(root, name), []byte(text), 0o644))
	}
	cfg := configure(t, root, "")
	cfg.Sources = []config.Source{{Path: "examples"}}
	r, err := NewResolver(cfg, nil)
	require.NoError(t, err)
	for name, is := range map[string]bool{"examples/a.sh": true, "examples/example.yaml": true, "examples/tool": true, "examples/report.json": false, "examples/notes": false, "a.sh": false, "examples": false, "examples/new.sh": false} {
		assert.Equal(t, is, r.MayBeExample(filepath.Join(root, filepath.FromSlash(name))), name)
	}
}
