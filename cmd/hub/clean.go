package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/flags"
	"github.com/seed-00a9b34c/hub/pkg/project"
	"github.com/seed-00a9b34c/hub/pkg/query"
	"github.com/seed-00a9b34c/hub/pkg/render"
	"github.com/seed-00a9b34c/hub/pkg/status"
	"github.com/seed-00a9b34c/hub/pkg/terminal"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// CleanCmd deletes old results, run logs and temporary files.
type CleanCmd struct {
	OlderThan flags.Past `placeholder:"TIME" help:"Remove results older than TIME, such as \"1 month\", 30d or 2026-01-31."`
	Completed bool       `help:"Remove completed results; with --older-than only those older than TIME."`
	All       bool       `help:"Remove everything: status and run logs. Asks on a terminal, needs --yes elsewhere."`
	Backup    bool       `help:"Copy the status file first; it is an error if there is none. Hub keeps the newest five copies."`
	DryRun    bool       `help:"Print what would be removed, and remove nothing."`
	Yes       bool       `short:"y" help:"Do not ask."`
}

// Run cleans.
func (c *CleanCmd) Run(ctx context.Context, app *App) error {
	if c.OlderThan.IsZero() && !c.Completed && !c.All {
		done, err := c.routine(ctx, app)
		if err != nil && c.Backup { // a copy was asked for
			return err
		} else if err != nil {
			app.warn("nothing was cleaned: %v", err)
		} else if err := c.print(app, done); err != nil {
			app.warn("printing the clean summary: %v", err)
		}
		return nil
	}
	p, err := app.work.Open()
	if err != nil {
		return err
	}
	if c.All && !c.Yes && !c.DryRun {
		if err := confirm(app, filepath.Dir(p.Store.File())); err != nil {
			return err
		}
	}
	done, err := c.clean(ctx, app, p, status.LockWait, status.Policy{OlderThan: c.OlderThan.Time, Completed: c.Completed, All: c.All})
	if err != nil {
		return err
	}
	return c.print(app, done)
}

// routine cleans by the policy of hub.yaml. It returns nil when another hub is at
// work: the next commit will clean.
func (c *CleanCmd) routine(ctx context.Context, app *App) (*status.Cleaned, error) {
	p, err := app.work.Open()
	if err != nil {
		return nil, err
	}
	policy, due := p.Due(app.Now(), c.Backup)
	if !due {
		return &status.Cleaned{}, nil
	}
	done, err := c.clean(ctx, app, p, 0, policy)
	if _, locked := errors.AsType[*status.LockedError](err); locked && !c.Backup {
		return nil, nil
	}
	return done, err
}

func (c *CleanCmd) clean(ctx context.Context, app *App, p *project.Project, wait time.Duration, policy status.Policy) (_ *status.Cleaned, err error) {
	if c.Backup && !p.Store.Recorded() {
		return nil, usage.Errorf("--backup: there is no status file to copy: %s; nothing is recorded before the first run", app.shown(p.Store.File()))
	}
	lock, err := app.work.LockWithin(ctx, p, wait)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, lock.Unlock()) }()
	policy.Backup, policy.DryRun = c.Backup, c.DryRun
	done, err := lock.Clean(policy)
	if err != nil {
		return nil, err
	}
	app.work.Notes(done.Notes)
	return &done, nil
}

func (c *CleanCmd) print(app *App, done *status.Cleaned) error {
	if done == nil || app.Global.Quiet {
		return nil
	}
	return app.output(render.Table).Write(query.CleanedAnswer(done, c.DryRun, app.Global.Verbose))
}

// confirm asks on a terminal, and refuses off one.
func confirm(app *App, dir string) error {
	switch yes, asked := terminal.Confirm(app.Stdin, app.Stderr, fmt.Sprintf("Remove everything that is recorded in %s?", dir)); {
	case !asked:
		return usage.Errorf("clean --all removes everything that is recorded in %s; pass --yes to confirm", dir)
	case !yes:
		return usage.Errorf("not confirmed: nothing was removed")
	}
	return nil
}
