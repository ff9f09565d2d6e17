package ci

import (
	"regexp"
	"strconv"
	"strings"
)

// Identity says where in a pipeline this process runs, as far as the system
// tells it. Empty fields are not known.
type Identity struct {
	// Pipeline is the run of the pipeline, as the system's name and its ID for
	// it. It holds for all jobs, stays when failed jobs are run again, and no
	// other run has it.
	Pipeline string
	// Axis is what tells this job from others of the pipeline that could be
	// divided in the same way: the job's name, or the cell of a matrix.
	Axis string
	// Attempt grows from attempt to attempt of the same part of the pipeline;
	// 0 when the system does not count.
	Attempt int64
	// Job is what Attempt is counted within; empty: the pipeline.
	Job string
}

// identity is how one system says it: by variables, of which the first that is
// set counts. Names with + between are parts that are joined by a slash.
type identity struct {
	system string
	// batch systems are not among [markers], for CI systems run inside of them:
	// they are recognised by any of their variables.
	batch bool
	// pipeline holds no numbers that count attempts (GITHUB_RUN_ATTEMPT,
	// SYSTEM_JOBATTEMPT), jobs (CI_JOB_ID), or workflows that a second attempt
	// makes anew (CIRCLE_WORKFLOW_ID).
	pipeline []string
	axis     []string
	attempt  string
	// first is the number of the first attempt, which the system may also leave
	// out (Slurm); grows says that only the order counts, not the number.
	first int64
	grows bool
	job   []string
}

// identities is the table of what the systems document. TeamCity and CodeBuild
// tell a job about itself alone, not what it is part of. Systems without attempt
// give a job that is run again nothing that says so.
func identities() []identity {
	return []identity{
		{system: GitHub, pipeline: []string{"GITHUB_RUN_ID"}, axis: []string{"GITHUB_JOB+RUNNER_OS"}, attempt: "GITHUB_RUN_ATTEMPT", first: 1},
		// A retried job is a new one of the same name.
		{system: GitLab, pipeline: []string{"CI_PIPELINE_ID"}, axis: []string{"CI_JOB_GROUP_NAME"}, attempt: "CI_JOB_ID", grows: true, job: []string{"CI_JOB_NAME"}},
		{system: Azure, pipeline: []string{"BUILD_BUILDID"}, axis: []string{"SYSTEM_STAGENAME+SYSTEM_PHASENAME"}, attempt: "SYSTEM_JOBATTEMPT", first: 1},
		{system: Buildkite, pipeline: []string{"BUILDKITE_BUILD_ID"}, axis: []string{"BUILDKITE_STEP_KEY"}, attempt: "BUILDKITE_RETRY_COUNT"},
		// All nodes of a job have its number; a job that is run again has another.
		{system: "circleci", pipeline: []string{"CIRCLE_WORKFLOW_WORKSPACE_ID", "CIRCLE_PIPELINE_ID"}, axis: []string{"CIRCLE_JOB"}, attempt: "CIRCLE_BUILD_NUM", grows: true, job: []string{"CIRCLE_JOB"}},
		{system: "bitbucket", pipeline: []string{"BITBUCKET_PIPELINE_UUID", "BITBUCKET_BUILD_NUMBER"}, attempt: "BITBUCKET_STEP_RUN_NUMBER", first: 1},
		{system: "semaphore", pipeline: []string{"SEMAPHORE_WORKFLOW_ID"}},
		{system: "cirrus", pipeline: []string{"CIRRUS_BUILD_ID"}},
		{system: "heroku", pipeline: []string{"HEROKU_TEST_RUN_ID"}},
		{system: "travis", pipeline: []string{"TRAVIS_BUILD_ID"}},
		{system: "appveyor", pipeline: []string{"APPVEYOR_BUILD_ID"}},
		{system: "woodpecker", pipeline: []string{"CI_PIPELINE_NUMBER"}},
		{system: "drone", pipeline: []string{"DRONE_BUILD_NUMBER"}},
		// BUILD_NUMBER alone is that of any other job as well.
		{system: "jenkins", pipeline: []string{"BUILD_TAG"}},

		{system: "slurm", batch: true, pipeline: []string{"SLURM_ARRAY_JOB_ID"}, attempt: "SLURM_RESTART_COUNT", job: []string{"SLURM_JOB_ID"}},
		{system: "aws-batch", batch: true, attempt: "AWS_BATCH_JOB_ATTEMPT", first: 1, job: []string{"AWS_BATCH_JOB_ID"}},
		{system: "cloud-run", batch: true, pipeline: []string{"CLOUD_RUN_EXECUTION"}, attempt: "CLOUD_RUN_TASK_ATTEMPT", job: []string{"CLOUD_RUN_TASK_INDEX"}},
	}
}

