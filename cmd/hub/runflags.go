package main

import (
	"context"

	"github.com/seed-00a9b34c/hub/pkg/catalog"
	"github.com/seed-00a9b34c/hub/pkg/ci"
	"github.com/seed-00a9b34c/hub/pkg/delivery"
	"github.com/seed-00a9b34c/hub/pkg/flags"
	"github.com/seed-00a9b34c/hub/pkg/place"
	"github.com/seed-00a9b34c/hub/pkg/project"
	"github.com/seed-00a9b34c/hub/pkg/selection"
	"github.com/seed-00a9b34c/hub/pkg/selector"
	"github.com/seed-00a9b34c/hub/pkg/session"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// RunFlags are the flags of the commands that run a selection of the catalog.
type RunFlags struct {
	ScopeFlags
	Filter flags.List  `short:"f" placeholder:"FILTER,…" help:"Select by recorded status; examples that match any filter are selected: {filters}."`
	Limit  flags.Count `short:"l" placeholder:"N" help:"Run at most N examples."`
	Shard  flags.Shard `placeholder:"I/N" help:"Run only part I of N; auto takes both from the CI system."`
	PipelineFlags
	Force  bool `help:"Select regardless of recorded status."`
	DryRun bool `help:"Show which examples would run and which would not; run nothing."`

	HowFlags

	// touched finds the examples to run regardless of recorded status; nil: none are meant.
	touched func(*catalog.Catalog) (selector.Change, error)
}

// PipelineFlags say where in a pipeline this run is, by which 'hub merge' knows what
// belongs together. The defaults are the CI system's.
type PipelineFlags struct {
	Pipeline string       `placeholder:"ID" help:"With --shard: the ID that all shards of one pipeline share. Default: the CI system's pipeline ID. 'hub merge' joins only shards of the same pipeline."`
	Axis     string       `placeholder:"TEXT" help:"Matrix cell that this run belongs to, such as linux. Default: the CI system's job name (on GitHub with the runner's OS), if it has one. 'hub merge' joins only shards of the same cell."`
	Attempt  flags.Number `placeholder:"N" help:"Number of this attempt, from 1. Default: the CI system's. Of several attempts at a shard, 'hub merge' uses the highest."`
}

// HowFlags say how what was chosen is run, judged and reported.
type HowFlags struct {
	Workers flags.Workers `short:"j" placeholder:"N" help:"Run N examples at a time. Default: run.workers."`
	RuleFlags
	StopOnError bool           `help:"End the run at the first failure; running examples are stopped and recorded as interrupted."`
	MaxFailures flags.Count    `placeholder:"N" help:"End the run after N failures."`
	AllowEmpty  bool           `help:"Exit with 0 when no example is selected."`
	Deadline    flags.Duration `placeholder:"D" help:"Time limit of the whole run, such as 10m; what is not done by then is stopped, and the run fails. 0 means none. Default: run.deadline."`

	ReportFlags
	OutputFlags
}

// OutputFlags are those of every command that runs examples.
type OutputFlags struct {
	SaveOutput bool   `help:"Save the full output of every attempt beside the run log (deleted with it), and a copy in the folder for reports."`
	Events     string `placeholder:"FILE" help:"Write the run's events as NDJSON as they happen ('hub schema events' describes them); - is stdout."`
}

// UpdateFlag is for the commands that people run. 'hub ci' does not have it: a
// pipeline that wrote what it finds into the golden files would find them true.
type UpdateFlag struct {
	Update bool `help:"Write the actual output to the golden files of expect.stdout.golden, for examples that fail for nothing else."`
}

// selection returns the options of a run that selects from the catalog.
func (f *RunFlags) selection(ctx context.Context, app *App, p *project.Project, command string) (session.Options, error) {
	if !f.Shard.Given() && f.Pipeline != "" {
		return session.Options{}, usage.Errorf("--pipeline is for shards; give --shard=I/N too")
	}
	o, err := f.options(ctx, app, p, command)
	if err != nil {
		return o, err
	}
	o.Identity = f.identity(app, p)
	o.EmptyFails = !f.AllowEmpty && (command == "ci" || len(p.Catalog.Examples) == 0)
	o.Select = selection.Request{Filters: f.Filter, Limit: int(f.Limit), Force: f.Force}
	choice := f.choice(app)
	if start, alone := choice.Start(); alone && (command == "all" || command == "ci") {
		if start < 1 {
			return o, usage.Errorf("START is a catalog index from 1, not %q", choice.Any[0])
		}
		o.Select.Start, choice.Any = start, nil
	}
	if f.touched != nil {
		choice.Changed, o.Select.Filters, o.Select.Limit, o.EmptyFails = f.touched, nil, 0, false
	}
	if o.Choice, err = app.choose(p, &choice); err != nil {
		return o, err
	}
	o.Select.Shard, err = f.Shard.Resolve(app.getenv, app.warn)
	return o, err
}

// options returns the options of a run, after checking where its reports and events
// go.
func (f *HowFlags) options(ctx context.Context, app *App, p *project.Project, command string) (session.Options, error) {
	defer app.Watch.Span("options")()
	run := &p.Config.Run
	o := session.Options{
		Command: command, StopOnError: f.StopOnError || run.StopOnError, MaxFailures: int(f.MaxFailures),
		SaveOutput: f.SaveOutput, Events: f.Events, Identity: app.identity(p),
	}
	if f.Deadline.Value != nil {
		run.Deadline = *f.Deadline.Value
	}
	o.Workers = f.Workers.Or(int(run.Workers))
	if o.Events != "" && o.Events != place.Stdout {
		o.Events = place.Under(app.Dir, o.Events)
	}
	if err := f.rules(ctx, app, p, &o.Request); err != nil {
		return o, err
	}
	var err error
	if o.Reports, err = delivery.Choose(p, f.Report, app.Dir, command == "ci"); err != nil {
		return o, err
	}
	stdout := ""
	if command == "run" {
		stdout = "the output of the examples"
	}
	if err := delivery.Distinct(o.Reports, o.Events, stdout); err != nil {
		return o, err
	}
	return o, delivery.Check(ctx, p, o.Reports, o.Events, app.Dir, app.Environ)
}

// userJob is the job within which the numbers of --attempt are counted: they compare
// with those of no CI system.
const userJob = "--attempt"

// identity returns where in a pipeline the run is: as the flags say, else as the CI system
// does.
func (f *PipelineFlags) identity(app *App, p *project.Project) ci.Identity {
	here := app.identity(p)
	if given := p.Secrets.String(line(f.Pipeline)); given != "" {
		here.Pipeline = given
	}
	if given := p.Secrets.String(line(f.Axis)); given != "" {
		here.Axis = given
	}
	if f.Attempt > 0 {
		here.Attempt, here.Job = int64(f.Attempt), userJob
	}
	return here
}
