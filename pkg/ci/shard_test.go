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
	{"Google Cloud Batch", "BATCH_TASK_INDEX=0 BATCH_TASK_COUNT=3", "BATCH_TASK_INDEX=2 BATCH_TASK_COUNT=3"},
	{"Flux", "FLUX_JOB_ID=5 FLUX_TASK_RANK=0 FLUX_JOB_SIZE=3", "FLUX_JOB_ID=5 FLUX_TASK_RANK=2 FLUX_JOB_SIZE=3"},
	{"Slurm", slurmEnv(0, 0, 2, 1, 3), slurmEnv(2, 0, 2, 1, 3)},
	{"Slurm", slurmEnv(1, 1, 5, 2, 3), slurmEnv(5, 1, 5, 2, 3)},
	{"Slurm", srunEnv(0, 3), srunEnv(2, 3)},
	{"Slurm", slurmEnv(0, 0, 2, 1, 3) + " SLURM_PROCID=0", slurmEnv(2, 0, 2, 1, 3) + " SLURM_PROCID=1 SLURM_STEP_NUM_TASKS=4 SLURM_STEP_ID=0"},
	{"Grid Engine", sgeEnv(1, 1, 3, 1), sgeEnv(3, 1, 3, 1)},
	{"Grid Engine", sgeEnv(1, 1, 9, 4), sgeEnv(9, 1, 10, 4)},
	{"LSF", "LSB_JOBINDEX=1 LSB_JOBINDEX_END=3 LSB_JOBINDEX_STEP=1", "LSB_JOBINDEX=3 LSB_JOBINDEX_END=3 LSB_JOBINDEX_STEP=1"},
	{"LSF", "LSB_JOBINDEX=1 LSB_JOBINDEX_END=6 LSB_JOBINDEX_STEP=2", "LSB_JOBINDEX=5 LSB_JOBINDEX_END=6 LSB_JOBINDEX_STEP=2"},
	// Flux runs in the tasks of srun, or in those of an LSF job.
	{"Flux", srunEnv(0, 4) + " FLUX_JOB_ID=5 FLUX_TASK_RANK=0 FLUX_JOB_SIZE=3", srunEnv(0, 4) + " FLUX_JOB_ID=5 FLUX_TASK_RANK=2 FLUX_JOB_SIZE=3"},
	// An agent of a CI system may run in a job of a cluster, or hand in some.
	{"GitLab CI", "SLURM_JOB_ID=11 SLURM_PROCID=0 SLURM_NTASKS=8 GITLAB_CI=true CI_NODE_INDEX=1 CI_NODE_TOTAL=3", slurmEnv(1, 0, 7, 1, 8) + " GITLAB_CI=true CI_NODE_INDEX=3 CI_NODE_TOTAL=3"},
	{"Slurm", "JENKINS_URL=http://j " + slurmEnv(0, 0, 2, 1, 3), "JENKINS_URL=http://j " + slurmEnv(2, 0, 2, 1, 3)},
}

func slurmEnv(id, lo, hi, step, count int) string {
	return fmt.Sprintf("SLURM_ARRAY_TASK_ID=%d SLURM_ARRAY_TASK_MIN=%d SLURM_ARRAY_TASK_MAX=%d SLURM_ARRAY_TASK_STEP=%d SLURM_ARRAY_TASK_COUNT=%d", id, lo, hi, step, count)
}

// srunEnv is what srun 22.05 sets for the tasks of a job on one node.
func srunEnv(rank, tasks int) string {
	return fmt.Sprintf("SLURM_JOB_ID=13 SLURM_PROCID=%d SLURM_NTASKS=%[2]d SLURM_NPROCS=%[2]d SLURM_STEP_ID=0 SLURM_STEP_NUM_TASKS=%[2]d "+
		"SLURM_STEP_NUM_NODES=1 SLURM_STEP_NODELIST=n1 SLURM_JOB_NUM_NODES=1 SLURM_JOB_NODELIST=n1", rank, tasks)
}

