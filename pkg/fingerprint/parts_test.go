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
)

func take(t testing.TB, e hub.Example, in Inputs) []string {
	print, parts, err := Take(e, in)
	require.NoError(t, err)
	require.Equal(t, of(t, e, in), print)
	return parts
}

// told is what Changes says, in words.
func told(t testing.TB, e hub.Example, in Inputs, recorded []string) string {
	list, err := Changes(e, in, recorded)
	require.NoError(t, err)
	var words []string
	for _, c := range list {
		words = append(words, c.String())
	}
	return strings.Join(words, "; ")
}

func TestPartsAreShort(t *testing.T) {
	root := tree(t, files)
	e := hub.Example{Settings: &hub.Settings{}, ID: "a", File: filepath.Join(root, "ex", "a", "run.sh"), Argv: []string{"sh"}}
	e.Settings.Needs.Env = []string{"KEY"}
	in := Inputs{Env: func(string) string { return "the secret" }}
	parts := take(t, e, in)
	require.Len(t, parts, 3)
	assert.Regexp(t, `^[0-9a-f]{8} file run\.sh$`, parts[0])
	assert.Regexp(t, `^[0-9a-f]{4} argv$`, parts[1])
	assert.Regexp(t, `^[0-9a-f]{4} environment KEY$`, parts[2])
	assert.Empty(t, told(t, e, in, parts))
	assert.Empty(t, told(t, e, in, nil), "nothing was recorded")
}

func TestChanges(t *testing.T) {
	for want, change := range map[string]func(t *testing.T, root string, e *hub.Example, in *Inputs){
		"": func(*testing.T, string, *hub.Example, *Inputs) {},
		"run.sh changed": func(t *testing.T, root string, _ *hub.Example, _ *Inputs) {
			write(t, filepath.Join(root, "ex/a/run.sh"), "echo b")
		},
		"lib/new.txt was added; ../common/one.json was removed": func(t *testing.T, root string, _ *hub.Example, _ *Inputs) {
			write(t, filepath.Join(root, "ex/a/lib/new.txt"), "")
			require.NoError(t, os.Remove(filepath.Join(root, "ex/common/one.json")))
		},
		"the command changed; environment variable A changed; the runner's version changed": func(_ *testing.T, _ string, e *hub.Example, in *Inputs) {
			e.Argv, in.RunnerVersion = []string{"bash"}, "sh 2"
			e.Settings.Env.Set["A"] = "9"
		},
		"environment variable C was added; environment variable B was removed": func(_ *testing.T, _ string, e *hub.Example, _ *Inputs) {
			e.Settings.Env.Set["C"] = "9"
			delete(e.Settings.Env.Set, "B")
		},
		"environment variable KEY changed": func(_ *testing.T, _ string, _ *hub.Example, in *Inputs) { in.Env = nil },
		"the build command was added; what is expected was added; standard input was added; the working directory was added": func(_ *testing.T, _ string, e *hub.Example, _ *Inputs) {
			e.Build, e.Settings.Stdin, e.Settings.Workdir, e.Settings.Expect.Exit = []string{"make"}, new(string), hub.WorkdirCopy, hub.ExitCodes{1}
		},
		`../common/deep/two.json was removed; ../common/one.json was removed; inputs "../common/**/*.json" was removed`: func(_ *testing.T, _ string, e *hub.Example, _ *Inputs) {
			e.Settings.Inputs = nil
		},
	} {
		t.Run(want, func(t *testing.T) {
			root := tree(t, files)
			e, in := example(root), inputs(root)
			parts := take(t, e, in)
			change(t, root, &e, &in)
			assert.Equal(t, want, told(t, e, in, parts))
		})
	}
}

// What a result records of thousands of files is bounded, and still tells where
// the change is.
func TestPartsAreBounded(t *testing.T) {
	root := t.TempDir()
	dir := filepath.Join(root, "ex")
	write(t, filepath.Join(dir, "run.sh"), "echo")
	write(t, filepath.Join(dir, "lib", "one.sh"), "one")
	for i := range 3000 {
		write(t, filepath.Join(dir, "data", fmt.Sprintf("d%d", i%50), fmt.Sprintf("%d.txt", i)), "x")
	}
	e := hub.Example{Settings: &hub.Settings{}, ID: "a", File: filepath.Join(dir, "run.sh"), Dir: dir}
	parts := take(t, e, Inputs{})
	assert.Equal(t, []string{"file lib/one.sh", "file run.sh", "folder data", "argv"}, namesOf(parts))
	assert.Empty(t, told(t, e, Inputs{}, parts))
	write(t, filepath.Join(dir, "data", "d7", "7.txt"), "y")
	write(t, filepath.Join(dir, "lib", "one.sh"), "two")
	write(t, filepath.Join(dir, "lib", "two.sh"), "two")
	assert.Equal(t, "lib/one.sh changed; lib/two.sh was added; a file below data changed", told(t, e, Inputs{}, parts))

	// A flat folder of very many files; and settings without end.
	flat := filepath.Join(root, "flat")
	for i := range 100 {
		write(t, filepath.Join(flat, fmt.Sprintf("%d.sh", i)), "x")
	}
	e = hub.Example{Settings: &hub.Settings{}, ID: "b", File: filepath.Join(flat, "0.sh"), Dir: flat}
	e.Settings.Env.Set = map[string]string{}
	for i := range 100 {
		e.Settings.Env.Set[fmt.Sprint("VARIABLE_", i)] = "x"
	}
	parts = take(t, e, Inputs{})
	assert.Equal(t, []string{"folder .", "settings"}, namesOf(parts))
	assert.Empty(t, told(t, e, Inputs{}, parts))
	e.Settings.Env.Set["VARIABLE_7"] = "y"
	write(t, filepath.Join(flat, "sub", "new"), "x")
	assert.Equal(t, "one of its files changed; one of its settings changed", told(t, e, Inputs{}, parts))

	// Few files of very long names are many bytes as well.
	for i := range 40 {
		write(t, filepath.Join(dir, "long", fmt.Sprint(i, strings.Repeat("x", 200))), "x")
	}
	e = hub.Example{Settings: &hub.Settings{}, ID: "a", File: filepath.Join(dir, "run.sh"), Dir: dir}
	assert.Contains(t, namesOf(take(t, e, Inputs{})), "folder long")
}

