package main

import (
	"context"
	"errors"
	"path/filepath"

	"github.com/seed-00a9b34c/hub/pkg/build"
	"github.com/seed-00a9b34c/hub/pkg/delivery"
	"github.com/seed-00a9b34c/hub/pkg/merge"
	"github.com/seed-00a9b34c/hub/pkg/place"
	"github.com/seed-00a9b34c/hub/pkg/planfile"
	"github.com/seed-00a9b34c/hub/pkg/project"
	"github.com/seed-00a9b34c/hub/pkg/runner"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// runPlan joins the logs of the parts of a plan file.
func (c *MergeCmd) runPlan(ctx context.Context, app *App) (err error) {
	if c.Pipeline != "" || c.Axis != "" {
		return usage.Errorf("--pipeline and --axis are for shards; the logs of parts name their plan")
	}
	file, err := planfile.Open(place.Under(app.Dir, c.Plan), c.Plan)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	if err := c.Parts.Within(file.Header.Parts); err != nil {
		return err
	}
	p, err := app.work.Open()
	if err != nil {
		return err
	}
	where := c.Path
	if len(where) == 0 {
		where = []string{p.Store.PartsDir(file.Header.ID)}
		if app.State != "" { // which parts may have been given as well
			where = []string{app.State}
		}
	}
	if c.Parts.Given() && app.State == "" {
		if p, err = project.OpenBelow(p.Config, merge.Folder(file.Header.ID, c.Parts.From, c.Parts.To), app.Now); err != nil {
			return err
		}
		app.work.Project = p
	}
	targets, err := delivery.Choose(p, c.Report, app.Dir, !c.Parts.Given())
	if err == nil {
		err = delivery.Check(ctx, p, targets, "", app.Dir, app.Environ)
	}
	if err != nil {
		return err
	}
	app.work.FindSecrets(p)
	survey, err := merge.NewSurvey(file, c.Plan)
	if err != nil {
		return err
	}
	notes, err := survey.Look(ctx, where, app.Dir, app.shown)
	app.work.WarnAll(notes)
	if err != nil {
		return err
	}
	return app.mergeSurvey(ctx, p, survey, c.Parts.From, c.Parts.To, targets)
}

// mergeSurvey joins the parts from, to to of a plan (0, 0: all of them) by what is known of
// their logs, records the run, and writes its reports. The error has the exit code of the
// run.
func (a *App) mergeSurvey(ctx context.Context, p *project.Project, survey *merge.Survey, from, to int, targets []delivery.Target) error {
	whole, err := survey.Compose(from, to, build.Version())
	if err != nil {
		return err
	}
	a.work.WarnAll(whole.Account())
	if from == 0 || len(targets) > 0 {
		return a.merging(ctx, p, targets, whole.Joined)
	}
	lock, err := a.work.Lock(ctx, p)
	if err != nil {
		return err
	}
	outputs := runner.OutputsBelow(p.Config.Root, p.Store.OutputsDir(whole.Header.ID), p.Store.Below)
	id := whole.Header.ID
	run, err := whole.WriteLog(p.Store, outputs.Folder, outputs.Shown)
	if err = errors.Join(err, lock.Unlock()); err != nil {
		return err
	}
	var late []error
	if err := a.showMerged(run, nil); err != nil {
		late = []error{err}
	}
	a.warn("log of the parts: %s", a.shown(filepath.Join(p.Store.RunsDir(), id+".ndjson")))
	return a.result(run, late, false)
}
