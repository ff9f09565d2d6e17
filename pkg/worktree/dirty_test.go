package worktree_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/worktree"
)

func TestDirty(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skip("git is not installed")
	}
	dir := t.TempDir()
	git := func(args ...string) {
		cmd := exec.Command("git", append([]string{"-c", "user.name=n", "-c", "user.email=e@example.org"}, args...)...)
		cmd.Dir = dir
		out, err := cmd.CombinedOutput()
		require.NoError(t, err, string(out))
	}
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
		return path
	}
	dirty := func(but string) bool {
		is, err := worktree.Dirty(context.Background(), filepath.Join(dir, "sub"), os.Environ(), but)
		require.NoError(t, err)
		return is
	}
	require.NoError(t, os.Mkdir(filepath.Join(dir, "sub"), 0o755))
	assert.False(t, dirty(""), "no repository")
	git("init", "-q")
	write("a", "1")
	write(".gitignore", "*.log\n")
	git("add", ".")
	git("commit", "-qm", "one")
	assert.False(t, dirty(""))
	write("x.log", "ignored")
	assert.False(t, dirty(""))
	plan := write("sub/plan 1.ndjson", "{}")
	assert.True(t, dirty(""), "an untracked file")
	assert.False(t, dirty(plan), "the plan itself does not count")
	require.NoError(t, os.Remove(plan))
	plan = write("plan.ndjson", "{}")
	assert.True(t, dirty(""))
	assert.False(t, dirty(plan), "the plan itself does not count")
	write("a", "2")
	assert.True(t, dirty(plan), "a changed file")
	write("a", "1")
	git("mv", "a", "b")
	assert.True(t, dirty(plan), "a staged change")
	git("reset", "-q", "--hard")
	assert.False(t, dirty(plan))

	_, err := worktree.Dirty(context.Background(), dir, []string{"PATH=" + t.TempDir()}, "")
	assert.NoError(t, err, "without git")
	require.NoError(t, os.WriteFile(filepath.Join(dir, ".git", "HEAD"), []byte("nonsense"), 0o644))
	_, err = worktree.Dirty(context.Background(), dir, os.Environ(), "")
	assert.ErrorContains(t, err, "whether the work tree has changes")
}
