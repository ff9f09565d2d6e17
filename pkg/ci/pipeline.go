package ci

import "strings"

// Pipeline identifies the run of a pipeline that this job is part of, as the
// system's name and its ID for it; empty where the system gives none that holds
// for all jobs. It is the ID that stays when failed jobs are run again, so that
// these and those before them are one pipeline, and no other run has it.
//
// TeamCity and CodeBuild tell a job about itself alone, not what it is part of.
func Pipeline(getenv func(string) string) string {
	system := Detect(getenv).Name
	for _, variable := range pipelineVariables(system) {
		if id := strings.TrimSpace(getenv(variable)); id != "" {
			return system + ":" + id
		}
	}
	return ""
}

// pipelineVariables are where a system says it, the first that is set counts.
// Not among them are numbers that count attempts (GITHUB_RUN_ATTEMPT,
// SYSTEM_JOBATTEMPT), jobs (CI_JOB_ID), or workflows that a second attempt makes
// anew (CIRCLE_WORKFLOW_ID).
func pipelineVariables(system string) []string {
	switch system {
	case GitHub:
		return []string{"GITHUB_RUN_ID"}
	case GitLab:
		return []string{"CI_PIPELINE_ID"}
	case Azure:
		return []string{"BUILD_BUILDID"}
	case Buildkite:
		return []string{"BUILDKITE_BUILD_ID"}
	case "circleci":
		return []string{"CIRCLE_WORKFLOW_WORKSPACE_ID", "CIRCLE_PIPELINE_ID"}
	case "bitbucket":
		return []string{"BITBUCKET_PIPELINE_UUID", "BITBUCKET_BUILD_NUMBER"}
	case "semaphore":
		return []string{"SEMAPHORE_WORKFLOW_ID"}
	case "cirrus":
		return []string{"CIRRUS_BUILD_ID"}
	case "heroku":
		return []string{"HEROKU_TEST_RUN_ID"}
	case "travis":
		return []string{"TRAVIS_BUILD_ID"}
	case "appveyor":
		return []string{"APPVEYOR_BUILD_ID"}
	case "woodpecker":
		return []string{"CI_PIPELINE_NUMBER"}
	case "drone":
		return []string{"DRONE_BUILD_NUMBER"}
	case "jenkins":
		return []string{"BUILD_NUMBER"}
	}
	return nil
}
