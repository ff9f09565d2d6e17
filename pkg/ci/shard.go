package ci

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// ErrNoShard is the class of every error of [Shard]: the environment does not
// say, or does not say reliably, which part of a split job this is.
var ErrNoShard = errors.New("cannot tell which shard this is")

// splitter is one system that numbers the parts of a job.
type splitter struct {
	title string
	// marker is a variable that the system alone sets. It is what tells those
	// apart that number by variables of the same names.
	marker string
	// index and total name the variables; empty when the system has none.
	index, total string
	// base is the number of the first part.
	base int
	// shared says that index and total are other systems' names too, so that
	// only the marker proves the system.
	shared bool
	// alone is the total that stands without an index when the job is not
	// split: GitLab always sets CI_NODE_TOTAL. Empty when that never happens.
	alone string
	// advice is for a system that does not say enough.
	advice string
	// read, when given, finds index (from 1) and total in another way.
	read func(getenv func(string) string) (index, total int, from string, err error)
}

// splitters is the table of what the systems document, and of where their
// numbers begin. Names and bases differ between systems that look alike, so
// the system is always established before its numbers are read.
func splitters() []splitter {
	return []splitter{
		{title: "GitLab CI", marker: "GITLAB_CI", index: "CI_NODE_INDEX", total: "CI_NODE_TOTAL", base: 1, shared: true, alone: "1"},
		{title: "Heroku CI", marker: "HEROKU_TEST_RUN_ID", index: "CI_NODE_INDEX", total: "CI_NODE_TOTAL", base: 0, shared: true},
		{title: "Cirrus CI", marker: "CIRRUS_CI", index: "CI_NODE_INDEX", total: "CI_NODE_TOTAL", base: 0, shared: true},
		{title: "CircleCI", marker: "CIRCLECI", index: "CIRCLE_NODE_INDEX", total: "CIRCLE_NODE_TOTAL", base: 0},
		{title: "Buildkite", marker: "BUILDKITE", index: "BUILDKITE_PARALLEL_JOB", total: "BUILDKITE_PARALLEL_JOB_COUNT", base: 0},
		{title: "Azure Pipelines", marker: "TF_BUILD", index: "SYSTEM_JOBPOSITIONINPHASE", total: "SYSTEM_TOTALJOBSINPHASE", base: 1},
		{title: "Bitbucket Pipelines", marker: "BITBUCKET_BUILD_NUMBER", index: "BITBUCKET_PARALLEL_STEP", total: "BITBUCKET_PARALLEL_STEP_COUNT", base: 0},
		{title: "Semaphore", marker: "SEMAPHORE", index: "SEMAPHORE_JOB_INDEX", total: "SEMAPHORE_JOB_COUNT", base: 1},
		{title: "Kubernetes", index: "JOB_COMPLETION_INDEX", base: 0,
			advice: "an indexed Job does not tell how many completions it has; pass --shard=I/N with I = JOB_COMPLETION_INDEX + 1 and N = the Job's completions"},
		{title: "AWS Batch", index: "AWS_BATCH_JOB_ARRAY_INDEX", total: "AWS_BATCH_JOB_ARRAY_SIZE", base: 0},
		{title: "Cloud Run jobs", index: "CLOUD_RUN_TASK_INDEX", total: "CLOUD_RUN_TASK_COUNT", base: 0},
		{title: "Slurm", index: "SLURM_ARRAY_TASK_ID", read: slurm},
		{title: "Bazel", index: "TEST_SHARD_INDEX", total: "TEST_TOTAL_SHARDS", base: 0},
		{title: "GitHub Actions", marker: "GITHUB_ACTIONS",
			advice: "GitHub Actions does not number the jobs of a matrix from 1; give the matrix an entry shard: ['1/3', '2/3', '3/3'] and pass --shard=${{ matrix.shard }}; " +
				"when the matrix has another key, such as os, pass --axis=${{ matrix.os }} as well (strategy.job-index and strategy.job-total count the whole matrix, so that they number its shards only when shard is its one key)"},
	}
}

