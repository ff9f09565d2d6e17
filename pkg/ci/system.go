package ci

import (
	"slices"
	"strings"
)

// Env looks up an environment variable; it returns "" for one that is not set.
type Env func(name string) string

// System describes one CI or batch system. Fields that are nil or empty are features
// that the system does not have.
type System struct {
	// Name is short, lower case and stable: users pass it as --ci=NAME, and recorded
	// pipeline IDs begin with it.
	Name string
	// Title is the name for people.
	Title string

	// Marker is the variable that identifies a CI system.
	Marker Marker
	// Batch lists, for a batch system, variables each of which identifies it. CI jobs
	// may run inside batch jobs, so [Table.Detect] never returns a batch system.
	Batch []string
	// Cluster says that CI jobs may run inside jobs of the batch system and inherit their
	// variables, which then say nothing of the CI job.
	Cluster bool

	// Parts says how the parts of a split job are numbered (--shard=auto).
	Parts *Parts
	// Pipeline returns the ID of the pipeline run. It is the same in all jobs of the
	// run, unique among runs, and unchanged when failed jobs are rerun: it must not
	// include the number of an attempt, a job, or a workflow that a rerun creates anew.
	Pipeline func(Env) string
	// Ordered reports that pipeline IDs are numbers that grow from run to run.
	Ordered bool
	// Axis returns what distinguishes this job from others of the pipeline that may be
	// split in the same way: the job's name, or the cell of a matrix.
	Axis func(Env) string
	// Attempt returns a number that grows with every attempt at the same job; 0 if
	// unknown. Job returns the scope in which it is counted; nil: the pipeline.
	Attempt func(Env) int64
	Job     func(Env) string

	// Commit, Branch and Page return the hash of the checked-out commit, the name of its
	// branch, and the URL of the page that shows the job or the pipeline; "" if unknown.
	Commit, Branch, Page func(Env) string

	// Base returns the branch (or the commit) that the pull request of the job is going to be
	// merged into, Default the default branch; "" if unknown. History says how a job gets the
	// whole history.
	Base, Default func(Env) string
	History       string

	// Workspace is the variable with the root of the checkout.
	Workspace string
	// Blob returns the URL of the checked-out commit's files, to which a slash path is
	// appended; "" if unknown.
	Blob func(Env) string

	// Protected lists variables that are withheld from examples, because a program
	// could change the pipeline with them. The variables of Files are protected too.
	Protected []string

	// Protocol describes the commands of the system's log.
	Protocol *Protocol
	// Files are appended to by a job, for the system to show or pass on.
	Files []File
	// Agent is a program of the system that shows a run outside the log.
	Agent *Agent
	// JUnit is the limit of the system's reader of JUnit reports.
	JUnit *JUnitLimit
}

// Marker is a variable that only one system sets.
type Marker struct {
	Variable string
	// Value is the required value; empty: anything but "", 0 and false.
	Value string
}

func (m Marker) present(env Env) bool {
	switch {
	case m.Variable == "":
		return false
	case m.Value != "":
		return env(m.Variable) == m.Value
	}
	return truthy(env(m.Variable))
}

// truthy reads a boolean variable as the systems themselves do.
func truthy(v string) bool {
	switch strings.ToLower(strings.TrimSpace(v)) {
	case "", "0", "false":
		return false
	}
	return true
}

// File is a file that a job appends to.
type File struct {
	// Variable contains the file's path.
	Variable string
	// Text returns what to append to a file that has held bytes already.
	Text func(r Report, held int64) ([]byte, error)
}

// Agent is a program that gets a Markdown report on its stdin. It is optional: if it
// is not installed, nothing is shown.
type Agent struct {
	Program string
	Args    func(Env, Report) []string
}

// JUnitLimit is the maximum number of results in one JUnit file for Reader.
type JUnitLimit struct {
	Reader  string
	Results int
}

// None is the name of the absent system, which is otherwise the zero System.
const None = "none"

// Table is a list of systems in the order of detection.
type Table []System

// Systems returns the systems that hub knows. Detection returns the first match, so
// a system that runs inside jobs of another one comes before it.
func Systems() Table {
	return Table{
		github(), gitlab(), azure(), buildkite(), teamcity(), circleci(), bitbucket(), semaphore(),
		cirrus(), heroku(), travis(), appveyor(), codebuild(), woodpecker(), drone(),
		jenkins(), // last: everything that it starts inherits its variables

		flux(), // before slurm, in whose jobs it may run
		slurm(), gridEngine(), lsf(), pbs(), torque(), htCondor(),
		awsBatch(), azureBatch(), gcpBatch(), cloudRun(), kubernetes(), nomad(), bazel(),
	}
}

// Detect returns the CI system of the environment, and whether this is a pipeline at
// all. If only the variable CI is set, it is a pipeline of the system [None].
func (t Table) Detect(env Env) (system System, pipeline bool) {
	for _, s := range t {
		if s.Marker.present(env) {
			return s, true
		}
	}
	return System{Name: None}, truthy(env("CI"))
}

// Names returns the names of the CI systems, in the table's order.
func (t Table) Names() []string {
	var names []string
	for _, s := range t {
		if s.Batch == nil {
			names = append(names, s.Name)
		}
	}
	return names
}

// Named returns the CI system of that name, which may be [None].
func (t Table) Named(name string) (System, bool) {
	for _, s := range t {
		if s.Name == name && s.Batch == nil {
			return s, true
		}
	}
	return System{Name: None}, name == None
}

// Protected returns the variables of all systems that are withheld from examples.
func (t Table) Protected() []string {
	var names []string
	for _, s := range t {
		names = append(names, s.Protected...)
		for _, f := range s.Files {
			names = append(names, f.Variable)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}
