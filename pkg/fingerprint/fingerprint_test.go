package fingerprint

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/filecache"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/plainfile"
)

// tree writes files below a new folder.
func tree(t testing.TB, files map[string]string) string {
	root := t.TempDir()
	for name, text := range files {
		write(t, filepath.Join(root, name), text)
	}
	return root
}

func write(t testing.TB, file, text string) {
	require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
	require.NoError(t, os.WriteFile(file, []byte(text), 0o644))
}

var files = map[string]string{
	"ex/a/run.sh": "echo a", "ex/a/lib/data.txt": "data", "ex/a/node_modules/x.js": "x", "ex/a/.git/HEAD": "h",
	"ex/common/one.json": "1", "ex/common/deep/two.json": "2", "ex/common/note.txt": "n", "ex/common/.hub/s.json": "s",
}

// example is one with a bit of everything.
func example(root string) hub.Example {
	e := hub.Example{Settings: &hub.Settings{}, ID: "a", File: filepath.Join(root, "ex", "a", "run.sh"), Dir: filepath.Join(root, "ex", "a"), Argv: []string{"sh", "ex/a/run.sh"}}
	e.Settings.Inputs = []string{"../common/**/*.json"}
	e.Settings.Env.Set = map[string]string{"B": "2", "A": "1"}
	e.Settings.Needs.Env = []string{"KEY"}
	return e
}

func inputs(root string) Inputs {
	return Inputs{RunnerVersion: "sh 1", Env: func(name string) string { return "value of " + name }}
}

func of(t testing.TB, e hub.Example, in Inputs) string {
	f, err := Of(e, in)
	require.NoError(t, err)
	require.Regexp(t, "^v1:[0-9a-f]{64}$", f)
	return f
}

func names(t testing.TB, e hub.Example, in Inputs) string {
	items, err := collect(&e, &in)
	require.NoError(t, err)
	var list []string
	for _, it := range items {
		list = append(list, it.name)
	}
	return strings.Join(list, "; ")
}

func TestParts(t *testing.T) {
	root := tree(t, files)
	assert.Equal(t, "file ../common/deep/two.json; file ../common/one.json; file lib/data.txt; file run.sh; argv; env A; env B; "+
		"environment KEY; runner version; inputs ../common/**/*.json", names(t, example(root), inputs(root)))
	bare := hub.Example{Settings: &hub.Settings{}, ID: "a", File: filepath.Join(root, "ex", "a", "run.sh"), Argv: []string{"sh"}}
	assert.Equal(t, "file run.sh; argv", names(t, bare, Inputs{}))
}

