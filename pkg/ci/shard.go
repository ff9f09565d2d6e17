package ci

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// errUnnumbered stands for the advice of the system.
var errUnnumbered = errors.New("the variables do not suffice")

// ErrNoShard is wrapped by every error of [Table.Shard] and [Table.Part]: the
// environment does not reliably say which part of a split job this is.
var ErrNoShard = errors.New("cannot determine which part to run")

// Parts describes how a system numbers the parts of a split job.
type Parts struct {
	// Index and Total name the variables. Without Total the system does not say how many
	// parts there are: the index then suffices for a part of a plan file only.
	Index, Total string
	// First is the number of the first part.
	First int
	// Shared says that other systems use the same variables, so that the system must
	// be recognised by its marker.
	Shared bool
	// Unsplit is the value of Total, without an Index, in a job that is not split.
	Unsplit string
	// Advice says what to pass as --shard, for a system whose variables do not suffice,
	// and PartAdvice as --part, if they do not suffice for that either.
	Advice, PartAdvice string
	// Read replaces reading Index and Total. The job is not split if split is false.
	Read func(Env) (part Shard, split bool, err error)
}

// Shard is one part of a split job.
type Shard struct {
	Index, Total int // from 1; Total 0: unknown
	// From names the variables and values that it was read from, for people.
	From string
}

// Shard returns which part of a split job this process is. Incomplete or out-of-range
// numbers, variables of two systems, and systems without numbers are errors that wrap
// [ErrNoShard] and say what to do. Shard never falls back to 1 of 1, which would run
// everything in every job.
//
// CI jobs may run inside jobs of a cluster, or hand in some, and inherit variables
// either way: what the CI system says holds.
func (t Table) Shard(env Env) (Shard, error) {
	f := t.find(env)
	part, err := f.only()
	if err == nil && part.Total == 0 {
		err = errUnnumbered
	}
	if err == errUnnumbered {
		err = errors.New(f.all[0].Parts.Advice)
	}
	if err != nil {
		return Shard{}, f.refuse(err, "--shard=I/N")
	}
	return part, nil
}

// Part returns which part of a plan file with total parts this process is; its Total is
// total. An index alone suffices, since the plan has the total. It is an error, as of
// [Table.Shard], if the environment counts another total.
//
// Where a CI system does not split its job, but a cluster counts exactly as many tasks as
// the plan has parts, the job has submitted these tasks.
func (t Table) Part(env Env, total int) (Shard, error) {
	const flag = "--part=I"
	f := t.find(env)
	part, err := f.only()
	if f.ci && (err != nil || part.Total == 1) && len(f.clusters) == 1 {
		if inner := f.clusters[0]; inner.err == nil && inner.part.Total == total {
			part, err = inner.part, nil
		}
	}
	if err == errUnnumbered {
		err = errors.New(f.all[0].Parts.PartAdvice)
	}
	system, _ := t.Detect(env)
	switch {
	case err != nil:
		return Shard{}, f.refuse(err, flag)
	case part.Total == 0 && system.Name != None:
		return Shard{}, f.refuse(fmt.Errorf("%s may be the number of the job in which %s runs its agent", part.From, system.Title), flag)
	case part.Total == 0 && (part.Index < 1 || part.Index > total):
		return Shard{}, f.refuse(fmt.Errorf("%s is not one of the plan's parts, 1 to %d", part.From, total), flag)
	case part.Total != 0 && part.Total != total:
		return Shard{}, f.refuse(fmt.Errorf("the plan has %d parts, but the job is split into %d (%s); run 'hub plan --parts=%d', or split the job into %d", total, part.Total, part.From, part.Total, total), flag)
	}
	part.Total = total
	return part, nil
}

// reading is what the variables of one system say.
type reading struct {
	System
	part Shard
	err  error
}

// found has the systems that say something of a split.
type found struct {
	all []reading // those that hold
	// clusters are in all only if no CI system says something.
	clusters []reading
	ci       bool // all are not of clusters
	none     error
}

func (t Table) find(env Env) found {
	var f found
	for _, s := range t {
		part, split, err := s.part(env)
		switch {
		case !split && err == nil:
		case s.Cluster:
			f.clusters = append(f.clusters, reading{s, part, err})
		default:
			f.all = append(f.all, reading{s, part, err})
		}
	}
	if f.ci = len(f.all) > 0; !f.ci {
		f.all = f.clusters
	}
	if len(f.all) == 0 {
		f.none = t.unnumbered(env)
	}
	return f
}

