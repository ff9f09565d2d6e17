package ci

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestIdentify(t *testing.T) {
	for _, c := range []struct {
		env  map[string]string
		want Identity
	}{
		{map[string]string{"GITHUB_RUN_ID": "1"}, Identity{}}, // a variable without the system's marker
		{map[string]string{"GITHUB_ACTIONS": "true"}, Identity{}},
		{map[string]string{"GITHUB_ACTIONS": "true", "GITHUB_RUN_ID": "1658821493", "GITHUB_RUN_ATTEMPT": "2", "GITHUB_JOB": "test", "RUNNER_OS": "Linux"},
			Identity{Pipeline: "github:1658821493", Axis: "test/Linux", Attempt: 2}},
		{map[string]string{"GITLAB_CI": "true", "CI_PIPELINE_ID": "7", "CI_JOB_ID": "8", "CI_JOB_NAME": "test 1/3", "CI_JOB_GROUP_NAME": "test"},
			Identity{Pipeline: "gitlab:7", Axis: "test", Attempt: 8, Job: "test 1/3"}},
		{map[string]string{"GITLAB_CI": "true", "CI_PIPELINE_ID": "7", "CI_JOB_ID": "8000000000", "CI_JOB_NAME": "test: [linux, 1]"},
			Identity{Pipeline: "gitlab:7", Axis: "test", Attempt: 8000000000, Job: "test: [linux, 1]"}},
		{map[string]string{"TF_BUILD": "True", "BUILD_BUILDID": "12", "SYSTEM_JOBATTEMPT": "2", "SYSTEM_STAGENAME": "s", "SYSTEM_PHASENAME": "p"},
			Identity{Pipeline: "azure:12", Axis: "s/p", Attempt: 2}},
		{map[string]string{"TF_BUILD": "True", "BUILD_BUILDID": "12", "SYSTEM_JOBATTEMPT": "1", "SYSTEM_STAGEATTEMPT": "2"},
			Identity{Pipeline: "azure:12", Attempt: 1001}},
		{map[string]string{"BUILDKITE": "true", "BUILDKITE_BUILD_ID": "a", "BUILDKITE_JOB_ID": "b", "BUILDKITE_RETRY_COUNT": "0"},
			Identity{Pipeline: "buildkite:a", Attempt: 1}},
		{map[string]string{"BUILDKITE": "true", "BUILDKITE_BUILD_ID": "a"}, Identity{Pipeline: "buildkite:a"}},
		{map[string]string{"CIRCLECI": "true", "CIRCLE_WORKFLOW_WORKSPACE_ID": "w", "CIRCLE_PIPELINE_ID": "p", "CIRCLE_WORKFLOW_ID": "x", "CIRCLE_JOB": "j", "CIRCLE_BUILD_NUM": "40"},
			Identity{Pipeline: "circleci:w", Axis: "j", Attempt: 40, Job: "j"}},
		{map[string]string{"CIRCLECI": "true", "CIRCLE_PIPELINE_ID": "p"}, Identity{Pipeline: "circleci:p"}},
		{map[string]string{"BITBUCKET_BUILD_NUMBER": "3", "BITBUCKET_STEP_RUN_NUMBER": "2"}, Identity{Pipeline: "bitbucket:3", Attempt: 2}},
		{map[string]string{"CI": "woodpecker", "CI_PIPELINE_NUMBER": "9"}, Identity{Pipeline: "woodpecker:9"}},
		// Build numbers are not unique among jobs.
		{map[string]string{"JENKINS_URL": "http://j", "BUILD_NUMBER": "4", "BUILD_TAG": "jenkins-docs-4"}, Identity{Pipeline: "jenkins:jenkins-docs-4"}},
		{map[string]string{"JENKINS_URL": "http://j", "BUILD_NUMBER": "4"}, Identity{}},
		{map[string]string{"TEAMCITY_VERSION": "1", "BUILD_NUMBER": "4"}, Identity{}},
		{map[string]string{"SLURM_JOB_ID": "11", "SLURM_ARRAY_JOB_ID": "9", "SLURM_ARRAY_TASK_ID": "2"}, Identity{Pipeline: "slurm:9", Attempt: 1, Job: "11"}},
		{map[string]string{"SLURM_JOB_ID": "11", "SLURM_ARRAY_JOB_ID": "9", "SLURM_RESTART_COUNT": "1"}, Identity{Pipeline: "slurm:9", Attempt: 2, Job: "11"}},
		{map[string]string{"SLURM_JOB_ID": "11"}, Identity{Attempt: 1, Job: "11"}},
		// The tasks of srun belong together; a batch script is alone.
		{map[string]string{"SLURM_JOB_ID": "11", "SLURM_PROCID": "2", "SLURM_STEP_ID": "0", "SLURM_STEP_NUM_TASKS": "3"}, Identity{Pipeline: "slurm:11", Attempt: 1, Job: "11.2"}},
		{map[string]string{"SLURM_JOB_ID": "11", "SLURM_PROCID": "2", "SLURM_STEP_ID": "1", "SLURM_STEP_NUM_TASKS": "3"}, Identity{Pipeline: "slurm:11", Attempt: 2, Job: "11.2"}},
		{map[string]string{"SLURM_JOB_ID": "11", "SLURM_PROCID": "2", "SLURM_STEP_ID": "0", "SLURM_STEP_NUM_TASKS": "3", "SLURM_RESTART_COUNT": "1"}, Identity{Pipeline: "slurm:11", Attempt: 1000001, Job: "11.2"}},
		{map[string]string{"SLURM_JOB_ID": "11", "SLURM_PROCID": "0", "SLURM_NTASKS": "3"}, Identity{Attempt: 1, Job: "11"}},
		{map[string]string{"JOB_ID": "7", "SGE_TASK_ID": "3", "RESTARTED": "0"}, Identity{Pipeline: "sge:7", Attempt: 1, Job: "7/3"}},
		{map[string]string{"JOB_ID": "7", "SGE_TASK_ID": "3", "RESTARTED": "1"}, Identity{Pipeline: "sge:7", Attempt: 2, Job: "7/3"}},
		{map[string]string{"JOB_ID": "7", "SGE_TASK_ID": "undefined", "RESTARTED": "0"}, Identity{Attempt: 1, Job: "7/undefined"}},
		{map[string]string{"LSB_JOBID": "7", "LSB_JOBINDEX": "3"}, Identity{Pipeline: "lsf:7", Attempt: 1, Job: "7/3"}},
		{map[string]string{"LSB_JOBID": "7", "LSB_JOBINDEX": "3", "LSB_RESTART": "Y"}, Identity{Pipeline: "lsf:7", Attempt: 2, Job: "7/3"}},
		{map[string]string{"LSB_JOBID": "7", "LSB_JOBINDEX": "0"}, Identity{Attempt: 1, Job: "7/0"}},
		{map[string]string{"PBS_ARRAY_INDEX": "3", "PBS_ARRAY_ID": "12[]"}, Identity{Pipeline: "pbs:12[]"}},
		{map[string]string{"PBS_ARRAYID": "3", "PBS_JOBID": "1098[3].host"}, Identity{Pipeline: "torque:1098"}},
		{map[string]string{"FLUX_JOB_ID": "f5", "FLUX_TASK_RANK": "1", "FLUX_JOB_SIZE": "3", "SLURM_JOB_ID": "11"}, Identity{Pipeline: "flux:f5"}},
		{map[string]string{"FLUX_JOB_ID": "f5", "FLUX_TASK_RANK": "0", "FLUX_JOB_SIZE": "1", "FLUX_JOB_CC": "2"}, Identity{}},
		{map[string]string{"BATCH_JOB_UID": "u", "BATCH_TASK_INDEX": "2", "BATCH_TASK_RETRY_ATTEMPT": "1"}, Identity{Pipeline: "gcp-batch:u", Attempt: 2, Job: "2"}},
		{map[string]string{"BATCH_TASK_INDEX": "2", "BATCH_TASK_RETRY_ATTEMPT": "1"}, Identity{Job: "2"}},
		{map[string]string{"NOMAD_ALLOC_INDEX": "0", "NOMAD_JOB_ID": "x/dispatch-1", "NOMAD_JOB_PARENT_ID": "x"}, Identity{Pipeline: "nomad:x/dispatch-1"}},
		{map[string]string{"NOMAD_ALLOC_INDEX": "0", "NOMAD_JOB_ID": "x"}, Identity{}},
		{map[string]string{"AZ_BATCH_TASK_ID": "t"}, Identity{}},
		{map[string]string{"AWS_BATCH_JOB_ID": "u:3", "AWS_BATCH_JOB_ATTEMPT": "2"}, Identity{Pipeline: "aws-batch:u", Attempt: 2, Job: "u:3"}},
		{map[string]string{"AWS_BATCH_JOB_ID": "u", "AWS_BATCH_JOB_ATTEMPT": "1"}, Identity{Attempt: 1, Job: "u"}},
		{map[string]string{"CLOUD_RUN_EXECUTION": "e", "CLOUD_RUN_TASK_INDEX": "0", "CLOUD_RUN_TASK_ATTEMPT": "0"}, Identity{Pipeline: "cloud-run:e", Attempt: 1, Job: "0"}},
		// A CI system takes precedence over the batch system.
		{map[string]string{"GITLAB_CI": "1", "CI_PIPELINE_ID": "7", "SLURM_JOB_ID": "11"}, Identity{Pipeline: "gitlab:7"}},
		// Only numbers are ordered.
		{map[string]string{"GITHUB_ACTIONS": "true", "GITHUB_RUN_ID": "1", "GITHUB_RUN_ATTEMPT": "two"}, Identity{Pipeline: "github:1"}},
		{map[string]string{"GITHUB_ACTIONS": "true", "GITHUB_RUN_ID": "1", "GITHUB_RUN_ATTEMPT": "0"}, Identity{Pipeline: "github:1"}},
		{map[string]string{"GITHUB_ACTIONS": "true", "GITHUB_RUN_ID": "1", "GITHUB_RUN_ATTEMPT": "-3"}, Identity{Pipeline: "github:1"}},
	} {
		assert.Equal(t, c.want, Systems().Identify(func(name string) string { return c.env[name] }), "%v", c.env)
	}
}

func TestLater(t *testing.T) {
	for _, c := range []struct {
		a, b  string
		order int
		ok    bool
	}{
		{"github:99", "github:101", 1, true},
		{"github:101", "github:99", -1, true},
		{"github:101", "github:101", 0, true},
		{"github:101", "gitlab:102", 0, false},
		{"buildkite:1", "buildkite:2", 0, false},
		{"nightly", "weekly", 0, false},
		{"github:x", "github:2", 0, false},
		{"jenkins:jenkins-a-1", "jenkins:jenkins-a-2", 0, false},
	} {
		order, ok := Systems().Later(c.a, c.b)
		assert.Equal(t, c.order, order, "%v", c)
		assert.Equal(t, c.ok, ok, "%v", c)
	}
}
