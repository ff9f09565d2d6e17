package main

import (
	"cmp"
	"context"
	"slices"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/flags"
	"github.com/seed-00a9b34c/hub/pkg/plan"
	"github.com/seed-00a9b34c/hub/pkg/project"
)

// RuleFlags decide verdicts: of a plan file they hold in every part.
type RuleFlags struct {
	Timeout flags.Duration      `placeholder:"D" help:"Time limit of each attempt, such as 90s, for every example; 0 means none."`
	Retries flags.OptionalCount `placeholder:"N" help:"Retry each failed example up to N times."`
	Flaky   config.Flaky        `enum:",pass,fail" default:"" placeholder:"pass|fail" help:"Treat a pass after a failed attempt as a pass (marked flaky) or as an error of type flaky. Default: run.flaky."`
	Require flags.Requirements  `placeholder:"REASON,…" help:"Treat these skips as errors of type required_skip, in addition to run.require: {requirements}; KIND:TEXT matches skips of a kind whose reason contains the text."`
	BaselineFlag
}

// rules completes a request by what decides verdicts.
func (f *RuleFlags) rules(ctx context.Context, app *App, p *project.Project, r *plan.Request) (err error) {
	run := &p.Config.Run
	r.Timeout, r.Retries = f.Timeout.Value, f.Retries.Value
	r.FlakyFails = cmp.Or(f.Flaky, run.Flaky) == config.FlakyFail
	r.Require = slices.Concat(run.Require, f.Require)
	if r.Baseline, err = f.openBaseline(ctx, app, p); err != nil {
		return err
	}
	if text := r.Baseline.Remark(p.Catalog.Examples); text != "" && !p.Catalog.Incomplete() {
		app.warn("%s", text)
	}
	return nil
}
