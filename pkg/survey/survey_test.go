package survey

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/config"
)

func plant(t *testing.T, names ...string) string {
	t.Helper()
	root := t.TempDir()
	for _, name := range names {
		file := filepath.Join(root, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
		require.NoError(t, os.WriteFile(file, nil, 0o644))
	}
	return root
}

func TestLook(t *testing.T) {
	s := Look(plant(t, "a/x.py", "a/y.py", "a/b/z.py", "a/b/z.sh", "a/n.ipynb", "c/x.kt", "c/guide.md", "README.md", ".hidden/x.py", "node_modules/x.js", "_x/x.py", "a/.x.py", "data.json", "noext"), config.BuiltinRunners())
	assert.Equal(t, []Kind{{".py", 3, 2}, {".sh", 1, 1}}, s.Programs("."))
	assert.Equal(t, []Kind{{".py", 1, 1}, {".sh", 1, 1}}, s.Programs("a/b"))
	assert.Equal(t, []Kind{{".py", 2, 1}}, s.Direct("a"))
	assert.Equal(t, []Kind{{".kt", 1, 1}}, s.Strangers("."))
	assert.Equal(t, []Kind{{".ipynb", 1, 1}, {".md", 1, 1}}, s.Documents("."))
	assert.Equal(t, []string{"a", "c"}, s.Folders("."))
	assert.Equal(t, []string{"c"}, s.Where(".", ".md"))
	assert.Empty(t, s.Strangers("a"))
	assert.False(t, s.Cut)
	assert.Equal(t, 4, Count(s.Programs(".")))
	assert.Empty(t, Look(filepath.Join(t.TempDir(), "none"), nil).Programs("."))
}

func TestALinkIsARoot(t *testing.T) {
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(plant(t, "a/x.py"), link); err != nil {
		t.Skip(err)
	}
	assert.Equal(t, []Kind{{".py", 1, 1}}, Look(link, config.BuiltinRunners()).Programs("."))
}

func TestText(t *testing.T) {
	assert.Empty(t, Text(nil))
	assert.Equal(t, "1,385 .py files in 40 folders, 1 .sh file", Text([]Kind{{".py", 1385, 40}, {".sh", 1, 1}}))
	assert.Equal(t, "5 .a files, 4 .b files, 3 .c files, 2 .d files, 2 others", Text([]Kind{{".a", 5, 1}, {".b", 4, 1}, {".c", 3, 1}, {".d", 2, 1}, {".e", 1, 1}, {".f", 1, 1}}))
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 1234567: "1,234,567", -1000: "-1,000"} {
		assert.Equal(t, want, Number(n))
	}
}

func TestNothing(t *testing.T) {
	zero := func(names ...string) string {
		cfg, err := config.Load(plant(t, names...), "", nil)
		require.NoError(t, err)
		return Nothing(cfg)
	}
	assert.Equal(t, "no examples: looked in examples, cookbook, samples, docs/examples, which do not exist; the project has no programs; list the folders of your examples under sources in hub.yaml ('hub init' writes one)", zero())
	assert.Equal(t, "no examples: looked in examples, cookbook, samples, docs/examples (cookbook, samples, docs/examples missing); the project has 1 .kt file (no runner); no runner matches .kt files; add one to hub.yaml, such as runners: {mine: {match: [\"*.kt\"], command: [PROGRAM, \"{file}\"]}}", zero("examples/a.kt"))
	assert.Equal(t, "no examples: looked in examples, cookbook, samples, docs/examples, which do not exist; the project has 1 .ipynb file (not run); hub runs neither notebooks nor Markdown yet", zero("a.ipynb"))
	root := plant(t, "a/x.py")
	require.NoError(t, os.WriteFile(filepath.Join(root, "hub.yaml"), []byte("sources: []\n"), 0o644))
	cfg, err := config.Load(root, "", nil)
	require.NoError(t, err)
	assert.Equal(t, "no examples: looked in hub.yaml:1:10, which is empty; the project has 1 .py file; list their folders under sources in hub.yaml:1:10", Nothing(cfg))
}