func sgeEnv(id, lo, hi, step int) string {
	return fmt.Sprintf("JOB_ID=7 SGE_TASK_ID=%d SGE_TASK_FIRST=%d SGE_TASK_LAST=%d SGE_TASK_STEPSIZE=%d RESTARTED=0", id, lo, hi, step)
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
		if v.name == "Slurm" || v.name == "Flux" {
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
				if (name == "SYSTEM_TOTALJOBSINPHASE" || name == "LSB_JOBINDEX_END" || name == "LSB_JOBINDEX_STEP") && bad == "99" {
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
		{"gcp: above", "BATCH_TASK_INDEX=3 BATCH_TASK_COUNT=3", "0 to 2"},
		{"pbs", "PBS_ARRAY_INDEX=3 PBS_ARRAY_ID=12[]", "--shard=$PBS_ARRAY_INDEX/N"},
		{"torque", "PBS_ARRAYID=3", "--shard=$PBS_ARRAYID/N"},
		{"flux copies", "FLUX_JOB_CC=3 FLUX_TASK_RANK=0 FLUX_JOB_SIZE=1", "--shard=$FLUX_JOB_CC/N"},
		{"flux: one task", "FLUX_JOB_ID=9 FLUX_TASK_RANK=0 FLUX_JOB_SIZE=1", "not one of several"},
		{"nomad", "NOMAD_ALLOC_INDEX=0", "the group's count"},
		{"htcondor", "_CONDOR_JOB_AD=/x/.job.ad", "--shard=$INT(I)/N"},
		{"azure batch", "AZ_BATCH_TASK_ID=t1", "its own --shard=I/N"},
		{"two clusters at once", "BATCH_TASK_INDEX=0 BATCH_TASK_COUNT=2 NOMAD_ALLOC_INDEX=1", "Google Cloud Batch and Nomad"},
		{"jenkins on Grid Engine", "JENKINS_URL=http://j JOB_ID=7 SGE_TASK_ID=undefined SGE_TASK_FIRST=undefined", "not one of several"},
		{"jenkins in a job of LSF", "JENKINS_URL=http://j LSB_JOBID=7 LSB_JOBINDEX=0", "not one of several"},
		{"github in an array", "GITHUB_ACTIONS=true " + slurmEnv(0, 0, 2, 1, 3), "${{ matrix.shard }}"},
		{"sge: a task submitted again", sgeEnv(3, 3, 3, 1), "not a complete array that starts at 1"},
		{"sge: some tasks submitted again", sgeEnv(3, 3, 5, 1), "not a complete array that starts at 1"},
		{"sge: between steps", sgeEnv(2, 1, 5, 2), "not a complete array that starts at 1"},
		{"sge: above", sgeEnv(7, 1, 5, 2), "not a complete array that starts at 1"},
		{"sge: no step", sgeEnv(1, 1, 5, 0), "not a complete array that starts at 1"},
		{"sge: incomplete", "SGE_TASK_ID=1", "SGE_TASK_FIRST is not set"},
		{"lsf: above", "LSB_JOBINDEX=4 LSB_JOBINDEX_END=3 LSB_JOBINDEX_STEP=1", "not a complete array that starts at 1"},
		{"lsf: between steps", "LSB_JOBINDEX=2 LSB_JOBINDEX_END=5 LSB_JOBINDEX_STEP=2", "not a complete array that starts at 1"},
		{"lsf: incomplete", "LSB_JOBINDEX=2", "LSB_JOBINDEX_END is not set"},
		{"slurm: a batch script with several tasks", "SLURM_JOB_ID=1 SLURM_PROCID=0 SLURM_LOCALID=0 SLURM_NTASKS=3 SLURM_NPROCS=3", "not one of several"},
		{"slurm: srun with one task", "SLURM_JOB_ID=1 SLURM_PROCID=0 SLURM_STEP_ID=0 SLURM_STEP_NUM_TASKS=1 SLURM_NTASKS=1", "not one of several"},
		{"slurm: a job that a task of another has handed in", strings.Replace(srunEnv(0, 2), "SLURM_JOB_NODELIST=n1", "SLURM_JOB_NODELIST=n2", 1), "those of another job"},
		{"slurm: rank above", srunEnv(2, 2), "within 0 to 1"},
		{"slurm: no step ID", strings.Replace(srunEnv(0, 2), "SLURM_STEP_ID=0", "", 1), "SLURM_STEP_ID is not set"},
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

func TestPart(t *testing.T) {
	const none = ""
	for _, c := range []struct {
		name, env string
		total     int
		index     int // 0: an error
		says      string
	}{
		{"an index alone", "JOB_COMPLETION_INDEX=0", 3, 1, "JOB_COMPLETION_INDEX=0"},
		{"the last of them", "JOB_COMPLETION_INDEX=2", 3, 3, none},
		{"beyond the plan", "JOB_COMPLETION_INDEX=3", 3, 0, "not one of the plan's parts, 1 to 3; pass --part=I"},
		{"nomad", "NOMAD_ALLOC_INDEX=1", 3, 2, none},
		{"pbs counts as the user does", "PBS_ARRAY_INDEX=1", 3, 1, none},
		{"pbs, from 0", "PBS_ARRAY_INDEX=0", 3, 0, "not one of the plan's parts"},
		{"torque", "PBS_ARRAYID=3", 3, 3, none},
		{"flux copies", "FLUX_JOB_CC=2 FLUX_JOB_SIZE=1 FLUX_TASK_RANK=0", 3, 2, none},
		{"no number", "JOB_COMPLETION_INDEX=x", 3, 0, "not a number"},
		{"slurm", slurmEnv(0, 0, 2, 1, 3), 3, 1, none},
		{"srun", srunEnv(1, 3), 3, 2, none},
		{"sge", sgeEnv(2, 1, 3, 1), 3, 2, none},
		{"more tasks than parts", slurmEnv(0, 0, 3, 1, 4), 3, 0, "the plan has 3 parts, but the job is split into 4"},
		{"fewer", slurmEnv(0, 0, 1, 1, 2), 3, 0, "the plan has 3 parts, but the job is split into 2"},
		{"a task submitted again", slurmEnv(2, 2, 2, 1, 1), 3, 0, "pass --part=I"},
		{"an array that starts elsewhere", slurmEnv(2, 2, 4, 1, 3), 3, 0, "pass --part=I"},
		{"gitlab", "GITLAB_CI=true CI_NODE_INDEX=2 CI_NODE_TOTAL=3", 3, 2, none},
		{"gitlab, not split", "GITLAB_CI=true CI_NODE_TOTAL=1", 3, 0, "the plan has 3 parts"},
		{"gitlab, not split, one part", "GITLAB_CI=true CI_NODE_TOTAL=1", 1, 1, none},
		{"gitlab hands in an array", "GITLAB_CI=true CI_NODE_TOTAL=1 " + slurmEnv(1, 0, 2, 1, 3), 3, 2, "Slurm"},
		{"gitlab in another array", "GITLAB_CI=true CI_NODE_INDEX=2 CI_NODE_TOTAL=3 " + slurmEnv(0, 0, 2, 1, 3), 3, 2, "CI_NODE_INDEX=2"},
		{"github hands in an array", "GITHUB_ACTIONS=true " + slurmEnv(1, 0, 2, 1, 3), 3, 2, "Slurm"},
		{"github in another array", "GITHUB_ACTIONS=true " + slurmEnv(1, 0, 7, 1, 8), 3, 0, "${{ matrix.part }}"},
		{"github", "GITHUB_ACTIONS=true", 3, 0, "--part=${{ matrix.part }}"},
		{"an agent in an allocation of a service", "JENKINS_URL=http://j NOMAD_ALLOC_INDEX=1", 3, 0, "Jenkins runs its agent"},
		{"htcondor", "_CONDOR_JOB_AD=/x", 3, 0, "--part=$INT(I)"},
		{"azure batch", "AZ_BATCH_TASK_ID=x", 3, 0, "its own --part=I"},
		{"nothing", "", 3, 0, "pass --part=I"},
		{"nameless numbers", "CI_NODE_INDEX=1 CI_NODE_TOTAL=3", 3, 0, "start at 0 or 1"},
		{"two at once", "TEST_SHARD_INDEX=0 TEST_TOTAL_SHARDS=3 CIRCLECI=1 CIRCLE_NODE_INDEX=0 CIRCLE_NODE_TOTAL=3", 3, 0, "CircleCI and Bazel"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, err := ci.Systems().Part(getenv(env(c.env)), c.total)
			if c.index == 0 {
				require.ErrorIs(t, err, ci.ErrNoShard)
				assert.ErrorContains(t, err, c.says)
				assert.NotContains(t, err.Error(), "--shard", "it is no advice for a part")
				assert.Zero(t, s)
				return
			}
			require.NoError(t, err)
			assert.Equal(t, []int{c.index, c.total}, []int{s.Index, s.Total})
			assert.Contains(t, s.From, c.says)
		})
	}
}

// Every part of a split job is found once.
func TestEveryPartIsFound(t *testing.T) {
	for name, task := range map[string]func(i, n int) string{
		"slurm from 0":    func(i, n int) string { return slurmEnv(i, 0, n-1, 1, n) },
		"slurm by threes": func(i, n int) string { return slurmEnv(1+3*i, 1, 1+3*(n-1), 3, n) },
		"srun":            srunEnv,
		"sge by twos":     func(i, n int) string { return sgeEnv(1+2*i, 1, 2*n, 2) },
		"lsf": func(i, n int) string {
			return fmt.Sprintf("LSB_JOBINDEX=%d LSB_JOBINDEX_END=%d LSB_JOBINDEX_STEP=1", i+1, n)
		},
		"flux": func(i, n int) string { return fmt.Sprintf("FLUX_TASK_RANK=%d FLUX_JOB_SIZE=%d", i, n) },
	} {
		for _, n := range []int{2, 3, 10} {
			for i := range n {
				shard, err := ci.Systems().Shard(getenv(env(task(i, n))))
				require.NoError(t, err, name)
				part, err := ci.Systems().Part(getenv(env(task(i, n))), n)
				require.NoError(t, err, name)
				assert.Equal(t, shard, part)
				assert.Equal(t, []int{i + 1, n}, []int{part.Index, part.Total}, name)
			}
		}
	}
}
