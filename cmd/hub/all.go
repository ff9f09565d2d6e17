package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/ci"
	"github.com/seed-00a9b34c/hub/pkg/headroom"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/place"
	"github.com/seed-00a9b34c/hub/pkg/runner"
	"github.com/seed-00a9b34c/hub/pkg/selection"
	"github.com/seed-00a9b34c/hub/pkg/timespec"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// RunFlags are the flags of the commands that run a selection of the catalog.
type RunFlags struct {
	Start string `arg:"" optional:"" help:"Catalog index to start from."`

	Filter commaList `short:"f" placeholder:"FILTER,…" help:"By what is recorded; several are joined: ${filters}."`
	ScopeFlags
	Limit Count  `short:"l" placeholder:"N" help:"At most N examples."`
	Shard string `placeholder:"I/N" help:"Only the I-th of N parts, or auto: as the CI system says."`
	PlaceFlags
	Force  bool `help:"Select regardless of recorded status."`
	DryRun bool `help:"Show what would be run and what not, and run nothing."`

	HowFlags

	system *ci.System // nil: none is told anything
	update bool       // the golden files
}

// PlaceFlags say where in a pipeline this run is, by which 'hub merge' knows what
// belongs together. The defaults are the CI system's.
type PlaceFlags struct {
	Pipeline string `placeholder:"ID" help:"With --shard: ID that all shards of one pipeline share; default: the CI system's pipeline ID. 'hub merge' joins the shards of one pipeline only."`
	Axis     string `placeholder:"TEXT" help:"Cell of the matrix that this run belongs to, such as linux; default: the CI system's job name (on GitHub with the runner's OS), where it has one. 'hub merge' joins the shards of one cell only."`
	Attempt  *int64 `placeholder:"N" help:"Number of this attempt, from 1; default: the CI system's own. Of two attempts at one shard 'hub merge' counts the one with the greater number."`
}

// HowFlags say how what was chosen is run, judged and reported.
type HowFlags struct {
	Workers     string    `short:"j" placeholder:"N" help:"Examples that run at the same time; default: run.workers."`
	Timeout     string    `placeholder:"D" help:"Time limit of one attempt, for all examples, such as 90s; 0 means none."`
	Retries     *int      `placeholder:"N" help:"Attempts after a failed one, for all examples."`
	Flaky       string    `placeholder:"pass|fail" help:"What a pass after a failed attempt means: pass (it is marked) or fail (an error of type flaky); default: run.flaky."`
	Require     commaList `placeholder:"REASON,…" help:"Skips that are errors of type required_skip, besides those of run.require: ${requirements}, or KIND:TEXT for those of a kind whose reason contains the text."`
	StopOnError bool      `help:"End the run at the first failure; what runs is stopped and recorded as interrupted."`
	MaxFailures int       `placeholder:"N" help:"End the run at N failures."`
	AllowEmpty  bool      `help:"An empty selection is good."`

	ReportFlags
	SaveOutput bool   `help:"Keep the whole output of every attempt as a file beside the run log; it goes with that."`
	Events     string `placeholder:"FILE" help:"Write the run's events as NDJSON while they happen ('hub schema events' describes them); - is stdout."`
}

// UpdateFlag is for the commands that people run. 'hub ci' does not have it: a
// pipeline that wrote what it finds into the golden files would find them true.
type UpdateFlag struct {
	Update bool `help:"Write the golden files of expect.stdout.golden from what is printed, where nothing else keeps an example from passing."`
}

// AllCmd runs a selection of the catalog.
type AllCmd struct {
	RunFlags
	UpdateFlag
}

// Help is the long help.
func (AllCmd) Help() string { return environHelp + exitHelp }

// Run runs it.
func (c *AllCmd) Run(ctx context.Context, app *App) error {
	c.update = c.Update
	return app.runSelection(ctx, "all", &c.RunFlags)
}

// CICmd is AllCmd with a pipeline's manners.
type CICmd struct {
	RunFlags
	System string `name:"ci" default:"auto" placeholder:"NAME" help:"CI system whose log protocol is spoken: ${systems}, none, or auto: the one that hub runs in."`
}

