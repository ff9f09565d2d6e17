package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestPreCommitRunsTheHook: the framework accepts the manifest, and runs the hook that needs
// nothing built. Its version is that of Debian 12, which knows no stage by its name of today.
func TestPreCommitRunsTheHook(t *testing.T) {
	needs(t, "pre-commit", "git")
	home := t.TempDir()
	path := filepath.Dir(buildHub(t)) + string(os.PathListSeparator) + os.Getenv("PATH")
	run := func(dir, name string, args ...string) string {
		cmd := exec.Command(name, args...)
		cmd.Dir = dir
		cmd.Env = append(plainly(), "PATH="+path, "HOME="+home, "PRE_COMMIT_HOME="+filepath.Join(home, "cache"), "GIT_CONFIG_NOSYSTEM=1",
			"GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@example.org", "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@example.org")
		out, err := cmd.CombinedOutput()
		require.NoError(t, err, "%s %s: %s", name, strings.Join(args, " "), out)
		return string(out)
	}
	hooks := t.TempDir() // what the framework clones
	text, err := os.ReadFile("../../.pre-commit-hooks.yaml")
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(hooks, ".pre-commit-hooks.yaml"), text, 0o644))
	run(hooks, "pre-commit", "validate-manifest", ".pre-commit-hooks.yaml")
	run(hooks, "git", "init", "-q")
	run(hooks, "git", "add", ".")
	run(hooks, "git", "commit", "-qm", "hooks")
	rev := strings.TrimSpace(run(hooks, "git", "rev-parse", "HEAD"))

	root := tree(t, map[string]string{
		"examples/a.sh":           "echo a\n",
		".pre-commit-config.yaml": "repos:\n- repo: " + hooks + "\n  rev: " + rev + "\n  hooks: [{id: hub-clean-system}]\n",
	})
	run(root, "git", "init", "-q")
	run(root, "hub", "all", "-q")
	run(root, "git", "add", "examples", ".pre-commit-config.yaml")
	run(root, "pre-commit", "install")
	assert.Regexp(t, `hub clean\.+Passed`, run(root, "git", "commit", "-m", "one"))
	assert.FileExists(t, filepath.Join(root, ".hub", "status.json"))
}

// TestOldPreCommitReadsTheManifest: nothing in it is of a version after the one that it asks
// for, which is the oldest in use.
func TestOldPreCommitReadsTheManifest(t *testing.T) {
	for _, hook := range manifest(t) {
		assert.NotContains(t, hook, "stages", "3.2 gave them other names")
		assert.Equal(t, "2.17.0", hook["minimum_pre_commit_version"])
		assert.Contains(t, []string{"golang", "system"}, hook["language"])
	}
	assert.Equal(t, "hub-clean-system", manifest(t)[1]["id"])
}
