package ci_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/ci"
)

// env reads "A=1 B=2" as an environment.
func env(pairs string) map[string]string {
	m := map[string]string{}
	for _, p := range strings.Fields(pairs) {
		k, v, _ := strings.Cut(p, "=")
		m[k] = v
	}
	return m
}

func getenv(m map[string]string) func(string) string {
	return func(k string) string { return m[k] }
}

// vendors has, for every system that numbers the parts of a job, the environments of
// the first and the last of three parts.
var vendors = []struct{ name, first, last string }{
	{"GitLab CI", "GITLAB_CI=true CI_NODE_INDEX=1 CI_NODE_TOTAL=3", "GITLAB_CI=true CI_NODE_INDEX=3 CI_NODE_TOTAL=3"},
	{"Heroku CI", "HEROKU_TEST_RUN_ID=x CI_NODE_INDEX=0 CI_NODE_TOTAL=3", "HEROKU_TEST_RUN_ID=x CI_NODE_INDEX=2 CI_NODE_TOTAL=3"},
	{"Cirrus CI", "CIRRUS_CI=true CI_NODE_INDEX=0 CI_NODE_TOTAL=3", "CIRRUS_CI=true CI_NODE_INDEX=2 CI_NODE_TOTAL=3"},
	{"CircleCI", "CIRCLECI=true CIRCLE_NODE_INDEX=0 CIRCLE_NODE_TOTAL=3", "CIRCLE_NODE_INDEX=2 CIRCLE_NODE_TOTAL=3"},
	{"Buildkite", "BUILDKITE=true BUILDKITE_PARALLEL_JOB=0 BUILDKITE_PARALLEL_JOB_COUNT=3", "BUILDKITE=true BUILDKITE_PARALLEL_JOB=2 BUILDKITE_PARALLEL_JOB_COUNT=3"},
	{"Azure Pipelines", "TF_BUILD=True SYSTEM_JOBPOSITIONINPHASE=1 SYSTEM_TOTALJOBSINPHASE=3", "TF_BUILD=True SYSTEM_JOBPOSITIONINPHASE=3 SYSTEM_TOTALJOBSINPHASE=3"},
	{"Bitbucket Pipelines", "BITBUCKET_BUILD_NUMBER=9 BITBUCKET_PARALLEL_STEP=0 BITBUCKET_PARALLEL_STEP_COUNT=3", "BITBUCKET_BUILD_NUMBER=9 BITBUCKET_PARALLEL_STEP=2 BITBUCKET_PARALLEL_STEP_COUNT=3"},
	{"Semaphore", "SEMAPHORE=true SEMAPHORE_JOB_INDEX=1 SEMAPHORE_JOB_COUNT=3", "SEMAPHORE=true SEMAPHORE_JOB_INDEX=3 SEMAPHORE_JOB_COUNT=3"},
	{"AWS Batch", "AWS_BATCH_JOB_ARRAY_INDEX=0 AWS_BATCH_JOB_ARRAY_SIZE=3", "AWS_BATCH_JOB_ARRAY_INDEX=2 AWS_BATCH_JOB_ARRAY_SIZE=3"},
	{"Cloud Run jobs", "CLOUD_RUN_TASK_INDEX=0 CLOUD_RUN_TASK_COUNT=3", "CLOUD_RUN_TASK_INDEX=2 CLOUD_RUN_TASK_COUNT=3"},
	{"Bazel", "TEST_SHARD_INDEX=0 TEST_TOTAL_SHARDS=3", "TEST_SHARD_INDEX=2 TEST_TOTAL_SHARDS=3"},
	{"Slurm", slurmEnv(0, 0, 2, 1, 3), slurmEnv(2, 0, 2, 1, 3)},
	{"Slurm", slurmEnv(1, 1, 5, 2, 3), slurmEnv(5, 1, 5, 2, 3)},
}

func slurmEnv(id, lo, hi, step, count int) string {
	return fmt.Sprintf("SLURM_ARRAY_TASK_ID=%d SLURM_ARRAY_TASK_MIN=%d SLURM_ARRAY_TASK_MAX=%d SLURM_ARRAY_TASK_STEP=%d SLURM_ARRAY_TASK_COUNT=%d", id, lo, hi, step, count)
}

func TestShard(t *testing.T) {
	for _, v := range vendors {
		t.Run(v.name, func(t *testing.T) {
			s, err := ci.Systems().Shard(getenv(env(v.first)))
			require.NoError(t, err)
			assert.Equal(t, []int{1, 3}, []int{s.Index, s.Total})
			assert.Contains(t, s.From, v.name)

			s, err = ci.Systems().Shard(getenv(env(v.last)))
			require.NoError(t, err)
			assert.Equal(t, []int{3, 3}, []int{s.Index, s.Total})
			for k, val := range env(v.last) {
				if strings.Contains(k, "INDEX") || strings.Contains(k, "TOTAL") {
					assert.Contains(t, s.From, k+"="+val, "the variables are named")
				}
			}
		})
	}
	t.Run("a GitLab job that is not split", func(t *testing.T) {
		s, err := ci.Systems().Shard(getenv(env("GITLAB_CI=true CI_NODE_TOTAL=1")))
		require.NoError(t, err)
		assert.Equal(t, []int{1, 1}, []int{s.Index, s.Total})
		assert.Contains(t, s.From, "not split")
	})
}

