// Package plan decides which examples one run starts, in which order, and why the
// others are left out: it gives package selection what is recorded, what is stale,
// and what this machine lacks.
package plan

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/baseline"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/project"
	"github.com/seed-00a9b34c/hub/pkg/runner"
	"github.com/seed-00a9b34c/hub/pkg/selection"
	"github.com/seed-00a9b34c/hub/pkg/selector"
	"github.com/seed-00a9b34c/hub/pkg/staleness"
	"github.com/seed-00a9b34c/hub/pkg/status"
)

// Request says which examples to run, and what holds for all of them.
type Request struct {
	// Select chooses from the catalog, unless Named holds the examples, which run in
	// its order.
	Select selection.Request
	Named  []hub.Example
	// Choice narrows Select to what SELs, tags and groups mean. The examples that it
	// names run even if they are marked skip.
	Choice selector.Chosen
	// EmptyFails: choosing nothing is an error, unless the request makes it good, see
	// [selection.EmptyIsGood], or nothing has changed ([selector.Chosen.Untouched]).
	EmptyFails bool
	// Workers bounds the examples that run at the same time.
	Workers int
	// Timeout and Retries hold for every example; nil: each has its own.
	Timeout *time.Duration
	Retries *int
	// FlakyFails and Require make errors of passes after a failure, and of skips.
	FlakyFails bool
	Require    []hub.Requirement
	// Baseline has the known failures; nil: none are known.
	Baseline *baseline.File
	// Given makes the plan in place of all that chooses; nil: nothing does. Package part
	// makes it of a plan file.
	Given func(ctx context.Context, prints *staleness.Prints) (Plan, error)
}

// Plan is what a run starts.
type Plan struct {
	selection.Selection
	// Order points to what was chosen, in the order of starts.
	Order []*hub.Example
	// EmptyFails: nothing was chosen, and the run fails for it.
	EmptyFails bool
	// Catalog is the number of examples in the repository. Previous has the last outcome
	// of the chosen ones before the run, and Limits those that hold in it.
	Catalog  int
	Previous map[string]hub.Status
	Limits   map[string]config.Limit
	// Part is the part of a plan file that the run is; nil: of none. Elsewhere counts the
	// examples that are left out of it.
	Part      *hub.Part
	Elsewhere []hub.LeftOut

	named, sharded bool // the order is that of the names; it is a shard's
}

// Make makes the plan of a run on this machine. recorded is the status of all examples,
// prints knows what is stale, environ and now are those of the run.
func Make(ctx context.Context, p *project.Project, recorded *status.File, prints *staleness.Prints, environ []string, now time.Time, r Request) (Plan, error) {
	if r.Given != nil {
		return r.Given(ctx, prints)
	}
	out, err := Choose(p, recorded, prints, now, r)
	if err != nil {
		return Plan{}, err
	}
	needs := runner.Needs{Root: p.Config.Root, Environ: environ, Version: prints.Program}
	for i := range out.Chosen {
		if err := Ready(&out.Chosen[i], needs, prints); err != nil {
			return Plan{}, err
		}
	}
	return out, nil
}

// Choose is [Make] for machines that need not be like this one: what it lacks makes no
// skip.
func Choose(p *project.Project, recorded *status.File, prints *staleness.Prints, now time.Time, r Request) (Plan, error) {
	request := r.Select
	request.Proof = proof(p, &r)
	if r.Named == nil {
		request.Scope = r.Choice.Left
	}
	sel, err := selection.Select(r.examples(p), recorded, prints.Stale(recorded, p.Config.Status.MaxAge, now).Reason, request)
	if err = errors.Join(err, prints.Err()); err != nil {
		return Plan{}, err
	}
	for i := range sel.Chosen {
		sel.Chosen[i].ExitCodes = sel.Chosen[i].Settings.Expect.Exit
	}
	out := Plan{Selection: sel, named: r.Named != nil, sharded: request.Shard != nil, Catalog: len(p.Catalog.Examples), Limits: p.Config.Limits}
	out.Previous = recorded.Outcomes(sel.Chosen)
	if out.named {
		out.Left = unnamed(p.Catalog.Examples, r.Named)
	}
	out.Arrange(recorded, r.Workers)
	out.EmptyFails = len(sel.Chosen) == 0 && r.EmptyFails && !emptyIsGood(p.Catalog.Examples, recorded, &out, request.Filters) && !r.Choice.Untouched()
	return out, nil
}

// Known returns what the run has when it starts: nothing if it takes its examples from a
// queue. Starts is the same in the order of starts.
func (p *Plan) Known() []hub.Example {
	if p.Part.Queued() {
		return []hub.Example{}
	}
	return p.Chosen
}

