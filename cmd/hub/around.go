package main

import (
	"context"
	"slices"
	"time"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/mask"
	"github.com/seed-00a9b34c/hub/pkg/redact"
	"github.com/seed-00a9b34c/hub/pkg/runner"
)

// around runs the setups and teardowns of a session: the run's before and
// after the pool, those of groups when the pool says so.
type around struct {
	runner  *runner.Around
	secrets *mask.Patterns
	now     func() time.Time
	begun   bool // the run's setup
}

func (s *session) around(exec *runner.Executor, plan []hub.Example) *around {
	steps := map[string]config.Around{"": s.cfg.Run.Around}
	for _, g := range s.cfg.Groups {
		if slices.ContainsFunc(plan, func(e hub.Example) bool { return e.Group == g.ID }) {
			steps[g.ID] = g.Around
		}
	}
	for group, a := range steps {
		if len(a.Setup)+len(a.Teardown) == 0 {
			delete(steps, group)
		}
	}
	return &around{
		runner:  &runner.Around{Executor: exec, Env: s.cfg.Run.Env, Steps: steps},
		secrets: s.app.secrets, now: s.app.Now,
	}
}

// groups are those that have a setup or a teardown, sorted.
func (a *around) groups() []string {
	var out []string
	for group := range a.runner.Steps {
		if group != "" {
			out = append(out, group)
		}
	}
	slices.Sort(out)
	return out
}

// begin runs the run's setup, if anything of the plan is to be tried. When it
// fails, nothing can be, and the plan comes back so; where hub lacked something
// to run it, nothing of the plan is to be run, and lack says so. The deadline counts.
func (a *around) begin(ctx context.Context, plan []hub.Example, deadline time.Duration, rec *recording) (out []hub.Example, lack *hub.Error) {
	tried := func(e hub.Example) bool { return e.Skip == "" && e.Invalid == nil }
	if _, any := a.runner.Steps[""]; !any || !slices.ContainsFunc(plan, tried) || ctx.Err() != nil {
		return plan, nil
	}
	if deadline > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, deadline)
		defer cancel()
	}
	a.begun = true
	steps, failure := a.setup(ctx, "")
	a.tell(steps, rec)
	if failure == nil || ctx.Err() != nil { // what stopped the setup stops the run
		return plan, nil
	}
	if failure.Lacks() {
		return plan, failure
	}
	plan = slices.Clone(plan)
	for i := range plan {
		if tried(plan[i]) {
			plan[i].Invalid = failure
		}
	}
	return plan, nil
}

// end runs the run's teardown if its setup was begun, and reports whether.
func (a *around) end(ctx context.Context, rec *recording) bool {
	if a.begun {
		a.tell(a.teardown(context.WithoutCancel(ctx), ""), rec)
	}
	return a.begun
}

func (a *around) tell(steps []hub.Step, rec *recording) {
	for i := range steps {
		rec.observe(hub.Event{Type: hub.EventStepFinished, Time: a.now(), Step: &steps[i]})
	}
}

func (a *around) setup(ctx context.Context, group string) ([]hub.Step, *hub.Error) {
	steps, failure := a.runner.Setup(ctx, group)
	return redact.Steps(a.secrets, steps), redact.Error(a.secrets, failure)
}

func (a *around) teardown(ctx context.Context, group string) []hub.Step {
	return redact.Steps(a.secrets, a.runner.Teardown(ctx, group))
}

// timeLeft is what is left of a time limit; 0 means that there is none, and less
// that it is over.
func timeLeft(limit time.Duration, since time.Time) time.Duration {
	if limit <= 0 {
		return 0
	}
	if left := limit - time.Since(since); left > 0 {
		return left
	}
	return -1
}
