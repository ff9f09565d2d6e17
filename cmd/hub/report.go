package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/place"
	"github.com/seed-00a9b34c/hub/pkg/plainfile"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
	"github.com/seed-00a9b34c/hub/pkg/usage"
	"github.com/seed-00a9b34c/hub/reporters"
)

// ReportCmd renders a kept run.
type ReportCmd struct {
	From string `default:"latest" placeholder:"RUN" help:"latest (the run that was recorded last), a run ID, or the file of a run log or a JSON report."`
	ReportFlags
}

// Help is the long help.
func (ReportCmd) Help() string {
	return "Without --report it writes what reports.default names. Exit codes: 0, whatever the run's verdict; 2 usage or configuration, no such run; 3 something cannot be read or written."
}

// Run renders it.
func (c *ReportCmd) Run(ctx context.Context, app *App) error {
	cfg, err := app.load()
	if err != nil {
		return err
	}
	targets, err := c.targets(app, cfg, true)
	if err == nil {
		err = app.mayWrite(cfg, targets, "")
	}
	if err != nil {
		return err
	}
	run, err := app.kept(ctx, cfg, c.From)
	if err != nil {
		return err
	}
	written, err := app.writeReports(ctx, run, targets)
	app.nameReports(written)
	if err != nil {
		return &exitError{exitTrouble, err}
	}
	return nil
}

// kept reads a run that was recorded.
func (a *App) kept(ctx context.Context, cfg *config.Config, from string) (*hub.Run, error) {
	store := a.store(cfg)
	dir := store.RunsDir()
	ids, err := store.Runs()
	if err != nil {
		return nil, err
	}
	if from == "latest" {
		if len(ids) == 0 {
			return nil, usage.Errorf("no run is kept in %s; 'hub all' makes one", dir)
		}
		from = ids[len(ids)-1]
	}
	path := runlog.Path(dir, from)
	var notReport error
	log, err := runlog.Log{}, fs.ErrNotExist
	if filepath.Base(from) == from {
		log, err = store.Log(ctx, from)
	}
	if errors.Is(err, fs.ErrNotExist) {
		path = place.Under(a.Dir, from)
		var run *hub.Run
		if run, notReport = readJSONReport(path); notReport == nil {
			return run, nil
		}
		log, err = runlog.Read(path)
	}
	odd, isOdd := errors.AsType[*plainfile.Error](err)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, usage.Errorf("--from=%s: %w", from, &usage.Unknown{What: "run", Value: from, Known: append([]string{"latest"}, ids...)})
	case isOdd:
		return nil, usage.Errorf("--from=%s: %w", from, odd)
	case err != nil:
		return nil, err
	}
	if !log.Started {
		return nil, fmt.Errorf("%s is neither a run log nor a JSON report that this hub can read: %w", path, notReport)
	}
	for _, odd := range log.Remarks() {
		a.warn("%s: %s", path, odd)
	}
	if log.Damages > 0 {
		a.warn("%s: %s", path, log.Run.Problems[len(log.Run.Problems)-1].Message)
	}
	return &log.Run, nil
}

// maxReport bounds a JSON report that is read, in bytes.
const maxReport = 1 << 30

// readJSONReport reads a file that the json reporter wrote.
func readJSONReport(path string) (*hub.Run, error) {
	f, err := plainfile.Open(path, maxReport)
	if err != nil {
		return nil, err
	}
	defer f.Close() // read only: nothing can be lost
	return reporters.ReadJSON(f)
}