// The bounds are on what is recorded, and the ordinary example is within them.
func TestPartsStayWithinTheirBounds(t *testing.T) {
	root := t.TempDir()
	dir := filepath.Join(root, "ordinary")
	for i := range 30 {
		write(t, filepath.Join(dir, "src", "Components", fmt.Sprintf("Part%02d.php", i)), "x")
	}
	e := hub.Example{Settings: &hub.Settings{}, ID: "a", File: filepath.Join(dir, "run.php"), Dir: dir, Argv: []string{"php"}}
	write(t, e.File, "x")
	e.Settings.Needs.Env = []string{"OPENAI_API_KEY", "ANTHROPIC_API_KEY"}
	parts := take(t, e, Inputs{})
	assert.Len(t, parts, 34)
	assert.Contains(t, namesOf(parts), "file src/Components/Part07.php")

	for name, fill := range map[string]func(t *testing.T, dir string, e *hub.Example){
		"long names": func(t *testing.T, dir string, e *hub.Example) {
			for i := range 20 {
				write(t, filepath.Join(dir, strings.Repeat("n", 200)+fmt.Sprint(i)), "x")
				e.Settings.Needs.Env = append(e.Settings.Needs.Env, strings.Repeat("N", 100)+fmt.Sprint(i))
			}
		},
		"names that are longer when they can be printed": func(t *testing.T, dir string, _ *hub.Example) {
			if runtime.GOOS == "windows" {
				t.Skip("such names are not allowed there")
			}
			for i := range 20 {
				write(t, filepath.Join(dir, strings.Repeat("\x01", 40)+fmt.Sprint(i)), "x")
			}
		},
		"as many as there may be": func(t *testing.T, dir string, e *hub.Example) {
			for i := range 31 {
				write(t, filepath.Join(dir, fmt.Sprintf("%027d", i)), "x")
			}
			for i := range 10 {
				e.Settings.Needs.Env = append(e.Settings.Needs.Env, fmt.Sprintf("NAME%05d", i))
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "ex")
			e := hub.Example{Settings: &hub.Settings{}, ID: "a", File: filepath.Join(dir, "run.sh"), Dir: dir, Argv: []string{"sh"}}
			write(t, e.File, "x")
			fill(t, dir, &e)
			parts := take(t, e, Inputs{})
			// In numbers: what 10,000 examples record has to find room in memory.
			assert.LessOrEqual(t, len(parts), 44)
			assert.LessOrEqual(t, len(strings.Join(parts, "")), 1628)
			assert.Empty(t, told(t, e, Inputs{}, parts))
		})
	}
}

func namesOf(parts []string) []string {
	var out []string
	for _, p := range parts {
		_, name, _ := strings.Cut(p, " ")
		out = append(out, name)
	}
	return out
}

// An unchanged tree of 10,000 examples is checked without reading a file: every
// fingerprint is made of the hashes in the cache, which here are not those of
// the files.
func TestUnchangedTreeIsNotRead(t *testing.T) {
	root := t.TempDir()
	where := filepath.Join(root, ".hub", "cache", "files.bin")
	require.NoError(t, os.Mkdir(filepath.Join(root, ".hub"), 0o755))
	c := filecache.Load(where, root, later)
	examples := make([]hub.Example, 10_000)
	for i := range examples {
		file := filepath.Join(root, fmt.Sprintf("g%02d", i%100), fmt.Sprintf("%05d.sh", i))
		write(t, file, "echo")
		remember(t, c, file, sum{1, 2, 3})
		examples[i] = hub.Example{Settings: &hub.Settings{}, ID: fmt.Sprint(i), File: file, Argv: []string{"sh", file}}
	}
	require.NoError(t, c.Save(nil))
	in := Inputs{Cache: filecache.Load(where, root, time.Now)}
	for _, e := range examples {
		parts, err := collect(&e, &in)
		require.NoError(t, err)
		require.Equal(t, sum{1, 2, 3}, parts[0].sum, "%s was read", e.File)
	}

	// The check can fail: one that was touched is read.
	touched := examples[17]
	require.NoError(t, os.Chtimes(touched.File, time.Unix(7, 0), time.Unix(7, 0)))
	parts, err := collect(&touched, &in)
	require.NoError(t, err)
	assert.NotEqual(t, sum{1, 2, 3}, parts[0].sum)
}