// What is changed in the tree or the example, and the part that shows it.
func TestWhatChangesIt(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(t *testing.T, root string, e *hub.Example, in *Inputs)
		part   string // "" when nothing changes
	}{
		{"nothing", func(*testing.T, string, *hub.Example, *Inputs) {}, ""},
		{"entry file", func(t *testing.T, root string, _ *hub.Example, _ *Inputs) {
			write(t, filepath.Join(root, "ex/a/run.sh"), "echo b")
		}, "file run.sh"},
		{"file of the folder", func(t *testing.T, root string, _ *hub.Example, _ *Inputs) {
			write(t, filepath.Join(root, "ex/a/lib/data.txt"), "datb")
		}, "file lib/data.txt"},
		{"new file", func(t *testing.T, root string, _ *hub.Example, _ *Inputs) {
			write(t, filepath.Join(root, "ex/a/lib/new.txt"), "")
		}, "file lib/new.txt"},
		{"input", func(t *testing.T, root string, _ *hub.Example, _ *Inputs) {
			write(t, filepath.Join(root, "ex/common/deep/two.json"), "3")
		}, "file ../common/deep/two.json"},
		{"new input", func(t *testing.T, root string, _ *hub.Example, _ *Inputs) {
			write(t, filepath.Join(root, "ex/common/three.json"), "3")
		}, "file ../common/three.json"},
		{"argv", func(_ *testing.T, _ string, e *hub.Example, _ *Inputs) { e.Argv = []string{"sh", "ex/a/", "run.sh"} }, "argv"},
		{"build", func(_ *testing.T, _ string, e *hub.Example, _ *Inputs) { e.Build = []string{"make"} }, "build"},
		{"stdin", func(_ *testing.T, _ string, e *hub.Example, _ *Inputs) { e.Settings.Stdin = new(string) }, "stdin"},
		{"workdir", func(_ *testing.T, _ string, e *hub.Example, _ *Inputs) { e.Settings.Workdir = hub.WorkdirCopy }, "workdir"},
		{"expectation", func(_ *testing.T, _ string, e *hub.Example, _ *Inputs) { e.Settings.Expect.Exit = hub.ExitCodes{3} }, "expect"},
		{"normalizers", func(_ *testing.T, _ string, e *hub.Example, _ *Inputs) {
			e.Settings.Expect.Normalize = hub.Normalizers{{Name: hub.NormalizeUUIDs}}
		}, ""}, // they change nothing without an expectation
		{"variable set", func(_ *testing.T, _ string, e *hub.Example, _ *Inputs) { e.Settings.Env.Set["A"] = "2" }, "env A"},
		{"variable needed", func(_ *testing.T, _ string, _ *hub.Example, in *Inputs) { in.Env = func(string) string { return "" } }, "environment KEY"},
		{"runner version", func(_ *testing.T, _ string, _ *hub.Example, in *Inputs) { in.RunnerVersion = "sh 2" }, "runner version"},

		{"time stamps", func(t *testing.T, root string, _ *hub.Example, _ *Inputs) {
			require.NoError(t, os.Chtimes(filepath.Join(root, "ex/a/run.sh"), time.Unix(1, 0), time.Unix(1, 0)))
		}, ""},
		{"other files", func(t *testing.T, root string, _ *hub.Example, _ *Inputs) {
			write(t, filepath.Join(root, "ex/common/note.txt"), "other")
			write(t, filepath.Join(root, "ex/common/.hub/s.json"), "other")
			write(t, filepath.Join(root, "ex/a/node_modules/x.js"), "other")
			write(t, filepath.Join(root, "ex/a/lib/__pycache__/x.pyc"), "other")
			write(t, filepath.Join(root, "ex/b/run.sh"), "other")
		}, ""},
		{"an empty folder", func(t *testing.T, root string, _ *hub.Example, _ *Inputs) {
			require.NoError(t, os.Mkdir(filepath.Join(root, "ex/a/empty"), 0o755))
		}, ""},
		{"index, title, tags, timeout", func(_ *testing.T, _ string, e *hub.Example, _ *Inputs) {
			e.Index, e.Title, e.Tags, e.Settings.Timeout = 9, "T", []string{"x"}, time.Hour
		}, ""},
		{"other variables", func(_ *testing.T, _ string, _ *hub.Example, in *Inputs) {
			env := in.Env
			in.Env = func(name string) string {
				if name == "KEY" {
					return env(name)
				}
				return "other"
			}
		}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			root := tree(t, files)
			e, in := example(root), inputs(root)
			before, parts := of(t, e, in), byName(t, e, in)
			c.change(t, root, &e, &in)
			assert.Equal(t, c.part == "", before == of(t, e, in))
			var changed []string
			now := byName(t, e, in)
			for name, hash := range now {
				if parts[name] != hash {
					changed = append(changed, name)
				}
			}
			assert.Equal(t, c.part, strings.Join(changed, "; "))
		})
	}
}

func byName(t testing.TB, e hub.Example, in Inputs) map[string]string {
	items, err := collect(&e, &in)
	require.NoError(t, err)
	m := map[string]string{}
	for _, it := range items {
		m[it.name] = it.short()
	}
	return m
}

