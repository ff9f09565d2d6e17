package worktree

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// git runs git in a folder, apart from the user's configuration.
func git(t *testing.T, dir string, args ...string) string {
	t.Helper()
	program, err := exec.LookPath("git")
	if err != nil {
		t.Skip("git is not installed")
	}
	cmd := exec.Command(program, append([]string{"-c", "user.name=n", "-c", "user.email=e@example.org", "-c", "init.defaultBranch=main"}, args...)...)
	cmd.Dir = dir
	cmd.Env = []string{"HOME=" + dir, "PATH=" + os.Getenv("PATH"), "GIT_CONFIG_NOSYSTEM=1"}
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", out)
	return strings.TrimSpace(string(out))
}

// What is read is what git says: on a branch, packed, detached, and in a linked work tree.
func TestReadAgreesWithGit(t *testing.T) {
	top, err := filepath.EvalSymlinks(t.TempDir())
	require.NoError(t, err)
	repo := filepath.Join(top, "repo")
	below := filepath.Join(repo, "docs", "examples")
	require.NoError(t, os.MkdirAll(below, 0o755))
	assert.Empty(t, Read(below).Commit, "no repository, unless the folder for temporary files is in one")

	git(t, repo, "init")
	assert.Equal(t, Head{Top: repo, Branch: "main"}, Read(below), "no commit yet")
	git(t, repo, "commit", "--allow-empty", "-m", "one")
	first := git(t, repo, "rev-parse", "HEAD")
	assert.Equal(t, Head{repo, first, "main"}, Read(below))
	git(t, repo, "pack-refs", "--all")
	assert.Equal(t, Head{repo, first, "main"}, Read(repo))
	git(t, repo, "checkout", "-b", "feature/x")
	git(t, repo, "commit", "--allow-empty", "-m", "two")
	second := git(t, repo, "rev-parse", "HEAD")
	assert.Equal(t, Head{repo, second, "feature/x"}, Read(repo))

	linked := filepath.Join(top, "linked")
	git(t, repo, "worktree", "add", linked, "main")
	assert.Equal(t, Head{linked, first, "main"}, Read(linked))
	git(t, linked, "checkout", "--detach")
	assert.Equal(t, Head{Top: linked, Commit: first}, Read(linked))
}

// What is no commit or branch is taken for none.
func TestReadOfForeignBytes(t *testing.T) {
	for name, tt := range map[string]struct {
		head string
		want Head
	}{
		"nothing":      {"", Head{}},
		"no reference": {"ref: /etc/passwd\n", Head{}},
		"upwards":      {"ref: refs/../../secret\n", Head{}},
		"a text":       {"hello\n", Head{}},
		"a short hash": {"0a1b2c\n", Head{}},
		"control":      {"ref: refs/heads/a\x1b[31m\n", Head{}},
		"a table":      {"ref: refs/heads/.invalid\n", Head{}},
		"large":        {strings.Repeat("a", 1<<20), Head{}},
		"a branch":     {"ref: refs/heads/x", Head{Branch: "x"}},
	} {
		dir := t.TempDir()
		require.NoError(t, os.Mkdir(filepath.Join(dir, ".git"), 0o755))
		require.NoError(t, os.WriteFile(filepath.Join(dir, "secret"), []byte(strings.Repeat("a", 40)), 0o644))
		require.NoError(t, os.WriteFile(filepath.Join(dir, ".git", "HEAD"), []byte(tt.head), 0o644))
		tt.want.Top = dir
		assert.Equal(t, tt.want, Read(dir), name)
	}
}