// Any change of a system's variables gives the right shard or an error.
func TestShardRefuses(t *testing.T) {
	for _, v := range vendors {
		if v.name == "Slurm" {
			continue // its variables depend on each other
		}
		whole := env(v.first)
		for _, name := range slices.Sorted(maps.Keys(whole)) {
			if !numbered(name) {
				continue
			}
			for _, bad := range []string{"", "-1", "+1", "1.0", "0x1", "one", "1/3", " 1", "1 ", "99", "99999999999999999999", "٣"} {
				if bad == "99" && !strings.Contains(name, "INDEX") && !strings.HasSuffix(name, "JOB") && !strings.HasSuffix(name, "STEP") && !strings.HasSuffix(name, "PHASE") {
					continue // a larger total is valid
				}
				if name == "SYSTEM_TOTALJOBSINPHASE" && bad == "99" {
					continue
				}
				e := maps.Clone(whole)
				e[name] = bad
				s, err := ci.Systems().Shard(getenv(e))
				require.ErrorIs(t, err, ci.ErrNoShard, "%s: %s=%q gives %+v", v.name, name, bad, s)
				assert.Zero(t, s)
				assert.Contains(t, err.Error(), "--shard=I/N")
			}
		}
	}
}

func numbered(name string) bool {
	for _, s := range []string{"INDEX", "TOTAL", "COUNT", "SIZE", "PARALLEL", "PHASE"} {
		if strings.Contains(name, s) {
			return true
		}
	}
	return false
}

func TestShardErrors(t *testing.T) {
	for _, c := range []struct{ name, env, says string }{
		{"nothing", "", "pass --shard=I/N"},
		{"github", "GITHUB_ACTIONS=true CI=true", "--shard=${{ matrix.shard }}; a matrix with another key, such as os, also needs --axis=${{ matrix.os }}"},
		{"github with numbers of its user's", "GITHUB_ACTIONS=true CI_NODE_INDEX=0 CI_NODE_TOTAL=2", "${{ matrix.shard }}"},
		{"nameless numbers", "CI_NODE_INDEX=1 CI_NODE_TOTAL=2", "start at 0 or 1"},
		{"nameless total", "CI_NODE_TOTAL=2", "start at 0 or 1"},
		{"kubernetes", "JOB_COMPLETION_INDEX=0", "completions"},
		{"kubernetes beside a total of another", "JOB_COMPLETION_INDEX=0 CI_NODE_TOTAL=2", "completions"},
		{"gitlab counts from 1", "GITLAB_CI=true CI_NODE_INDEX=0 CI_NODE_TOTAL=2", "1 to 2"},
		{"heroku counts from 0", "HEROKU_TEST_RUN_ID=x CI_NODE_INDEX=2 CI_NODE_TOTAL=2", "0 to 1"},
		{"gitlab total without index", "GITLAB_CI=true CI_NODE_TOTAL=2", "CI_NODE_INDEX is not set"},
		{"gitlab without numbers", "GITLAB_CI=true", "CI_NODE_INDEX is not set"},
		{"zero parts", "TEST_SHARD_INDEX=0 TEST_TOTAL_SHARDS=0", "must be within"},
		{"buildkite, not split", "BUILDKITE=true", "BUILDKITE_PARALLEL_JOB is not set"},
		{"two at once", "GITLAB_CI=true HEROKU_TEST_RUN_ID=x CI_NODE_INDEX=1 CI_NODE_TOTAL=2", "GitLab CI and Heroku CI"},
		{"two at once, both complete", "CIRCLE_NODE_INDEX=0 CIRCLE_NODE_TOTAL=2 TEST_SHARD_INDEX=0 TEST_TOTAL_SHARDS=2", "CircleCI and Bazel"},
		{"a CI system without numbers, in a task of a cluster", "GITHUB_ACTIONS=true CLOUD_RUN_TASK_INDEX=0 CLOUD_RUN_TASK_COUNT=2", "the numbers of Cloud Run jobs are not used"},
		{"slurm: a task submitted again", slurmEnv(3, 3, 3, 1, 1), "not a complete array"},
		{"slurm: gaps", slurmEnv(4, 0, 4, 1, 3), "not a complete array"},
		{"slurm: begins at 2", slurmEnv(2, 2, 4, 1, 3), "not a complete array"},
		{"slurm: between steps", slurmEnv(2, 1, 5, 2, 3), "not a complete array"},
		{"slurm: above", slurmEnv(7, 1, 5, 2, 3), "not a complete array"},
		{"slurm: no step", slurmEnv(0, 0, 2, 0, 3), "not a complete array"},
		{"slurm: none", slurmEnv(0, 0, 0, 1, 0), "not a complete array"},
		{"slurm: incomplete", "SLURM_ARRAY_TASK_ID=1", "SLURM_ARRAY_TASK_MIN is not set"},
		{"slurm: nonsense", strings.Replace(slurmEnv(0, 0, 2, 1, 3), "MAX=2", "MAX=two", 1), "not a number"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, err := ci.Systems().Shard(getenv(env(c.env)))
			require.ErrorIs(t, err, ci.ErrNoShard)
			assert.ErrorContains(t, err, c.says)
			assert.ErrorContains(t, err, "--shard=", "the error says what to do")
			assert.Zero(t, s)
		})
	}
}
