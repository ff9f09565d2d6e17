package announce

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

func TestOrigin(t *testing.T) {
	const here, there = "0a1b2c3d4e5f60718293a4b5c6d7e8f901234567", "ffffffffffffffffffffffffffffffffffffffff"
	repo := filepath.Join(t.TempDir(), "cookbook")
	root := filepath.Join(repo, "docs", "examples")
	require.NoError(t, os.MkdirAll(root, 0o755))
	env := map[string]string{}
	get := func() hub.Origin {
		return Origin(func(name string) string { return env[name] }, root, func(s string) string { return strings.ReplaceAll(s, "hunter2", "***") })
	}
	assert.Equal(t, hub.Origin{System: runtime.GOOS + "/" + runtime.GOARCH, Project: "examples"}, get(), "nothing is known, unless the folder for temporary files is in a repository")

	env = map[string]string{"GITLAB_CI": "true", "CI_COMMIT_SHA": here, "CI_COMMIT_REF_NAME": "hunter2\x1b[31m", "CI_JOB_URL": "https://user:pass@git.example/j/1"}
	assert.Equal(t, hub.Origin{System: runtime.GOOS + "/" + runtime.GOARCH, Project: "examples", Commit: here, Branch: "***", Page: "https://git.example/j/1"}, get(), "what the system says")

	require.NoError(t, os.Mkdir(filepath.Join(repo, ".git"), 0o755))
	head := func(text string) {
		require.NoError(t, os.WriteFile(filepath.Join(repo, ".git", "HEAD"), []byte(text), 0o644))
	}
	head(here + "\n")
	assert.Equal(t, hub.Origin{System: runtime.GOOS + "/" + runtime.GOARCH, Project: "cookbook/docs/examples", Commit: here, Branch: "***", Page: "https://git.example/j/1"}, get(), "detached, as CI systems do")
	head(there + "\n")
	assert.Equal(t, hub.Origin{System: runtime.GOOS + "/" + runtime.GOARCH, Project: "cookbook/docs/examples", Commit: there, Page: "https://git.example/j/1"}, get(), "another repository")
}
