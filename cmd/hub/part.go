package main

import (
	"github.com/alecthomas/kong"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/baseline"
	"github.com/seed-00a9b34c/hub/pkg/build"
	"github.com/seed-00a9b34c/hub/pkg/flags"
	"github.com/seed-00a9b34c/hub/pkg/misuse"
	"github.com/seed-00a9b34c/hub/pkg/part"
	"github.com/seed-00a9b34c/hub/pkg/place"
	"github.com/seed-00a9b34c/hub/pkg/planfile"
	"github.com/seed-00a9b34c/hub/pkg/project"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// PartFlags name what of a plan file is run.
type PartFlags struct {
	Plan  string     `placeholder:"FILE" help:"Run a part of this plan file, which 'hub plan' wrote. The plan decides what is run and how it is judged, so flags for that are refused."`
	Part  flags.Part `placeholder:"PART" help:"With --plan: run part I of it; I:K is only its K-th example; auto takes the part from the CI system or engine."`
	Queue string     `placeholder:"URL" help:"With --plan: take examples of all parts, one after the other, from a queue that other workers share, on a Redis server (5 or later): redis://[USER@]HOST[:PORT][/DATABASE], or rediss:// for TLS. HUB_QUEUE_PASSWORD has the password."`
}

// besidePlan are the flags that say how and where, and not what.
func besidePlan() []string {
	return []string{"part", "queue", "workers", "stop-on-error", "max-failures", "deadline", "report", "save-output", "events", "attempt", "ci", "dry-run"}
}

// open opens the plan file, after checking which flags are beside it.
func (f *PartFlags) open(app *App, parsed *kong.Context) (*part.Plan, error) {
	switch {
	case f.Plan == "":
		return nil, usage.Errorf("--part and --queue are for a plan file; pass --plan=FILE too")
	case !f.Part.Given() && f.Queue == "":
		return nil, usage.Errorf("--plan=%s: which part? pass --part=I or --part=auto, or --queue=URL", f.Plan)
	}
	if err := misuse.Beside(parsed, "plan", "the plan decides; give it to 'hub plan'", besidePlan()...); err != nil {
		return nil, err
	}
	file, err := part.Open(place.Under(app.Dir, f.Plan), f.Plan)
	if err == nil {
		file.Hub = build.Version()
	}
	return file, err
}

// openPart opens the project with a state of its own for the part, unless the user names
// one, and checks that this is the checkout of the plan.
func (a *App) openPart(file *part.Plan, taken *part.Part) (*project.Project, error) {
	cfg, err := a.work.Configuration()
	if err != nil {
		return nil, err
	}
	if a.State != "" {
		a.work.Project, err = project.Open(cfg, a.State, a.Now)
	} else {
		a.work.Project, err = project.OpenBelow(cfg, taken.Folder(), a.Now)
	}
	if err != nil {
		return nil, err
	}
	notes, err := file.Fits(a.work.Project)
	a.work.WarnAll(notes)
	return a.work.Project, err
}

// follow sets the flags to those of the plan.
func (f *RuleFlags) follow(run *planfile.Run, root string) {
	f.Timeout.Value, f.Retries.Value, f.Flaky, f.Require = run.Timeout, run.Retries, config.Flaky(run.Flaky), run.Require
	switch f.Baseline = run.Baseline; run.Baseline {
	case "", baseline.None, baseline.Strict:
	default:
		f.Baseline = place.Under(root, run.Baseline)
	}
}