// Shard says which part of a split job this process is: the index-th, from 1,
// of total, and from which variables with which values, for the user to read.
// Any doubt is an error that wraps [ErrNoShard] and says what to do: numbers
// that are incomplete or out of range, two systems at once, a system without
// such numbers. It never falls back to 1 of 1, which would run everything in
// every job, or in none but one.
func Shard(getenv func(string) string) (index, total int, from string, err error) {
	var found []splitter
	for _, s := range splitters() {
		if s.present(getenv) {
			found = append(found, s)
		}
	}
	switch {
	case len(found) > 1:
		titles := make([]string, len(found))
		for i, s := range found {
			titles[i] = s.title
		}
		return 0, 0, "", fmt.Errorf("%w: the variables of %s are set at once; pass --shard=I/N", ErrNoShard, strings.Join(titles, " and "))
	case len(found) == 1 && found[0].read != nil:
		return found[0].read(getenv)
	case len(found) == 1:
		return found[0].numbers(getenv)
	case getenv("CI_NODE_INDEX") != "" || getenv("CI_NODE_TOTAL") != "":
		return 0, 0, "", fmt.Errorf("%w: CI_NODE_INDEX and CI_NODE_TOTAL are set, and whether they begin at 0 or 1 depends on the system, which is none of GitLab CI, Heroku CI and Cirrus CI; pass --shard=I/N", ErrNoShard)
	}
	return 0, 0, "", fmt.Errorf("%w: no CI system that numbers the parts of a job was recognised; pass --shard=I/N", ErrNoShard)
}

func (s splitter) present(getenv func(string) string) bool {
	if s.marker != "" && truthy(getenv(s.marker)) {
		return true
	}
	if s.shared {
		return false
	}
	return s.index != "" && getenv(s.index) != "" || s.total != "" && getenv(s.total) != ""
}

// numbers reads the two variables of a system that has been established.
func (s splitter) numbers(getenv func(string) string) (index, total int, from string, err error) {
	if s.advice != "" {
		return 0, 0, "", fmt.Errorf("%w: %s", ErrNoShard, s.advice)
	}
	if s.alone != "" && getenv(s.index) == "" && getenv(s.total) == s.alone {
		return 1, 1, fmt.Sprintf("%s: the job is not split (%s=%s)", s.title, s.total, s.alone), nil
	}
	i, err := number(getenv, s.title, s.index)
	if err != nil {
		return 0, 0, "", err
	}
	n, err := number(getenv, s.title, s.total)
	if err != nil {
		return 0, 0, "", err
	}
	if i < s.base || i >= s.base+n {
		return 0, 0, "", fmt.Errorf("%w: %s says %s=%d of %s=%d, which is not within %d to %d; pass --shard=I/N",
			ErrNoShard, s.title, s.index, i, s.total, n, s.base, s.base+n-1)
	}
	return i - s.base + 1, n, fmt.Sprintf("%s: %s=%d %s=%d", s.title, s.index, i, s.total, n), nil
}

// number reads a variable that must be a plain decimal number.
func number(getenv func(string) string, title, name string) (int, error) {
	v := getenv(name)
	if v == "" {
		return 0, fmt.Errorf("%w: this is %s, and %s is not set: the job is not split, or the variable is not passed on; pass --shard=I/N", ErrNoShard, title, name)
	}
	n, err := strconv.ParseUint(v, 10, 31)
	if err != nil {
		return 0, fmt.Errorf("%w: %s has %s=%q, which is not a number; pass --shard=I/N", ErrNoShard, title, name, v)
	}
	return int(n), nil
}

// slurm reads the variables of a Slurm array job. Its tasks may have any
// numbers: only an array that begins at 0 or 1 and has all its tasks can be
// counted through. One that was submitted again for some of its tasks has gaps,
// begins elsewhere, or counts fewer tasks than its numbers reach.
func slurm(getenv func(string) string) (index, total int, from string, err error) {
	const prefix = "SLURM_ARRAY_TASK_"
	names := []string{"ID", "MIN", "MAX", "STEP", "COUNT"}
	v := make(map[string]int, len(names))
	var said []string
	for _, name := range names {
		n, err := number(getenv, "Slurm", prefix+name)
		if err != nil {
			return 0, 0, "", err
		}
		v[name] = n
		said = append(said, fmt.Sprintf("%s%s=%d", prefix, name, n))
	}
	id, lo, hi, step, count := v["ID"], v["MIN"], v["MAX"], v["STEP"], v["COUNT"]
	from = "Slurm: " + strings.Join(said, " ")
	whole := step > 0 && count > 0 && lo <= 1 && hi >= lo && (hi-lo)%step == 0 && (hi-lo)/step == count-1
	if !whole || id < lo || id > hi || (id-lo)%step != 0 {
		return 0, 0, "", fmt.Errorf("%w: these tasks are not a whole array that begins at 0 or 1 (%s); pass --shard=I/N", ErrNoShard, from)
	}
	return (id-lo)/step + 1, count, from, nil
}
