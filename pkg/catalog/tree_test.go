package catalog

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// files is a tree: content by slash path. A path with a trailing slash is a
// folder; content that begins with "-> " is a symbolic link.
type files map[string]string

// plant writes the tree into a new folder and returns its path.
func plant(t testing.TB, tree files) string {
	t.Helper()
	root := t.TempDir()
	grow(t, root, tree)
	return root
}

func grow(t testing.TB, root string, tree files) {
	t.Helper()
	for name, content := range tree {
		file := filepath.Join(root, filepath.FromSlash(name))
		if strings.HasSuffix(name, "/") {
			require.NoError(t, os.MkdirAll(file, 0o755))
			continue
		}
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
		if target, ok := strings.CutPrefix(content, "-> "); ok {
			if err := os.Symlink(filepath.FromSlash(target), file); err != nil {
				if runtime.GOOS == "windows" {
					t.Skipf("this system makes no symbolic links: %v", err)
				}
				require.NoError(t, err)
			}
			continue
		}
		require.NoError(t, os.WriteFile(file, []byte(content), 0o644))
	}
}

// configure parses a hub.yaml for the root.
func configure(t testing.TB, root, yaml string) *config.Config {
	t.Helper()
	cfg, err := config.Parse("hub.yaml", []byte(yaml), root, os.LookupEnv)
	require.NoError(t, err)
	cfg.File = filepath.Join(root, "hub.yaml")
	return cfg
}

// discover writes the tree and returns its catalog.
func discover(t testing.TB, yaml string, tree files) *Catalog {
	t.Helper()
	c, err := Discover(configure(t, plant(t, tree), yaml), nil)
	require.NoError(t, err)
	return c
}

const oneSource = "sources: [{path: examples}]\n"

func ids(c *Catalog) []string {
	out := []string{}
	for _, e := range c.Examples {
		out = append(out, e.ID)
	}
	return out
}

func problems(c *Catalog) []string {
	out := []string{}
	for _, p := range c.Problems {
		s := p.String()
		if p.Incomplete {
			s += " [incomplete]"
		}
		out = append(out, s)
	}
	return out
}

func byID(t testing.TB, c *Catalog, id string) hub.Example {
	t.Helper()
	for _, e := range c.Examples {
		if e.ID == id {
			return e
		}
	}
	require.Failf(t, "no such example", "%q is not among %q", id, ids(c))
	return hub.Example{}
}
