package ci

import (
	"slices"
	"strings"
)

// Env looks up an environment variable; it returns "" for one that is not set.
type Env func(name string) string

// System is what hub knows about one system that runs pipelines or the parts of
// a job. A part that is nil or empty is one that the system does not have.
type System struct {
	// Name is short, lower case and stable: users pass it as --ci=NAME, and
	// recorded pipeline IDs begin with it.
	Name string
	// Title is the name for people.
	Title string

	// Marker is the variable that proves a CI system.
	Marker Marker
	// Batch lists, for a batch system, variables of which each proves it. CI jobs
	// may run inside batch jobs, so [Table.Detect] never returns a batch system.
	Batch []string

	// Parts says how the parts of a split job are numbered (--shard=auto).
	Parts *Parts
	// Pipeline returns the ID of the pipeline run. All jobs of the run have it,
	// no other run has it, and running failed jobs again keeps it: so it holds no
	// number of an attempt, of a job, or of a workflow that an attempt makes anew.
	Pipeline func(Env) string
	// Ordered reports that pipeline IDs are numbers that grow from run to run.
	Ordered bool
	// Axis returns what tells this job from others of the pipeline that could be
	// split in the same way: the job's name, or the cell of a matrix.
	Axis func(Env) string
	// Attempt returns a number that grows from attempt to attempt of the same job;
	// 0 for unknown. Job returns what it is counted within; nil: the pipeline.
	Attempt func(Env) int64
	Job     func(Env) string

	// Workspace is the variable that names the root of the checkout.
	Workspace string
	// Blob returns the address of the checked-out commit's files, to which a slash
	// path is added; "" for unknown.
	Blob func(Env) string

	// Protected lists variables that examples must not get, because they let a
	// program change the pipeline. Those of Files are protected as well.
	Protected []string

	// Protocol is what the system obeys in its log.
	Protocol *Protocol
	// Files are what a job appends to for the system to show or to pass on.
	Files []File
	// Agent is a program of the system that shows a run outside of the log.
	Agent *Agent
	// JUnit is the limit of what reads JUnit reports in the system.
	JUnit *JUnitLimit
}

// Marker is a variable that one system alone sets.
type Marker struct {
	Variable string
	// Value is what the variable must be; empty: anything but "", 0 and false.
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

// truthy is how the systems themselves read a variable that is a switch.
func truthy(v string) bool {
	switch strings.ToLower(strings.TrimSpace(v)) {
	case "", "0", "false":
		return false
	}
	return true
}

// File is a file, named by a variable of the job, to which a job appends.
type File struct {
	Variable string
	// Text returns what to append to a file that has held bytes already.
	Text func(r Report, held int64) ([]byte, error)
}

// Agent is a program that is started with a report as Markdown on its stdin.
// Where it is not installed nothing is shown.
type Agent struct {
	Program string
	Args    func(Env, Report) []string
}

// JUnitLimit is the most results that Reader takes in one JUnit file.
type JUnitLimit struct {
	Reader  string
	Results int
}

// None is the name of the system that is none: the zero System but for its name.
const None = "none"

// Table is a list of systems, in the order in which they are looked for.
type Table []System

// Systems returns the systems that hub knows. The first that is recognised is
// the answer, so a system that runs inside another's jobs and leaves its
// variables in place stands before that.
func Systems() Table {
	return Table{
		github(), gitlab(), azure(), buildkite(), teamcity(), circleci(), bitbucket(), semaphore(),
		cirrus(), heroku(), travis(), appveyor(), codebuild(), woodpecker(), drone(),
		jenkins(), // last: whatever it starts inherits its variables

		slurm(), awsBatch(), cloudRun(), kubernetes(), bazel(),
	}
}

// Detect returns the CI system of the environment, and whether this is a
// pipeline at all: it is one, of system [None], where nothing but the variable
// CI says so.
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

// Protected returns the variables of all systems that examples must not get.
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
