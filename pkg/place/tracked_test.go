package place

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTracked(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("no git")
	}
	dir := real(t)
	t.Setenv("GIT_CEILING_DIRECTORIES", filepath.Dir(dir))
	t.Setenv("GIT_INDEX_FILE", filepath.Join(dir, "other-index")) // as a hook has it
	mark := filepath.Join(dir, "mark")
	file := put(t, filepath.Join(dir, "a*b", "f"))
	tracked, err := Tracked(t.Context(), file, os.Environ())
	require.NoError(t, err)
	assert.False(t, tracked, "no repository")
	t.Run("in a repository", func(t *testing.T) {
		os.Unsetenv("GIT_INDEX_FILE")
		for _, args := range [][]string{{"init", "-q"}, {"add", "a*b/f"}, {"config", "core.fsmonitor", "touch " + mark + "; false"}} {
			cmd := exec.Command("git", args...)
			cmd.Dir = dir
			out, err := cmd.CombinedOutput()
			require.NoError(t, err, "%s", out)
		}
		tracked, err := Tracked(t.Context(), file, os.Environ())
		require.NoError(t, err)
		assert.True(t, tracked)
		tracked, err = Tracked(t.Context(), put(t, filepath.Join(dir, "a*b", "*")), os.Environ())
		require.NoError(t, err)
		assert.False(t, tracked, "a name is no pattern")
		assert.NoFileExists(t, mark, "no program of the repository's is started")
		require.NoError(t, os.WriteFile(filepath.Join(dir, ".git", "index"), []byte("broken"), 0o644))
		_, err = Tracked(t.Context(), file, os.Environ())
		assert.ErrorContains(t, err, "checking whether git tracks")
	})
}
