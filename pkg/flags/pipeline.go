package flags

import (
	"slices"
	"strconv"
	"strings"

	"github.com/alecthomas/kong"

	"github.com/seed-00a9b34c/hub/pkg/ci"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// Shard is one part of a plan, or the part that the CI system says.
type Shard struct {
	auto bool
	part *hub.Shard // nil when the flag was not given
}

// Decode reads the flag.
func (s *Shard) Decode(ctx *kong.DecodeContext) error {
	text, err := Text(ctx)
	if err != nil || text == "" {
		return err
	}
	if s.auto = text == "auto"; s.auto {
		return nil
	}
	left, right, ok := strings.Cut(text, "/")
	index, err1 := strconv.Atoi(left)
	total, err2 := strconv.Atoi(right)
	s.part = &hub.Shard{Index: index, Total: total}
	if !ok || err1 != nil || err2 != nil || !s.part.Valid() {
		return usage.Errorf("--shard=%s: must be I/N with 1 ≤ I ≤ N ≤ %d, such as 2/4, or auto", text, hub.MaxShards)
	}
	return nil
}

// Given reports whether the flag was given.
func (s *Shard) Given() bool { return s.auto || s.part != nil }

// Resolve returns the part, nil when the flag was not given. For auto, the environment
// of the CI system has it, and tell prints it.
func (s *Shard) Resolve(getenv func(string) string, tell func(format string, args ...any)) (*hub.Shard, error) {
	if !s.auto {
		return s.part, nil
	}
	part, err := ci.Systems().Shard(getenv)
	if err != nil {
		return nil, usage.Errorf("--shard=auto: %v", err)
	}
	shard := hub.Shard{Index: part.Index, Total: part.Total}
	if !shard.Valid() {
		return nil, usage.Errorf("--shard=auto: %d parts (%s) are more than the %d that can be merged", part.Total, part.From, hub.MaxShards)
	}
	tell("shard %d/%d, from %s", part.Index, part.Total, part.From)
	return &shard, nil
}

// Part is a part of a plan file, one example of it, or the part that the CI system or
// engine says.
type Part struct {
	auto           bool
	index, example int // from 1; 0: not given
}

// Decode reads the flag.
func (p *Part) Decode(ctx *kong.DecodeContext) error {
	text, err := Text(ctx)
	if err != nil || text == "" {
		return err
	}
	if p.auto = text == "auto"; p.auto {
		return nil
	}
	index, example, one := strings.Cut(text, ":")
	var err1, err2 error
	p.index, err1 = strconv.Atoi(index)
	if one {
		p.example, err2 = strconv.Atoi(example)
	}
	if err1 != nil || err2 != nil || p.index < 1 || one && p.example < 1 {
		return usage.Errorf("--part=%s: must be a part of the plan, such as 7, one example of it, such as 7:2, or auto", text)
	}
	return nil
}

// Given reports whether the flag was given.
func (p *Part) Given() bool { return p.auto || p.index > 0 }

// Resolve returns the part of a plan with total parts, and the position of its only
// example to run; 0: all. For auto, the environment of the CI system or engine has it, and
// tell prints it.
func (p *Part) Resolve(total int, getenv func(string) string, tell func(format string, args ...any)) (index, example int, err error) {
	if !p.auto {
		return p.index, p.example, nil
	}
	found, err := ci.Systems().Part(getenv, total)
	if err != nil {
		return 0, 0, usage.Errorf("--part=auto: %w", err)
	}
	tell("part %d/%d, from %s", found.Index, found.Total, found.From)
	return found.Index, 0, nil
}

// Parts is a flag with a range of the parts of a plan file.
type Parts struct {
	From, To int // from 1; 0: not given
}

// Decode reads the flag.
func (p *Parts) Decode(ctx *kong.DecodeContext) error {
	text, err := Text(ctx)
	if err != nil || text == "" {
		return err
	}
	from, to, isRange := strings.Cut(text, "-")
	if !isRange {
		to = from
	}
	var err1, err2 error
	p.From, err1 = strconv.Atoi(from)
	p.To, err2 = strconv.Atoi(to)
	if err1 != nil || err2 != nil || p.From < 1 || p.To < p.From {
		return usage.Errorf("--parts=%s: must be parts of the plan, such as 1-100 or 7", text)
	}
	return nil
}

// Given reports whether the flag was given.
func (p *Parts) Given() bool { return p.To > 0 }

// Within checks the parts against a plan with total parts.
func (p *Parts) Within(total int) error {
	if p.To > total {
		return usage.Errorf("--parts=%d-%d: the plan has parts 1 to %d", p.From, p.To, total)
	}
	return nil
}

// System is a flag that names a CI system, or none.
type System struct {
	// Named is nil for the system that hub runs in.
	Named *ci.System
}

// Decode reads the flag.
func (s *System) Decode(ctx *kong.DecodeContext) error {
	text, err := Text(ctx)
	if s.Named = nil; err != nil || text == "" || text == "auto" {
		return err
	}
	systems := ci.Systems()
	found, ok := systems.Named(text)
	if !ok {
		return usage.Errorf("--%s: %w", ctx.Value.Name, &usage.Unknown{What: "CI system", Value: text, Known: slices.Concat([]string{"auto"}, systems.Names(), []string{ci.None})})
	}
	s.Named = &found
	return nil
}
