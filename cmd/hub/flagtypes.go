package main

import (
	"strconv"
	"strings"
	"time"

	"github.com/alecthomas/kong"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/ci"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/timespec"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// Duration is a duration as hub.yaml has it; nil when the flag was not given.
type Duration struct{ Value *time.Duration }

// Decode reads the flag.
func (d *Duration) Decode(ctx *kong.DecodeContext) error {
	text, err := exactText(ctx)
	if err != nil || text == "" {
		return err
	}
	v, err := timespec.ParseDuration(text)
	if err != nil {
		return usage.Errorf("--%s=%s: %v", ctx.Value.Name, text, err)
	}
	d.Value = &v
	return nil
}

// Requirements are skips that are errors.
type Requirements []hub.Requirement

// Decode reads one occurrence of the flag.
func (r *Requirements) Decode(ctx *kong.DecodeContext) error {
	var list commaList
	if err := list.Decode(ctx); err != nil {
		return err
	}
	for _, text := range list {
		if problem := config.CheckRequirement(text); problem != "" {
			return usage.Errorf("--%s: %s", ctx.Value.Name, problem)
		}
		*r = append(*r, hub.Requirement(text))
	}
	return nil
}

// Shard is one part of a plan, or the part that the CI system says.
type Shard struct {
	auto bool
	part *hub.Shard // nil when the flag was not given
}

// Decode reads the flag.
func (s *Shard) Decode(ctx *kong.DecodeContext) error {
	text, err := exactText(ctx)
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

func (s *Shard) given() bool { return s.auto || s.part != nil }

// resolve returns the part, nil when the flag was not given.
func (s *Shard) resolve(app *App) (*hub.Shard, error) {
	if !s.auto {
		return s.part, nil
	}
	part, err := ci.Systems().Shard(app.getenv)
	if err != nil {
		return nil, usage.Errorf("--shard=auto: %v", err)
	}
	shard := hub.Shard{Index: part.Index, Total: part.Total}
	if !shard.Valid() {
		return nil, usage.Errorf("--shard=auto: %d parts (%s) are more than the %d that can be merged", part.Total, part.From, hub.MaxShards)
	}
	app.warn("shard %d/%d, from %s", part.Index, part.Total, part.From)
	return &shard, nil
}
