package ci

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestSource(t *testing.T) {
	github := map[string]string{
		"GITHUB_ACTIONS": "true", "GITHUB_SERVER_URL": "https://github.com", "GITHUB_REPOSITORY": "o/r",
		"GITHUB_SHA": "0a1b", "GITHUB_WORKSPACE": "/home/runner/r",
	}
	gitlab := map[string]string{
		"GITLAB_CI": "true", "CI_PROJECT_URL": "https://git.example/g/p", "CI_COMMIT_SHA": "0a1b", "CI_PROJECT_DIR": "/builds/p",
	}
	without := func(env map[string]string, name string) map[string]string {
		out := map[string]string{}
		for k, v := range env {
			if k != name {
				out[k] = v
			}
		}
		return out
	}
	for _, tt := range []struct {
		name, url, root string
		env             map[string]string
	}{
		{"github", "https://github.com/o/r/blob/0a1b/{path}#L{line}", "/home/runner/r", github},
		{"gitlab", "https://git.example/g/p/-/blob/0a1b/{path}#L{line}", "/builds/p", gitlab},
		{"no commit", "", "", without(github, "GITHUB_SHA")},
		{"no repository", "", "", without(github, "GITHUB_REPOSITORY")},
		{"no server", "", "", without(github, "GITHUB_SERVER_URL")},
		{"no project", "", "", without(gitlab, "CI_PROJECT_URL")},
		{"another system", "", "", map[string]string{"BUILDKITE": "true"}},
		{"none", "", "", nil},
		{"no address", "", "", map[string]string{"GITLAB_CI": "1", "CI_PROJECT_URL": "javascript:alert(1)//", "CI_COMMIT_SHA": "0"}},
		{"braces", "https://x/%7Bpath%7D/-/blob/0/{path}#L{line}", "", map[string]string{"GITLAB_CI": "1", "CI_PROJECT_URL": "https://x/{path}", "CI_COMMIT_SHA": "0"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			url, root := Systems().Source(func(name string) string { return tt.env[name] })
			assert.Equal(t, [2]string{tt.url, tt.root}, [2]string{url, root})
		})
	}
}