// A golden file counts by what it holds, wherever it lies, once it is there.
func TestGoldenFile(t *testing.T) {
	root := tree(t, files)
	for name, e := range map[string]hub.Example{"own folder": example(root), "none": {Settings: &hub.Settings{}, ID: "a", File: filepath.Join(root, "ex", "a", "run.sh")}} {
		in := inputs(root)
		without := of(t, e, in)
		e.Settings.Expect.Stdout.Golden = "../golden/out.txt"
		missing := of(t, e, in)
		assert.NotEqual(t, without, missing, name)
		write(t, filepath.Join(root, "ex/golden/out.txt"), "one")
		one := of(t, e, in)
		assert.NotEqual(t, missing, one, name)
		assert.Contains(t, byName(t, e, in), "file ../golden/out.txt")
		write(t, filepath.Join(root, "ex/golden/out.txt"), "two")
		assert.NotEqual(t, one, of(t, e, in), name)
		require.NoError(t, os.RemoveAll(filepath.Join(root, "ex/golden")))
		assert.Equal(t, missing, of(t, e, in), name)
		require.NoError(t, os.MkdirAll(filepath.Join(root, "ex/golden/out.txt"), 0o755))
		_, err := Of(e, in)
		require.ErrorContains(t, err, "golden file: ", name)
		require.NoError(t, os.RemoveAll(filepath.Join(root, "ex/golden")))
	}
}

// A fresh checkout elsewhere has the same fingerprints.
func TestPlaceDoesNotMatter(t *testing.T) {
	one, two := tree(t, files), tree(t, files)
	assert.Equal(t, of(t, example(one), inputs(one)), of(t, example(two), inputs(two)))
}

func TestLinksAndPrograms(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("links and modes are another matter there")
	}
	root := tree(t, files)
	e, in := example(root), inputs(root)
	seen := map[string]string{"at first": of(t, e, in)}
	differs := func(what string) {
		f := of(t, e, in)
		for other, g := range seen {
			assert.NotEqual(t, g, f, "%s and %s", what, other)
		}
		seen[what] = f
	}
	link := filepath.Join(root, "ex/a/link")
	require.NoError(t, os.Symlink("lib/data.txt", link))
	differs("a link")
	require.NoError(t, os.Remove(link))
	require.NoError(t, os.Symlink("..", link)) // a loop, and it leads out
	differs("a link to elsewhere")
	require.NoError(t, os.Remove(link))
	write(t, link, "..")
	differs("a file that says the same")
	require.NoError(t, os.Remove(link))
	require.NoError(t, os.Chmod(filepath.Join(root, "ex/a/run.sh"), 0o755))
	differs("a program")
	require.NoError(t, os.Chmod(filepath.Join(root, "ex/a/run.sh"), 0o700))
	assert.Equal(t, seen["a program"], of(t, e, in), "who may run it does not matter")

	// The entry file and inputs count by what links to them lead to.
	entry := filepath.Join(root, "ex/b.sh")
	require.NoError(t, os.Symlink("a/run.sh", entry))
	require.NoError(t, os.Symlink("one.json", filepath.Join(root, "ex/common/link.json")))
	linked := hub.Example{Settings: &hub.Settings{}, ID: "b", File: entry}
	linked.Settings.Inputs = []string{"common/link.json"}
	before := of(t, linked, in)
	write(t, filepath.Join(root, "ex/a/run.sh"), "echo other")
	after := of(t, linked, in)
	assert.NotEqual(t, before, after)
	write(t, filepath.Join(root, "ex/common/one.json"), "other")
	assert.NotEqual(t, after, of(t, linked, in))
}