// Help is the long help.
func (CICmd) Help() string {
	return "Like 'hub all', with plain output, the reports of reports.default unless told otherwise, and an empty selection as an error (unless a filter for what is left to do comes back empty). " + exitHelp
}

// Run runs it.
func (c *CICmd) Run(ctx context.Context, app *App) error {
	system, err := app.ciSystem(c.System)
	if err != nil {
		return err
	}
	c.system = &system
	return app.runSelection(ctx, "ci", &c.RunFlags)
}

// options checks the flags and turns them into what a session needs.
func (f *RunFlags) options(app *App, command string, cfg *config.Config) (sessionOptions, error) {
	o := sessionOptions{command: command, plain: command == "ci", system: f.system, retries: f.Retries, events: f.Events, saveOutput: f.SaveOutput}
	var err error
	if o.workers, err = workers(f.Workers, cfg); err != nil {
		return o, err
	}
	if o.timeout, err = timeoutFlag(f.Timeout); err != nil {
		return o, err
	}
	if f.Events != "" && f.Events != "-" {
		o.events = place.Under(app.Dir, f.Events)
	}
	if o.reports, err = f.targets(app, cfg, command == "ci"); err != nil {
		return o, err
	}
	stdout := ""
	if command == "run" {
		stdout = "the output of the examples"
	}
	if err := distinct(o.reports, o.events, stdout); err != nil {
		return o, err
	}
	switch {
	case f.Retries != nil && *f.Retries < 0:
		return o, usage.Errorf("--retries=%d: must be 0 or more", *f.Retries)
	case f.MaxFailures < 0:
		return o, usage.Errorf("--max-failures=%d: must be 0 or more", f.MaxFailures)
	}
	if o.flakyFails, err = flakyFails(f.Flaky, cfg); err != nil {
		return o, err
	}
	if o.require, err = requirements(f.Require, cfg); err != nil {
		return o, err
	}
	o.stopOnError = f.StopOnError || cfg.Run.StopOnError
	o.maxFailures = f.MaxFailures
	o.filters = f.Filter
	o.update = f.update
	if o.identity, err = f.identity(app); err != nil {
		return o, err
	}
	if command == "ci" && !f.AllowEmpty {
		o.emptyCode = exitEmpty
	}
	return o, nil
}

func (f *RunFlags) request(app *App) (selection.Request, error) {
	r := selection.Request{
		Filters: f.Filter, Tags: f.Tag, AnyTags: f.Tags, Groups: f.Group,
		Limit: int(f.Limit), Force: f.Force,
	}
	if f.Start != "" {
		var err error
		if r.Start, err = strconv.Atoi(f.Start); err != nil || r.Start < 1 {
			return r, usage.Errorf("START is a catalog index from 1, not %q; to run examples by name: hub run %s", f.Start, exampleWord(f.Start))
		}
	}
	if f.Shard == "" && f.Pipeline != "" {
		return r, usage.Errorf("--pipeline is for shards; give --shard=I/N too")
	}
	if f.Shard == "" {
		return r, nil
	}
	shard, err := parseShard(app, f.Shard)
	r.Shard = shard
	return r, err
}