// only returns what the only system says.
func (f found) only() (Shard, error) {
	switch len(f.all) {
	case 0:
		return Shard{}, f.none
	case 1:
		part, err := f.all[0].part, f.all[0].err
		if f.ci && len(f.clusters) > 0 && err == nil {
			part.From += "; the numbers of " + f.clusters[0].Title + " are not used"
		}
		return part, err
	}
	var titles []string
	for _, r := range f.all {
		titles = append(titles, r.Title)
	}
	return Shard{}, fmt.Errorf("the variables of %s are set at the same time", strings.Join(titles, " and "))
}

// refuse completes an error: it says what to pass, unless the error does.
func (f found) refuse(err error, flag string) error {
	text := err.Error()
	if name, _, _ := strings.Cut(flag, "="); !strings.Contains(text, name+"=") {
		text += "; pass " + flag
	}
	if f.ci && len(f.clusters) > 0 {
		text += " (the numbers of " + f.clusters[0].Title + " are not used: the CI job may only run inside its job)"
	}
	return fmt.Errorf("%w: %s", ErrNoShard, text)
}

// part reads the system's numbers. Without any, the job is not split, except in a
// system that should have them.
func (s System) part(env Env) (part Shard, split bool, err error) {
	switch p := s.Parts; {
	case p == nil:
		return Shard{}, false, nil
	case p.Read != nil:
		return p.Read(env)
	case s.Marker.present(env), !p.Shared && (p.Index != "" && env(p.Index) != "" || p.Total != "" && env(p.Total) != ""):
		part, err = s.shard(env)
		return part, true, err
	}
	return Shard{}, false, nil
}

// unnumbered returns the error for an environment in which no system numbers the
// parts. Variables that several systems share do not suffice.
func (t Table) unnumbered(env Env) error {
	var shared []string
	var names Parts
	for _, s := range t {
		if p := s.Parts; p != nil && p.Shared && (env(p.Index) != "" || env(p.Total) != "") {
			shared, names = append(shared, s.Title), *p
		}
	}
	if len(shared) > 0 {
		return fmt.Errorf("%s and %s are set, but whether they start at 0 or 1 depends on the CI system, and none of %s was detected",
			names.Index, names.Total, strings.Join(shared, ", "))
	}
	return errors.New("no system that numbers the jobs was detected, or this job is not one of several")
}

// shard reads the two variables of a recognised system.
func (s System) shard(env Env) (Shard, error) {
	p := s.Parts
	if p.Index == "" {
		return Shard{}, errUnnumbered
	}
	if p.Unsplit != "" && env(p.Index) == "" && env(p.Total) == p.Unsplit {
		return Shard{1, 1, fmt.Sprintf("%s: the job is not split (%s=%s)", s.Title, p.Total, p.Unsplit)}, nil
	}
	i, err := number(env, s.Title, p.Index)
	if err != nil {
		return Shard{}, err
	}
	if p.Total == "" {
		return Shard{Index: i - p.First + 1, From: fmt.Sprintf("%s: %s=%d", s.Title, p.Index, i)}, nil
	}
	n, err := number(env, s.Title, p.Total)
	if err != nil {
		return Shard{}, err
	}
	if i < p.First || i >= p.First+n {
		return Shard{}, fmt.Errorf("%s sets %s=%d and %s=%d, but the index must be within %d to %d",
			s.Title, p.Index, i, p.Total, n, p.First, p.First+n-1)
	}
	return Shard{i - p.First + 1, n, fmt.Sprintf("%s: %s=%d %s=%d", s.Title, p.Index, i, p.Total, n)}, nil
}

// number reads a variable that must be a plain decimal number.
func number(env Env, title, name string) (int, error) {
	v := env(name)
	if v == "" {
		return 0, fmt.Errorf("this is %s, but %s is not set: the job is not split, or the variable is not passed on", title, name)
	}
	n, err := strconv.ParseUint(v, 10, 31)
	if err != nil {
		return 0, fmt.Errorf("%s sets %s=%q, which is not a number", title, name, v)
	}
	return int(n), nil
}

// numbers reads several variables with a common prefix, and returns them as text, too.
func numbers(env Env, title, prefix string, names ...string) (map[string]int, string, error) {
	v := make(map[string]int, len(names))
	from := title + ":"
	for _, name := range names {
		n, err := number(env, title, prefix+name)
		if err != nil {
			return nil, "", err
		}
		v[name] = n
		from += fmt.Sprintf(" %s%s=%d", prefix, name, n)
	}
	return v, from, nil
}
