package ci

import (
	"slices"
	"strconv"
	"strings"
)

// Identity says where in a pipeline this process runs, as far as the system
// says. Empty fields are not known.
type Identity struct {
	// Pipeline is the run of the pipeline: the system's name, a colon, and the
	// system's ID for it.
	Pipeline string
	// Axis tells this job from others of the pipeline, see [System.Axis].
	Axis string
	// Attempt grows from attempt to attempt of the same part of the pipeline;
	// 0 when the system does not count.
	Attempt int64
	// Job is what Attempt is counted within; empty: the pipeline.
	Job string
}

// Identify reads where in a pipeline this process runs. A CI system counts
// before the batch system that its jobs may run in.
func (t Table) Identify(env Env) Identity {
	system, _ := t.Detect(env)
	if system.Name != None {
		return system.identity(env)
	}
	for _, s := range t {
		if slices.ContainsFunc(s.Batch, func(name string) bool { return env(name) != "" }) {
			return s.identity(env)
		}
	}
	return Identity{}
}

func (s System) identity(env Env) Identity {
	read := func(f func(Env) string) string {
		if f == nil {
			return ""
		}
		return f(env)
	}
	id := Identity{Axis: read(s.Axis), Job: read(s.Job)}
	if pipeline := read(s.Pipeline); pipeline != "" {
		id.Pipeline = s.Name + ":" + pipeline
	}
	if s.Attempt != nil {
		id.Attempt = s.Attempt(env)
	}
	return id
}

// Later compares the IDs of two pipelines of one [System.Ordered] system: above
// 0 when b is later, below 0 when a is. ok is false when nothing says which is.
func (t Table) Later(a, b string) (order int, ok bool) {
	nameA, idA, _ := strings.Cut(a, ":")
	nameB, idB, _ := strings.Cut(b, ":")
	if nameA != nameB || !slices.ContainsFunc(t, func(s System) bool { return s.Name == nameA && s.Ordered }) {
		return 0, false
	}
	x, err1 := strconv.ParseUint(idA, 10, 64)
	y, err2 := strconv.ParseUint(idB, 10, 64)
	switch {
	case err1 != nil || err2 != nil:
		return 0, false
	case y > x:
		return 1, true
	case y < x:
		return -1, true
	}
	return 0, true
}

// first returns the value of the first of the variables that is set.
func first(names ...string) func(Env) string {
	return func(env Env) string {
		for _, name := range names {
			if value := strings.TrimSpace(env(name)); value != "" {
				return value
			}
		}
		return ""
	}
}

// joined returns the values of the variables that are set, with slashes between.
func joined(names ...string) func(Env) string {
	return func(env Env) string {
		var parts []string
		for _, name := range names {
			if value := strings.TrimSpace(env(name)); value != "" {
				parts = append(parts, value)
			}
		}
		return strings.Join(parts, "/")
	}
}

// counted returns the attempt, from 1, of a system that counts them in that
// variable, the first as number begin.
func counted(variable string, begin int64) func(Env) int64 {
	return func(env Env) int64 {
		n, err := strconv.ParseInt(strings.TrimSpace(env(variable)), 10, 64)
		if err != nil || n < begin {
			return 0
		}
		return n + 1 - begin
	}
}
