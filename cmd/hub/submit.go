package main

import (
	"cmp"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"reflect"

	"github.com/alecthomas/kong"

	"github.com/seed-00a9b34c/hub/pkg/divide"
	"github.com/seed-00a9b34c/hub/pkg/flags"
	"github.com/seed-00a9b34c/hub/pkg/merge"
	"github.com/seed-00a9b34c/hub/pkg/misuse"
	"github.com/seed-00a9b34c/hub/pkg/part"
	"github.com/seed-00a9b34c/hub/pkg/place"
	"github.com/seed-00a9b34c/hub/pkg/planfile"
	"github.com/seed-00a9b34c/hub/pkg/submit"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// SubmitCmd has the parts of a plan run by an engine.
type SubmitCmd struct {
	Engine string `arg:"" optional:"" name:"engine" enum:"slurm,sge,kubernetes,command," default:"" help:"What runs the parts: slurm, sge (Grid Engine), kubernetes, or command (processes of this machine, or what submit.command.run starts)."`
	ScopeFlags
	Plan         string              `placeholder:"FILE" help:"Submit this plan file, which 'hub plan' wrote, instead of planning."`
	Slots        flags.Number        `placeholder:"N" help:"Run at most N parts at a time."`
	PartsPerSlot flags.Number        `placeholder:"N" help:"Plan N parts for each slot. Default: parts-per-slot of the engine in hub.yaml, which is 3."`
	RetryLost    flags.OptionalCount `placeholder:"N" help:"Submit a lost part again up to N times. Default: 2. The second time its examples run one by one; an example that is lost then is an error of type lost."`
	Deadline     flags.Duration      `placeholder:"D" help:"Cancel what is not done after D, such as 2h."`
	Command      string              `placeholder:"TEXT" help:"With the engine command: the command that starts a task, split into words as in a shell. {task} is hub's own command line; {part}, {state} and {slot} are replaced. Default: submit.command.run."`
	Resume       string              `placeholder:"FILE" help:"Follow the parts of a plan (file or ID) that was submitted before: after an interruption, or when parts are missing."`
	DryRun       bool                `help:"Print a shell script that submits the same jobs; submit nothing."`
	ReportFlags
}

// Run submits the plan.
func (c *SubmitCmd) Run(ctx context.Context, app *App, parsed *kong.Context) (err error) {
	p, err := app.work.Open()
	if err != nil {
		return err
	}
	targets, err := c.targets(ctx, app, p)
	if err != nil {
		return err
	}
	program, err := os.Executable()
	if err != nil {
		return err
	}
	desk := submit.Desk{Config: p.Config, Hub: program, ConfigFile: app.Global.Config, State: filepath.Dir(p.Store.File()), Environ: app.Environ, Now: app.Now, Safely: app.safely}
	path, err := c.planned(ctx, app, parsed, &desk)
	if err != nil {
		return err
	}
	file, err := part.Open(path, app.shown(path))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	desk.Fits = func() error { _, err := file.Fits(p); return err }
	app.work.Project = p
	app.work.FindSecrets(p)
	if p.Secrets.String(c.Command) != c.Command {
		return usage.Errorf("--command has the value of a secret, and is recorded for --resume; have the command read the variable, such as sh -c 'exec start --token=$TOKEN \"$@\"' - {task}")
	}
	survey, err := merge.NewSurvey(file.File, app.shown(path))
	if err != nil {
		return err
	}
	dir, err := p.Store.Below(desk.Folder(file.Header.ID))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, dir.Close()) }()
	setup := submit.Setup{Plan: path, ID: file.Header.ID, Digest: file.Header.Digest, Engine: c.Engine, Slots: int(c.Slots), Retry: submit.DefaultRetry, Reports: c.Report, Dir: app.Dir}
	if n := c.RetryLost.Value; n != nil {
		setup.Retry = *n
	}
	if d := c.Deadline.Value; d != nil {
		setup.Deadline = app.Now().Add(*d)
	}
	if c.Resume == "" {
		if setup, err = desk.Setup(setup, c.Command); err != nil {
			return err
		}
	}
	proofs := submit.Proved(survey, file.File, desk.Parts(file.Header.ID))
	if c.DryRun {
		text, err := desk.Script(ctx, setup, dir, proofs)
		if err == nil {
			_, err = io.WriteString(app.Stdout, text)
		}
		return err
	}
	journal, err := submit.Begin(dir, setup, c.Resume != "", app.Now)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, journal.Close()) }()
	if c.Resume != "" && len(c.Report) == 0 {
		if targets, err = reportsTo(ctx, app, p, journal.Setup.Reports, journal.Setup.Dir); err != nil {
			return err
		}
	}
	if err := app.followParts(ctx, &desk, journal, dir, proofs); err != nil {
		return err
	}
	return app.mergeSurvey(ctx, p, survey, 0, 0, targets)
}

// planned returns the path of the plan file, which it makes unless one is named.
func (c *SubmitCmd) planned(ctx context.Context, app *App, parsed *kong.Context, desk *submit.Desk) (string, error) {
	if c.Resume != "" {
		if err := misuse.Beside(parsed, "resume", "it was said when the plan was submitted", "deadline", "report"); err != nil {
			return "", err
		}
		return desk.Resumed(c.Resume, app.Dir)
	}
	settings, err := desk.Chosen(c.Engine, c.Command)
	switch {
	case err != nil:
		return "", err
	case c.Slots == 0:
		return "", usage.Errorf("how many parts at a time? pass --slots=N")
	case c.Plan != "" && (c.PartsPerSlot > 0 || !reflect.ValueOf(c.ScopeFlags).IsZero()):
		return "", usage.Errorf("--plan=%s: the plan decides what is run, and in how many parts; give that to 'hub plan'", c.Plan)
	case c.Plan != "":
		return place.Under(app.Dir, c.Plan), nil
	}
	r := divide.Request{Parts: int(c.Slots * cmp.Or(c.PartsPerSlot, flags.Number(max(settings.PartsPerSlot, 1)))), ID: planfile.NewID(), Submitted: true}
	r.File = desk.Planned(r.ID)
	r.Name = app.shown(r.File)
	made, err := app.plan(ctx, &PlanningFlags{ScopeFlags: c.ScopeFlags}, r)
	if err == nil && !app.Global.Quiet {
		_, err = io.WriteString(app.Stderr, made.Text(app.Global.Verbose))
	}
	return r.File, err
}
