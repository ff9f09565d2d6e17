package ci

import (
	"slices"
	"strconv"
	"strings"
)

// Identity identifies the job of a pipeline that this process runs in. Empty fields
// are unknown.
type Identity struct {
	// Pipeline identifies the run of the pipeline: the system's name, a colon, and
	// the system's ID.
	Pipeline string
	// Axis distinguishes this job from others of the pipeline, see [System.Axis].
	Axis string
	// Attempt grows with every attempt at the same part of the pipeline; 0 if the
	// system does not count attempts.
	Attempt int64
	// Job is the scope in which Attempt is counted; empty: the pipeline.
	Job string
}

// Identify reads the identity from the environment. A CI system takes precedence
// over a batch system that its jobs may run in.
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

// Later compares the IDs of two pipelines of one [System.Ordered] system: positive if
// b is later, negative if a is. ok is false if they cannot be compared.
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

// first reads the first of the variables that is set.
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

// joined reads the variables that are set, and joins their values with slashes.
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

// counted reads the attempt, from 1, from a variable in which the first attempt has
// the number begin; 0 if the variable has no such number.
func counted(variable string, begin int64) func(Env) int64 {
	return func(env Env) int64 {
		n, err := strconv.ParseInt(strings.TrimSpace(env(variable)), 10, 64)
		if err != nil || n < begin {
			return 0
		}
		return n + 1 - begin
	}
}
