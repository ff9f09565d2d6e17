package catalog

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/config"
)

// TestGoTestFolder finds the same files in the test folder of the installed Go
// as a simple search by first lines.
func TestGoTestFolder(t *testing.T) {
	out, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Skipf("there is no go command: %v", err)
	}
	folder := filepath.Join(strings.TrimSpace(string(out)), "test")
	var want []string
	yaml := "sources:\n"
	for _, sub := range []string{"ken", "chan", "interface"} {
		programs, err := filepath.Glob(filepath.Join(folder, sub, "*.go"))
		require.NoError(t, err)
		for _, p := range programs {
			data, err := os.ReadFile(p)
			require.NoError(t, err)
			if bytes.HasPrefix(data, []byte("// run\n")) {
				want = append(want, sub+"/"+filepath.Base(p))
			}
		}
	}
	if len(want) == 0 {
		t.Skipf("this Go comes without its test folder %s", folder)
	}
	yaml += "  - {path: '" + filepath.ToSlash(folder) + "', include: ['{ken,chan,interface}/*.go'], include-if: '^// run$'}\n"
	c, err := Discover(configure(t, t.TempDir(), yaml), nil)
	require.NoError(t, err)
	assert.ElementsMatch(t, want, ids(c))
	assert.Empty(t, problems(c))
	for _, e := range c.Examples {
		assert.Nil(t, e.Invalid, e.ID)
		assert.Equal(t, []string{"go", "build", "-o", "{bin}", filepath.Base(e.File)}, e.Build)
		assert.NotContains(t, strings.ToLower(e.Title), "copyright")
		assert.NotContains(t, strings.ToLower(e.Title), "license")
	}
}

// TestBundledExamples reads the project's own hub.yaml.
func TestBundledExamples(t *testing.T) {
	root, err := filepath.Abs("../..")
	require.NoError(t, err)
	cfg, err := config.Load(root, "", nil)
	require.NoError(t, err)
	c, err := Discover(cfg, nil)
	require.NoError(t, err)
	assert.Empty(t, problems(c))
	require.NotEmpty(t, c.Examples)
	var groups []string
	for _, e := range c.Examples {
		assert.Nil(t, e.Invalid, e.ID)
		assert.NotEmpty(t, e.Title, e.ID)
		groups = append(groups, e.Group)
	}
	var configured []string
	for _, g := range cfg.Groups {
		configured = append(configured, g.ID)
	}
	assert.Equal(t, configured, slices.Compact(groups))
}