// Starts is the order of starts, as far as it is known before the run.
func (p *Plan) Starts() []*hub.Example {
	if p.Part.Queued() {
		return nil
	}
	return p.Order
}

// Divided reports whether the plan is a shard or a part of a larger one.
func (p *Plan) Divided() bool { return p.sharded || p.Part != nil }

// Ready completes an example that was chosen: with its skip, if this machine lacks what it
// needs. The error is that of [runner.Needs.Unmet].
func Ready(e *hub.Example, needs runner.Needs, prints *staleness.Prints) error {
	if e.ExitCodes = e.Settings.Expect.Exit; e.Skip != "" || e.Invalid != nil {
		return nil
	}
	var unknown string
	var err error
	if e.Skip, e.SkipKinds, unknown, err = needs.Unmet(e); err != nil {
		return err
	}
	if unknown != "" {
		e.Invalid = &hub.Error{Type: hub.ErrInternal, File: e.Path, Message: fmt.Sprintf(
			"needs a version of %s, but '%s' prints none; name the program without a version", unknown, prints.Question(unknown))}
	}
	return nil
}

// Arrange puts the plan into the order for a number of workers, see [selection.Plan].
// A part of a plan file has the order of the file.
func (p *Plan) Arrange(recorded *status.File, workers int) {
	switch {
	case p.Part != nil:
	case p.named:
		p.Order = hub.Pointers(p.Chosen)
	default:
		p.Order = selection.Plan(p.Chosen, recorded, workers)
	}
}

// examples returns the examples to choose from, with the settings of the request.
func (r *Request) examples(p *project.Project) []hub.Example {
	all := selector.Unskip(p.Catalog.Examples, r.Choice.Named())
	if r.Named != nil {
		all = r.Named
	}
	return r.Apply(p, all, p.Catalog.Examples)
}

// Apply returns the examples with what holds for all of them in a run. catalog has all
// examples that are known: a baseline is matched with them.
func (r *Request) Apply(p *project.Project, all, catalog []hub.Example) []hub.Example {
	all = r.Baseline.Mark(all, catalog, p.Secrets.String)
	if r.Timeout == nil && r.Retries == nil {
		return all
	}
	all = slices.Clone(all)
	for i := range all {
		all[i].Set(func(s *hub.Settings) {
			if r.Timeout != nil {
				s.Timeout = *r.Timeout
			}
			if r.Retries != nil {
				s.Retries.Max = *r.Retries
			}
		})
	}
	return all
}

// proof returns what the digest of a plan covers besides the plan.
func proof(p *project.Project, r *Request) *selection.Proof {
	return &selection.Proof{Policies: r.Policies(p), Hide: p.Secrets.String}
}

// Policies returns the policies of the run, see [hub.RunHeader.Policies].
func (r *Request) Policies(p *project.Project) []string {
	flaky := config.FlakyPass
	if r.FlakyFails {
		flaky = config.FlakyFail
	}
	policies := selection.Policies(string(flaky), string(p.Config.Run.Doubtful), r.Require)
	if r.Baseline != nil && r.Baseline.Strict { // what it lists is in the rules of the examples
		policies = append(policies, "baseline strict")
	}
	return policies
}

// unnamed returns the examples that were not named.
func unnamed(all, named []hub.Example) []selection.Left {
	var left []selection.Left
	for i := range all {
		if !slices.ContainsFunc(named, func(n hub.Example) bool { return n.ID == all[i].ID }) {
			left = append(left, selection.Left{Example: &all[i], Reason: "not named"})
		}
	}
	return left
}

// emptyIsGood reports whether an empty plan is good: the rest is in other shards, or
// nothing is left of what was filtered for.
func emptyIsGood(all []hub.Example, recorded *status.File, p *Plan, filters []string) bool {
	return slices.ContainsFunc(p.Left, func(l selection.Left) bool { return l.Reason == selection.OtherShard }) ||
		len(all) > 0 && selection.EmptyIsGood(filters, all, recorded)
}

// LeftOut counts the examples that were not chosen, by reason, in the order in which
// the reasons come up in the catalog.
func (p *Plan) LeftOut() []hub.LeftOut {
	out := slices.Clone(p.Elsewhere)
	for _, l := range p.Left {
		i := slices.IndexFunc(out, func(o hub.LeftOut) bool { return o.Reason == l.Reason })
		if i < 0 {
			i = len(out)
			out = append(out, hub.LeftOut{Reason: l.Reason})
		}
		out[i].Count++
	}
	return out
}
