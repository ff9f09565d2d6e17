package metadata

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/catalog"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/place"
)

// project is a project with these files below its source examples, and the
// examples of it by their paths there.
func project(t *testing.T, files map[string]string) (*Reader, map[string]hub.Example) {
	t.Helper()
	root := t.TempDir()
	for name, text := range files {
		file := filepath.Join(root, "examples", filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
		require.NoError(t, os.WriteFile(file, []byte(text), 0o644))
	}
	return discover(t, root)
}

func discover(t *testing.T, root string) (*Reader, map[string]hub.Example) {
	t.Helper()
	cfg, err := config.Parse(config.FileName, []byte("sources: [{path: examples}]\nrunners: {data: {command: [cat, '{file}'], match: ['*.data']}}\n"), root, nil)
	require.NoError(t, err)
	cat, err := catalog.Discover(cfg, nil)
	require.NoError(t, err)
	examples := map[string]hub.Example{}
	for _, e := range cat.Examples {
		rel, err := filepath.Rel(filepath.Join(root, "examples"), e.File)
		require.NoError(t, err)
		examples[filepath.ToSlash(rel)] = e
	}
	return NewReader(cfg, cat.Examples), examples
}

func TestAKeyGoesWhereTheMetadataIs(t *testing.T) {
	reader, examples := project(t, map[string]string{
		"a.sh": "# ---\n# title: A\n# ---\n", "b.sh": "echo\n", "c/main.sh": "echo\n", "c/example.yaml": "title: C\n", "d/main.data": "1\n",
	})
	root := reader.cfg.Root
	for name, want := range map[string][2]string{
		"a.sh":        {"a.sh", "# ---\n# skip: true\n# title: A\n# ---\n"},
		"b.sh":        {"b.sh", "# ---\n# skip: true\n# ---\n\necho\n"},
		"c/main.sh":   {"c/example.yaml", "skip: true\ntitle: C\n"},
		"d/main.data": {"d/example.yaml", "skip: true\n"},
	} {
		e := examples[name]
		m, err := reader.Read(e)
		require.NoError(t, err, name)
		assert.Empty(t, m.Skip(), name)
		change, err := m.Set("skip", true)
		require.NoError(t, err, name)
		rel, err := filepath.Rel(filepath.Join(root, "examples"), change.File)
		require.NoError(t, err)
		require.NoError(t, change.Write(place.New(root)))
		text, err := os.ReadFile(change.File)
		require.NoError(t, err)
		assert.Equal(t, want, [2]string{filepath.ToSlash(rel), string(text)})
		m, err = reader.Read(e)
		require.NoError(t, err)
		assert.Equal(t, hub.SkipUnexplained, m.Skip(), name)
	}
}

func TestASidecarIsOfOneExample(t *testing.T) {
	reader, examples := project(t, map[string]string{"a.data": "1\n", "b.data": "2\n"})
	m, err := reader.Read(examples["a.data"])
	require.NoError(t, err)
	change, err := m.Set("skip", true)
	assert.ErrorContains(t, err, "give this one its own folder")
	assert.Equal(t, examples["a.data"].File, change.File)
}

func TestFrontMatterComesFirst(t *testing.T) {
	reader, examples := project(t, map[string]string{"main.sh": "# ---\n# skip: matter\n# ---\n", "example.yaml": "skip: sidecar\nid: x\n"})
	m, err := reader.Read(examples["main.sh"])
	require.NoError(t, err)
	assert.Equal(t, hub.Skip("matter"), m.Skip())
	assert.Equal(t, "x", m.Get("id").Value)
	assert.Nil(t, m.Get("title"))
}

func TestLinksToElsewhereAreLeftAlone(t *testing.T) {
	reader, _ := project(t, map[string]string{"a.sh": "echo\n", "c/main.sh": "echo\n", "c/other.yaml": "title: C\n"})
	root := reader.cfg.Root
	outside := filepath.Join(root, "outside.sh")
	require.NoError(t, os.WriteFile(outside, []byte("echo\n"), 0o644))
	in := func(name string) string { return filepath.Join(root, "examples", filepath.FromSlash(name)) }
	if err := os.Symlink(outside, in("out.sh")); err != nil {
		t.Skip("no symbolic links:", err)
	}
	require.NoError(t, os.Symlink(in("a.sh"), in("twin.sh")))
	require.NoError(t, os.Symlink(in("c/other.yaml"), in("c/example.yaml")))
	reader, examples := discover(t, root)

	_, err := reader.Read(examples["out.sh"])
	assert.ErrorContains(t, err, "outside every source")
	assert.Equal(t, examples["twin.sh"].Path, reader.Other(examples["a.sh"]))
	assert.Equal(t, examples["a.sh"].Path, reader.Other(examples["twin.sh"]))
	assert.Empty(t, reader.Other(examples["c/main.sh"]))

	m, err := reader.Read(examples["c/main.sh"])
	require.NoError(t, err)
	change, err := m.Set("skip", true)
	require.NoError(t, err)
	assert.ErrorContains(t, change.Write(place.New(root)), "other.yaml")
}
