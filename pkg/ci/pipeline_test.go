package ci

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestPipeline(t *testing.T) {
	github := map[string]string{"GITHUB_ACTIONS": "true", "GITHUB_RUN_ID": "1658821493", "GITHUB_RUN_ATTEMPT": "1"}
	of := func(env map[string]string) string { return Pipeline(func(name string) string { return env[name] }) }
	first := of(github)
	assert.Equal(t, "github:1658821493", first)
	github["GITHUB_RUN_ATTEMPT"] = "2"
	assert.Equal(t, first, of(github), "failed jobs that are run again are of the same pipeline")

	for want, env := range map[string]map[string]string{
		"":             {"GITHUB_RUN_ID": "1"}, // a variable alone is no system
		"gitlab:7":     {"GITLAB_CI": "true", "CI_PIPELINE_ID": "7", "CI_JOB_ID": "8"},
		"azure:12":     {"TF_BUILD": "True", "BUILD_BUILDID": "12", "SYSTEM_JOBATTEMPT": "2"},
		"buildkite:a":  {"BUILDKITE": "true", "BUILDKITE_BUILD_ID": "a", "BUILDKITE_JOB_ID": "b"},
		"circleci:w":   {"CIRCLECI": "true", "CIRCLE_WORKFLOW_WORKSPACE_ID": "w", "CIRCLE_PIPELINE_ID": "p", "CIRCLE_WORKFLOW_ID": "x"},
		"circleci:p":   {"CIRCLECI": "true", "CIRCLE_PIPELINE_ID": "p"},
		"bitbucket:3":  {"BITBUCKET_BUILD_NUMBER": "3"},
		"woodpecker:9": {"CI": "woodpecker", "CI_PIPELINE_NUMBER": "9"},
		"jenkins:4":    {"JENKINS_URL": "http://j", "BUILD_NUMBER": "4"},
	} {
		assert.Equal(t, want, of(env))
	}
	assert.Empty(t, of(map[string]string{"TEAMCITY_VERSION": "1", "BUILD_NUMBER": "4"}))
	assert.Empty(t, of(map[string]string{"GITHUB_ACTIONS": "true"}))
}

// Every system that is known has been looked at.
func TestPipelineOfEverySystem(t *testing.T) {
	for _, name := range Names() {
		none := name == TeamCity || name == "codebuild"
		assert.Equal(t, none, len(pipelineVariables(name)) == 0, name)
	}
}
