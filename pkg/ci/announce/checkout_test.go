package announce

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/ci"
)

// Links of a report lead to the files of the project, wherever it is in the checkout.
func TestSourceIsThatOfTheProject(t *testing.T) {
	top := t.TempDir()
	workspace := filepath.Join(top, "w")
	project := filepath.Join(workspace, "docs", "a {path}#b")
	require.NoError(t, os.MkdirAll(project, 0o755))
	linked := filepath.Join(top, "link")
	if err := os.Symlink(workspace, linked); err != nil {
		t.Skip(err)
	}
	env := func(workspace string) ci.Env {
		return func(name string) string {
			return map[string]string{"GITLAB_CI": "true", "CI_PROJECT_URL": "https://git.example/p", "CI_COMMIT_SHA": "0a1b", "CI_PROJECT_DIR": workspace}[name]
		}
	}
	const begin = "https://git.example/p/-/blob/0a1b/"
	for name, tt := range map[string]struct{ workspace, root, want string }{
		"the project is the checkout":         {workspace, workspace, begin + "{path}#L{line}"},
		"a folder of it":                      {workspace, project, begin + "docs/a%20%7Bpath%7D%23b/{path}#L{line}"},
		"a folder of it, by a link":           {linked, project, begin + "docs/a%20%7Bpath%7D%23b/{path}#L{line}"},
		"the project is outside":              {project, workspace, ""},
		"the root of the checkout is unknown": {"", project, begin + "{path}#L{line}"},
	} {
		assert.Equal(t, tt.want, Source(env(tt.workspace), tt.root), name)
	}
	assert.Empty(t, Source(func(string) string { return "" }, project), "no CI system")
}
