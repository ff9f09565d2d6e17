package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/timespec"
)

func write(t *testing.T, path, text string) {
	t.Helper()
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
	require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
}

func TestLoadZeroConfig(t *testing.T) {
	root := t.TempDir()
	c, err := Load(root, "", environment)
	require.NoError(t, err)
	assert.Empty(t, c.Sources)
	assert.Empty(t, c.File)
	assert.Empty(t, c.At("run.timeout"))

	require.NoError(t, os.MkdirAll(filepath.Join(root, "docs", "examples"), 0o755))
	require.NoError(t, os.MkdirAll(filepath.Join(root, "examples"), 0o755))
	write(t, filepath.Join(root, "cookbook"), "a file")
	c, err = Load(root, "", environment)
	require.NoError(t, err)
	assert.Equal(t, []Source{{Path: "examples", Entry: DefaultEntry()}, {Path: "docs/examples", Entry: DefaultEntry()}}, c.Sources)
	assert.Equal(t, root, c.Root)
	assert.Equal(t, defaults().Run, c.Run)
	printed, err := c.YAML()
	require.NoError(t, err)
	again, err := Parse("printed", printed, root, nil)
	require.NoError(t, err)
	assert.Equal(t, bare(c), bare(again))
}

func TestLoadNearest(t *testing.T) {
	root := t.TempDir()
	write(t, filepath.Join(root, "hub.yaml"), "run: {timeout: 1m}\n")
	write(t, filepath.Join(root, "a", "hub.yaml"), "run: {timeout: 2m}\nsources: []\n")
	require.NoError(t, os.MkdirAll(filepath.Join(root, "a", "b", "c"), 0o755))
	require.NoError(t, os.MkdirAll(filepath.Join(root, "a", "examples"), 0o755))
	require.NoError(t, os.MkdirAll(filepath.Join(root, "examples"), 0o755))

	c, err := Load(filepath.Join(root, "a", "b", "c"), "", environment)
	require.NoError(t, err)
	assert.Equal(t, filepath.Join(root, "a"), c.Root)
	assert.Equal(t, filepath.Join(root, "a", "hub.yaml"), c.File)
	assert.Equal(t, "2m", timespec.FormatDuration(c.Run.Timeout))
	assert.Equal(t, filepath.Join("..", "..", "hub.yaml")+":1:16", c.At("run.timeout"))
	assert.Empty(t, c.Sources, "given as none")

	c, err = Load(root, "", environment)
	require.NoError(t, err)
	assert.Equal(t, "hub.yaml:1:16", c.At("run.timeout"))
	assert.Equal(t, []Source{{Path: "examples", Entry: DefaultEntry()}}, c.Sources, "not given")

	c, err = Load(root, filepath.Join("a", "hub.yaml"), environment)
	require.NoError(t, err)
	assert.Equal(t, filepath.Join(root, "a"), c.Root)
	assert.Equal(t, filepath.Join("a", "hub.yaml")+":1:16", c.At("run.timeout"))

	c, err = Load(t.TempDir(), filepath.Join(root, "a", "hub.yaml"), environment)
	require.NoError(t, err)
	assert.Equal(t, filepath.Join(root, "a"), c.Root)
}

func TestLoadUsesTheEnvironment(t *testing.T) {
	root := t.TempDir()
	write(t, filepath.Join(root, "hub.yaml"), "run: {env: {A: '${HUB_TEST_SET}'}}\n")
	c, err := Load(root, "", environment)
	require.NoError(t, err)
	assert.Equal(t, "set", c.Run.Env.Set["A"])
}

func TestLoadFails(t *testing.T) {
	for name, tc := range map[string]struct {
		prepare        func(t *testing.T, root string)
		explicit, want string
	}{
		"explicit and missing": {func(*testing.T, string) {}, "ci.yaml", "ci.yaml: file not found"},
		"explicit folder":      {func(t *testing.T, root string) { write(t, filepath.Join(root, "conf", "x"), "") }, "conf", "conf: it is not a file but a folder"},
		"folder":               {func(t *testing.T, root string) { write(t, filepath.Join(root, "hub.yaml", "x"), "") }, "", "hub.yaml: it is not a file but a folder"},
		"too large": {func(t *testing.T, root string) {
			write(t, filepath.Join(root, "hub.yaml"), strings.Repeat("#\n", 1<<19+1))
		}, "", "hub.yaml: the file is larger than 1 MiB"},
		"other spelling": {func(t *testing.T, root string) { write(t, filepath.Join(root, "hub.yml"), "") }, "", "hub reads only hub.yaml; rename"},
		"broken":         {func(t *testing.T, root string) { write(t, filepath.Join(root, "hub.yaml"), "run: [\n") }, "", "hub.yaml:1:1: invalid YAML"},
		"dangling": {func(t *testing.T, root string) {
			if err := os.Symlink(filepath.Join(root, "gone"), filepath.Join(root, "hub.yaml")); err != nil {
				t.Skipf("no symbolic links here: %v", err)
			}
		}, "", "hub.yaml: file not found"},
		"unreadable": {func(t *testing.T, root string) {
			file := filepath.Join(root, "hub.yaml")
			write(t, file, "")
			require.NoError(t, os.Chmod(file, 0))
			if f, err := os.Open(file); err == nil {
				require.NoError(t, f.Close())
				t.Skip("this user may read everything")
			}
		}, "", "permission denied"},
	} {
		t.Run(name, func(t *testing.T) {
			root := t.TempDir()
			tc.prepare(t, root)
			c, err := Load(root, tc.explicit, environment)
			require.Error(t, err)
			assert.Nil(t, c)
			assert.Contains(t, err.Error(), tc.want)
		})
	}
}

func TestLoadReadsALargeFile(t *testing.T) {
	root := t.TempDir()
	write(t, filepath.Join(root, "hub.yaml"), strings.Repeat("#\n", 1<<19))
	_, err := Load(root, "", environment)
	require.NoError(t, err)
	write(t, filepath.Join(root, "named.yml"), "version: 1")
	_, err = Load(root, "named.yml", environment)
	require.NoError(t, err, "an explicit file may be called anything")
}

func TestDigestIsThatOfTheText(t *testing.T) {
	dir := t.TempDir()
	c, err := Load(dir, "", nil)
	require.NoError(t, err)
	assert.Empty(t, c.Digest(), "without a file")
	digests := map[string]bool{}
	for _, text := range []string{"", "version: 1\n", "version: 1\n\n", "# version: 1\n"} {
		write(t, filepath.Join(dir, FileName), text)
		c, err := Load(dir, "", nil)
		require.NoError(t, err)
		assert.Len(t, c.Digest(), 64)
		digests[c.Digest()] = true
	}
	assert.Len(t, digests, 4)
}
