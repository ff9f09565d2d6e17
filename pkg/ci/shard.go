package ci

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// ErrNoShard is wrapped by every error of [Table.Shard]: the environment does not
// reliably say which part of a split job this is.
var ErrNoShard = errors.New("cannot determine the shard")

// Parts describes how a system numbers the parts of a split job.
type Parts struct {
	// Index and Total name the variables.
	Index, Total string
	// First is the number of the first part.
	First int
	// Shared says that other systems use the same variables, so that the system must
	// be recognised by its marker.
	Shared bool
	// Unsplit is the value of Total, without an Index, in a job that is not split.
	Unsplit string
	// Advice says which flags to pass, for a system whose variables do not suffice.
	Advice string
	// Read replaces reading Index and Total.
	Read func(Env) (Shard, error)
}

// Shard is one part of a split job.
type Shard struct {
	Index, Total int // from 1
	// From names the variables and values that it was read from, for people.
	From string
}

// Shard returns which part of a split job this process is. Incomplete or out-of-range
// numbers, variables of two systems, and systems without numbers are errors that wrap
// [ErrNoShard] and say what to do. Shard never falls back to 1 of 1, which would run
// everything in every job.
func (t Table) Shard(env Env) (Shard, error) {
	var found Table
	var titles []string
	for _, s := range t {
		if s.numbered(env) {
			found, titles = append(found, s), append(titles, s.Title)
		}
	}
	switch {
	case len(found) > 1:
		return Shard{}, fmt.Errorf("%w: the variables of %s are set at the same time; pass --shard=I/N", ErrNoShard, strings.Join(titles, " and "))
	case len(found) == 1 && found[0].Parts.Read != nil:
		return found[0].Parts.Read(env)
	case len(found) == 1:
		return found[0].shard(env)
	}
	return Shard{}, t.unnumbered(env)
}

// numbered reports whether the environment has the system's part numbers, or is that
// of a system that should have them.
func (s System) numbered(env Env) bool {
	switch p := s.Parts; {
	case p == nil:
		return false
	case s.Marker.present(env):
		return true
	case p.Shared:
		return false
	default:
		return p.Index != "" && env(p.Index) != "" || p.Total != "" && env(p.Total) != ""
	}
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
		return fmt.Errorf("%w: %s and %s are set, but whether they start at 0 or 1 depends on the CI system, and none of %s was detected; pass --shard=I/N",
			ErrNoShard, names.Index, names.Total, strings.Join(shared, ", "))
	}
	return fmt.Errorf("%w: no CI system that numbers parallel jobs was detected; pass --shard=I/N", ErrNoShard)
}

// shard reads the two variables of a recognised system.
func (s System) shard(env Env) (Shard, error) {
	p := s.Parts
	if p.Advice != "" {
		return Shard{}, fmt.Errorf("%w: %s", ErrNoShard, p.Advice)
	}
	if p.Unsplit != "" && env(p.Index) == "" && env(p.Total) == p.Unsplit {
		return Shard{1, 1, fmt.Sprintf("%s: the job is not split (%s=%s)", s.Title, p.Total, p.Unsplit)}, nil
	}
	i, err := number(env, s.Title, p.Index)
	if err != nil {
		return Shard{}, err
	}
	n, err := number(env, s.Title, p.Total)
	if err != nil {
		return Shard{}, err
	}
	if i < p.First || i >= p.First+n {
		return Shard{}, fmt.Errorf("%w: %s sets %s=%d and %s=%d, but the index must be within %d to %d; pass --shard=I/N",
			ErrNoShard, s.Title, p.Index, i, p.Total, n, p.First, p.First+n-1)
	}
	return Shard{i - p.First + 1, n, fmt.Sprintf("%s: %s=%d %s=%d", s.Title, p.Index, i, p.Total, n)}, nil
}

// number reads a variable that must be a plain decimal number.
func number(env Env, title, name string) (int, error) {
	v := env(name)
	if v == "" {
		return 0, fmt.Errorf("%w: this is %s, but %s is not set: the job is not split, or the variable is not passed on; pass --shard=I/N", ErrNoShard, title, name)
	}
	n, err := strconv.ParseUint(v, 10, 31)
	if err != nil {
		return 0, fmt.Errorf("%w: %s sets %s=%q, which is not a number; pass --shard=I/N", ErrNoShard, title, name, v)
	}
	return int(n), nil
}