func TestInputsShapes(t *testing.T) {
	root := tree(t, files)
	e := hub.Example{Settings: &hub.Settings{}, ID: "a", File: filepath.Join(root, "ex", "a", "run.sh")}
	for pattern, want := range map[string]string{
		"lib/data.txt":             "lib/data.txt",
		"lib":                      "lib/data.txt",
		"lib/":                     "lib/data.txt",
		"./lib/*":                  "lib/data.txt",
		"**/*.txt":                 "lib/data.txt",
		"../common":                "../common/deep/two.json ../common/note.txt ../common/one.json",
		"../common/*":              "../common/note.txt ../common/one.json",
		"../common/{one,no}.json":  "../common/one.json",
		"../common/**":             "../common/deep/two.json ../common/note.txt ../common/one.json",
		"node_modules/x.js":        "node_modules/x.js",
		"nowhere/*.json":           "",
		"run.sh":                   "",
		"../common/.hub/*":         "../common/.hub/s.json",
		"../common/**/.hub/s.json": "",
	} {
		e.Settings.Inputs = []string{pattern}
		var got []string
		for part := range strings.SplitSeq(names(t, e, Inputs{}), "; ") {
			if name, ok := strings.CutPrefix(part, "file "); ok && name != "run.sh" {
				got = append(got, name)
			}
		}
		assert.Equal(t, want, strings.Join(got, " "), pattern)
	}
	e.Settings.Inputs = []string{"[a-"}
	_, err := Of(e, Inputs{})
	assert.ErrorContains(t, err, `inputs "[a-"`)
}

func TestWhatCannotBeRead(t *testing.T) {
	root := tree(t, files)
	for _, e := range []hub.Example{
		{Settings: &hub.Settings{}, ID: "none"},
		{Settings: &hub.Settings{}, ID: "gone", File: filepath.Join(root, "gone.sh")},
		{Settings: &hub.Settings{}, ID: "folder", File: filepath.Join(root, "ex")},
		{Settings: &hub.Settings{}, ID: "dir", File: filepath.Join(root, "ex", "a", "run.sh"), Dir: filepath.Join(root, "gone")},
	} {
		_, err := Of(e, Inputs{})
		assert.ErrorContains(t, err, "fingerprint of "+e.ID)
	}
}

func BenchmarkOf(b *testing.B) {
	root := tree(b, files)
	e := hub.Example{Settings: &hub.Settings{}, ID: "a", File: filepath.Join(root, "ex", "a", "run.sh"), Argv: []string{"sh", "ex/a/run.sh"}}
	old := time.Now().Add(-time.Hour)
	require.NoError(b, os.Chtimes(e.File, old, old))
	for _, c := range []*filecache.Cache{nil, warm(b, e, root)} {
		b.Run(fmt.Sprintf("cache-%t", c != nil), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Of(e, Inputs{Cache: c}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// warm is a cache that knows the example's entry file, whatever its age.
func warm(t testing.TB, e hub.Example, root string) *filecache.Cache {
	c := filecache.Load("", root, later)
	remember(t, c, e.File, sum{1})
	return c
}

// later is a clock by which every file came to rest long ago.
func later() time.Time { return time.Now().Add(time.Hour) }

// remember makes the cache, of the clock later, take the file's digest.
func remember(t testing.TB, c *filecache.Cache, file string, s sum) {
	id, err := plainfile.Look(file)
	require.NoError(t, err)
	c.PutDigest(file, &id, s)
	_, ok := c.Digest(file, &id)
	if !ok && runtime.GOOS == "windows" {
		t.Skip("the system does not say enough of a file to know it again")
	}
	require.True(t, ok)
}

func TestCacheSparesReading(t *testing.T) {
	root := tree(t, files)
	e := hub.Example{Settings: &hub.Settings{}, ID: "a", File: filepath.Join(root, "ex", "a", "run.sh")}
	in := Inputs{Cache: filecache.Load("", root, later)}
	plain := of(t, e, Inputs{})
	assert.Equal(t, plain, of(t, e, in))
	remember(t, in.Cache, e.File, sum{1})
	fake := of(t, e, in)
	assert.NotEqual(t, plain, fake, "the digest came from the cache")
	assert.Equal(t, fake, of(t, e, in))
	require.NoError(t, os.Chtimes(e.File, time.Now(), time.Unix(7, 0)))
	assert.Equal(t, plain, of(t, e, in), "it was touched")
}
