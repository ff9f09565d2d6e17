package ci

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestOrigin(t *testing.T) {
	const commit = "0a1b2c3d4e5f60718293a4b5c6d7e8f901234567"
	for name, tt := range map[string]struct {
		env  map[string]string
		want Origin
	}{
		"github": {map[string]string{
			"GITHUB_ACTIONS": "true", "GITHUB_SHA": commit, "GITHUB_REF_NAME": "main", "GITHUB_SERVER_URL": "https://github.com", "GITHUB_REPOSITORY": "o/r", "GITHUB_RUN_ID": "7",
		}, Origin{commit, "main", "https://github.com/o/r/actions/runs/7"}},
		"github, pull request": {map[string]string{
			"GITHUB_ACTIONS": "true", "GITHUB_SHA": commit, "GITHUB_REF_NAME": "12/merge", "GITHUB_HEAD_REF": "fix", "GITHUB_SERVER_URL": "https://github.com",
		}, Origin{commit, "fix", ""}},
		"azure": {map[string]string{
			"TF_BUILD": "True", "BUILD_SOURCEVERSION": commit, "BUILD_SOURCEBRANCH": "refs/heads/a/b", "SYSTEM_COLLECTIONURI": "https://dev.azure.com/o/", "SYSTEM_TEAMPROJECT": "my p", "BUILD_BUILDID": "3",
		}, Origin{commit, "a/b", "https://dev.azure.com/o/my%20p/_build/results?buildId=3"}},
		"semaphore, pull request": {map[string]string{
			"SEMAPHORE": "true", "SEMAPHORE_GIT_SHA": commit, "SEMAPHORE_GIT_BRANCH": "main", "SEMAPHORE_GIT_PR_BRANCH": "fix",
		}, Origin{commit, "fix", ""}},
		"no commit":   {map[string]string{"BUILDKITE": "true", "BUILDKITE_COMMIT": "HEAD", "BUILDKITE_BUILD_URL": "javascript:alert(1)"}, Origin{}},
		"credentials": {map[string]string{"JENKINS_URL": "x", "GIT_COMMIT": commit, "BUILD_URL": "http://u:p@jenkins/job/1/"}, Origin{commit, "", "http://jenkins/job/1/"}},
		"none":        {map[string]string{"CI": "true", "GIT_COMMIT": commit}, Origin{}},
	} {
		assert.Equal(t, tt.want, Systems().Origin(func(name string) string { return tt.env[name] }), name)
	}
}

// Every system that numbers its pipelines says of which commit they are, or is known not to.
func TestSystemsSayTheirCommit(t *testing.T) {
	for _, s := range Systems() {
		if s.Batch != nil || s.Name == "codebuild" || s.Name == "teamcity" { // whose checkouts have a .git folder
			continue
		}
		assert.True(t, s.Commit != nil && s.Branch != nil, s.Name)
	}
}