func parseShard(app *App, text string) (*hub.Shard, error) {
	if text == "auto" {
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
	left, right, ok := strings.Cut(text, "/")
	index, err1 := strconv.Atoi(left)
	total, err2 := strconv.Atoi(right)
	shard := hub.Shard{Index: index, Total: total}
	if !ok || err1 != nil || err2 != nil || !shard.Valid() {
		return nil, usage.Errorf("--shard=%s: must be I/N with 1 ≤ I ≤ N ≤ %d, such as 2/4, or auto", text, hub.MaxShards)
	}
	return &shard, nil
}

func timeoutFlag(text string) (*time.Duration, error) {
	if text == "" {
		return nil, nil
	}
	d, err := timespec.ParseDuration(text)
	if err != nil {
		return nil, usage.Errorf("--timeout=%s: %v", text, err)
	}
	return &d, nil
}

// flakyFails reports whether a pass after a failed attempt is an error.
func flakyFails(flag string, cfg *config.Config) (bool, error) {
	known := []string{string(config.FlakyPass), string(config.FlakyFail)}
	switch {
	case flag == "":
		flag = string(cfg.Run.Flaky)
	case !slices.Contains(known, flag):
		return false, usage.Errorf("--flaky: %w", &usage.Unknown{What: "policy", Value: flag, Known: known})
	}
	return flag == string(config.FlakyFail), nil
}

// requirements are the skips that are errors: those of the configuration and
// those of the flag.
func requirements(flag []string, cfg *config.Config) ([]hub.Requirement, error) {
	out := slices.Clone(cfg.Run.Require)
	for _, text := range flag {
		if problem := config.CheckRequirement(text); problem != "" {
			return nil, usage.Errorf("--require: %s", problem)
		}
		out = append(out, hub.Requirement(text))
	}
	return out, nil
}

func workers(flag string, cfg *config.Config) (int, error) {
	n := int(cfg.Run.Workers)
	if flag != "" && flag != "auto" {
		var err error
		if n, err = strconv.Atoi(flag); err != nil || n < 1 || n > config.MaxWorkers {
			return 0, usage.Errorf("--workers=%s: must be a number from 1 to %d, or auto", flag, config.MaxWorkers)
		}
	}
	if n == 0 || flag == "auto" {
		n = headroom.CPUs()
	}
	return n, nil
}

// newSession checks the flags of a run.
func (a *App) newSession(command string, f *RunFlags) (*session, selection.Request, error) {
	cfg, cat, err := a.project()
	if err != nil {
		return nil, selection.Request{}, err
	}
	o, err := f.options(a, command, cfg)
	if err != nil {
		return nil, selection.Request{}, err
	}
	if err := a.mayWrite(cfg, o.reports, o.events); err != nil {
		return nil, selection.Request{}, err
	}
	request, err := f.request(a)
	if err != nil {
		return nil, request, err
	}
	s := &session{app: a, cfg: cfg, catalog: cat, sessionOptions: o}
	if len(cat.Examples) == 0 && !f.AllowEmpty {
		s.emptyCode = exitEmpty
	}
	return s, request, nil
}

// runSelection selects from the catalog and runs what was chosen.
func (a *App) runSelection(ctx context.Context, command string, f *RunFlags) error {
	s, request, err := a.newSession(command, f)
	if err != nil {
		return err
	}
	if f.DryRun {
		return s.dryRun(request)
	}
	return s.run(ctx, request)
}

// dryRun shows the plan in its order, and what is left out and why.
func (s *session) dryRun(r selection.Request) error {
	known, err := s.app.loading(s.cfg)()
	if err != nil {
		return err
	}
	known.Adopt(s.catalog.Examples)
	sel, err := s.choose(context.Background(), known, r)
	if err != nil {
		return err
	}
	var out strings.Builder
	fmt.Fprintf(&out, "Would run %d of %d examples:\n", len(sel.Chosen), len(s.catalog.Examples))
	for _, e := range selection.Plan(sel.Chosen, known, s.workers) {
		note := ""
		switch {
		case e.Invalid != nil:
			note = "  (error: " + line(e.Invalid.Message) + ")"
		case e.Fault != nil:
			note = "  (error: " + line(e.Fault.Message) + ")"
		case e.Skip != "":
			note = "  (skipped: " + line(e.Skip) + ")"
			if _, ok := runner.Required(&e, hub.Result{Reason: e.Skip}, s.require); ok {
				note = "  (error: skipped, and required: " + line(e.Skip) + ")"
			}
		}
		fmt.Fprintf(&out, "%5d  %s%s\n", e.Index, line(e.ID), note)
	}
	if len(sel.Left) > 0 {
		fmt.Fprintf(&out, "Left out:\n")
		for _, l := range sel.Left {
			fmt.Fprintf(&out, "%5d  %s  (%s)\n", l.Example.Index, line(l.Example.ID), line(l.Reason))
		}
	}
	if _, err := io.WriteString(s.app.Stdout, out.String()); err != nil {
		return err
	}
	if len(sel.Chosen) == 0 {
		return exitOnly(s.empty(sel, known))
	}
	return nil
}
