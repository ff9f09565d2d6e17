//go:build unix

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestActionInstalls: the action downloads the release of its ref and checks it; without
// one it builds its own source, or takes what it built before.
func TestActionInstalls(t *testing.T) {
	t.Parallel()
	needs(t, "bash", "tr", "cut", "xargs", "printf", "find", "sort", "shasum")
	bin := buildHub(t)
	program, err := os.ReadFile(bin)
	require.NoError(t, err)
	setup := func(t *testing.T, ref string) (*job, *installer) {
		i := newInstaller(t)
		i.release("1.2.3", program)
		j := newJob(t, nil)
		j.github["action_ref"] = ref
		j.environ = append(j.environ, "HUB_RELEASES="+i.server.URL)
		j.write(t, "examples/good.sh", "echo good\n")
		return j, i
	}
	t.Run("a release, and once more without the server", func(t *testing.T) {
		j, i := setup(t, "v1.2.3")
		j.do(t, "")
		require.False(t, j.failed, "%s", &j.log)
		at := filepath.Join(j.dir, "tools", "hub", "1.2.3", "hub")
		assert.Equal(t, at, j.outputs["install"]["hub"])
		assert.Equal(t, "1", j.output(t, "completed"))
		assert.NotContains(t, j.given, "actions/cache", "nothing was built")
		i.server.Close()
		j.do(t, "")
		require.False(t, j.failed, "%s", &j.log)
		assert.Equal(t, at, j.outputs["install"]["hub"])
	})
	t.Run("a wrong checksum", func(t *testing.T) {
		j, i := setup(t, "v1.2.3")
		for path, data := range i.files {
			if strings.HasSuffix(path, ".tar.gz") {
				i.files[path] = append([]byte{0}, data...)
			}
		}
		j.do(t, "")
		assert.Equal(t, 1, j.code)
		assert.Equal(t, "skipped", j.outcome["install"], "nothing is built instead")
		assert.Equal(t, "skipped", j.outcome["run"])
		assert.Contains(t, j.log.String(), "is not what the release has")
	})
	for name, ref := range map[string]string{"no release": "v9.9.9", "a branch": "main"} {
		t.Run(name, func(t *testing.T) {
			j, _ := setup(t, ref)
			j.do(t, "")
			require.False(t, j.failed, "%s", &j.log)
			assert.Equal(t, filepath.Join(j.dir, "temp", "hub-bin", "hub"), j.outputs["install"]["hub"])
			assert.Equal(t, "1", j.output(t, "completed"))
			assert.Regexp(t, `^hub-bin/Linux/X64/[0-9a-f]{64}$`, j.given["actions/cache"]["key"])
			assert.Equal(t, filepath.Join(j.dir, "temp", "hub-bin"), j.given["actions/cache"]["path"])
		})
	}
	t.Run("built before", func(t *testing.T) {
		j, _ := setup(t, "main")
		kept := filepath.Join(j.dir, "temp", "hub-bin", "hub")
		require.NoError(t, os.MkdirAll(filepath.Dir(kept), 0o755))
		require.NoError(t, os.WriteFile(kept, append(program, "kept"...), 0o755))
		j.do(t, "")
		require.False(t, j.failed, "%s", &j.log)
		data, err := os.ReadFile(kept)
		require.NoError(t, err)
		assert.True(t, strings.HasSuffix(string(data), "kept"), "it was built again")
	})
}
