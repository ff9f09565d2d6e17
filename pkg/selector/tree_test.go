package selector

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/catalog"
)

// files are the texts of files, by slash paths.
type files map[string]string

// plant writes the tree into a new folder and returns its path.
func plant(t testing.TB, tree files) string {
	t.Helper()
	root := t.TempDir()
	for name, text := range tree {
		file := filepath.Join(root, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
		require.NoError(t, os.WriteFile(file, []byte(text), 0o644))
	}
	return root
}

func configure(t testing.TB, root, yaml string) *config.Config {
	t.Helper()
	cfg, err := config.Parse("hub.yaml", []byte(yaml), root, os.LookupEnv)
	require.NoError(t, err)
	cfg.File = filepath.Join(root, "hub.yaml")
	return cfg
}

// discover writes the tree and returns its catalog.
func discover(t testing.TB, yaml string, tree files) *catalog.Catalog {
	t.Helper()
	c, err := catalog.Discover(configure(t, plant(t, tree), yaml), nil)
	require.NoError(t, err)
	return c
}

func ids(c *catalog.Catalog) []string {
	out := []string{}
	for _, e := range c.Examples {
		out = append(out, e.ID)
	}
	return out
}