// Identify reads where in a pipeline this process runs. A CI system counts
// before the batch system that its jobs may run in.
func Identify(getenv func(string) string) Identity {
	system := Detect(getenv).Name
	for _, row := range identities() {
		if row.system == system || system == None && row.batch && row.says(getenv) {
			return row.read(getenv)
		}
	}
	return Identity{}
}

// says reports whether one of the batch system's variables is set.
func (row *identity) says(getenv func(string) string) bool {
	return getenv(row.attempt) != "" || firstSet(getenv, row.pipeline) != "" || firstSet(getenv, row.job) != ""
}

func (row *identity) read(getenv func(string) string) Identity {
	id := Identity{Axis: firstSet(getenv, row.axis), Job: firstSet(getenv, row.job), Attempt: row.number(getenv)}
	pipeline := firstSet(getenv, row.pipeline)
	switch row.system {
	case "aws-batch": // a child's ID is its array's, a colon and its index
		if array, _, child := strings.Cut(id.Job, ":"); child {
			pipeline = array
		}
	case GitLab: // before 17.10 there is no variable for it
		if id.Axis == "" {
			id.Axis = gitlabGroup(getenv("CI_JOB_NAME"))
		}
	}
	if pipeline != "" {
		id.Pipeline = row.system + ":" + pipeline
	}
	return id
}

// number is the attempt's, from 1 where the system counts attempts.
func (row *identity) number(getenv func(string) string) int64 {
	text := strings.TrimSpace(getenv(row.attempt))
	if text == "" && row.system == "slurm" {
		return 1 // the variable is set when the job was restarted
	}
	n, err := strconv.ParseInt(text, 10, 64)
	switch {
	case err != nil || n < row.first:
		return 0
	case row.grows:
		return n
	}
	n += 1 - row.first
	if row.system == Azure {
		// A stage that is run again may count its jobs from 1 again.
		if stage, err := strconv.ParseInt(getenv("SYSTEM_STAGEATTEMPT"), 10, 32); err == nil && stage > 1 {
			n += (stage - 1) * 1000
		}
	}
	return n
}

// gitlabGroup is the name that GitLab groups jobs by: "test" of "test 1/3" and of
// "test: [linux, 1]".
func gitlabGroup(job string) string {
	return gitlabPart.ReplaceAllString(strings.TrimSpace(job), "")
}

var gitlabPart = regexp.MustCompile(`([\s:]+(\[.*\]|\d+[\s:/\\]+\d+))+$`)

// firstSet is the value of the first of the variables that is set.
func firstSet(getenv func(string) string, names []string) string {
	for _, name := range names {
		var parts []string
		for part := range strings.SplitSeq(name, "+") {
			if value := strings.TrimSpace(getenv(part)); value != "" {
				parts = append(parts, value)
			}
		}
		if len(parts) > 0 {
			return strings.Join(parts, "/")
		}
	}
	return ""
}

// Later compares the IDs of two pipelines of one system that gives them growing
// numbers: above 0 when b is later, below 0 when a is. ok is false when nothing
// says which is.
func Later(a, b string) (order int, ok bool) {
	systemA, idA, _ := strings.Cut(a, ":")
	systemB, idB, _ := strings.Cut(b, ":")
	if systemA != systemB || !numbered(systemA) {
		return 0, false
	}
	x, err1 := strconv.ParseUint(idA, 10, 64)
	y, err2 := strconv.ParseUint(idB, 10, 64)
	if err1 != nil || err2 != nil {
		return 0, false
	}
	switch {
	case y > x:
		return 1, true
	case y < x:
		return -1, true
	}
	return 0, true
}

// numbered reports whether the system's pipeline IDs are numbers that grow.
func numbered(system string) bool {
	switch system {
	case GitHub, GitLab, Azure, "bitbucket", "travis", "appveyor", "woodpecker", "drone", "slurm":
		return true
	}
	return false
}
