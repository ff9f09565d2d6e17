package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/catalog"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/plainfile"
	"github.com/seed-00a9b34c/hub/pkg/project"
	"github.com/seed-00a9b34c/hub/pkg/status"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// CleanCmd deletes old results, run logs and temporary files.
type CleanCmd struct {
	OlderThan Past `placeholder:"TIME" help:"Results older than that, such as \"1 month\", 30d or 2026-01-31."`
	Completed bool `help:"Results that are completed; with --older-than those of them that are that old."`
	All       bool `help:"Everything: status and run logs. Asks on a terminal, needs --yes elsewhere."`
	Backup    bool `help:"Copy the status file first; the newest five copies are kept."`
	DryRun    bool `help:"Show what would be removed, and remove nothing."`
	Yes       bool `short:"y" help:"Do not ask."`
}

// Help is the long help.
func (CleanCmd) Help() string {
	return "Without a flag that says what, it follows the clean policy of hub.yaml: results older than clean.older-than, results of examples that are gone, run logs beyond the status.keep-runs that were recorded last, left-over temporary files, copies of the status file beyond the newest five of each kind. " +
		"Ages are by the clock that recorded each result; a result that is dated in the future, or was recorded after one that is not old, is kept. " +
		"That form is made for commit hooks: it never asks, and what keeps it from cleaning is reported and never fails the commit. " +
		"Exit codes: 0; with a flag that says what also 2 usage or configuration, 3 hub could not do its job."
}

// Run cleans.
func (c *CleanCmd) Run(ctx context.Context, app *App) error {
	if c.OlderThan.IsZero() && !c.Completed && !c.All {
		done, err := c.policy(ctx, app)
		if err != nil {
			app.warn("nothing was cleaned: %v", err)
		} else if err := c.tell(app, done); err != nil {
			app.warn("printing the clean summary: %v", err)
		}
		return nil
	}
	p, err := app.open()
	if err != nil {
		return err
	}
	policy := status.Policy{OlderThan: c.OlderThan.Time, Completed: c.Completed, All: c.All, Backup: c.Backup, DryRun: c.DryRun}
	if c.All && !c.Yes && !c.DryRun {
		if err := c.confirm(app, p.Store.File()); err != nil {
			return err
		}
	}
	done, err := c.clean(ctx, app, p, policy, status.LockWait)
	if err != nil {
		return err
	}
	return c.tell(app, done)
}

// policy is plain 'hub clean'. It returns nil when there was nothing to look at.
func (c *CleanCmd) policy(ctx context.Context, app *App) (*status.Cleaned, error) {
	p, err := app.open()
	if err != nil {
		return nil, err
	}
	cfg := p.Config
	// A look at the recorded path is quick, and wrong for odd names, sources
	// outside the root and records of other tools: it only says whether the
	// catalog has to be asked.
	files := plainfile.Presence{Root: cfg.Root}
	missing := func(_, path string) bool { return files.Missing(path) }
	policy := status.Policy{KeepRuns: cfg.Status.KeepRuns, Backup: c.Backup, DryRun: c.DryRun, Gone: missing}
	if cfg.Clean.OlderThan > 0 {
		policy.OlderThan = app.Now().Add(-cfg.Clean.OlderThan)
	}
	if !c.Backup && !p.Store.NeedsClean(policy) {
		return nil, nil
	}
	policy.Examples, policy.Gone = gone(cfg, missing)
	done, err := c.clean(ctx, app, p, policy, 0)
	var locked *status.LockedError
	if errors.As(err, &locked) {
		return nil, nil // another hub is at work; the next commit will clean
	}
	return done, err
}

// gone returns the catalog, and what tells which entries are not in it and
// whose files are not there. When the catalog is not known for certain nothing
// is gone.
func gone(cfg *config.Config, missing func(id, path string) bool) ([]hub.Example, func(id, path string) bool) {
	cat, err := catalog.Discover(cfg)
	if err != nil || cat.Incomplete() {
		return nil, nil
	}
	there := make(map[string]bool, len(cat.Examples))
	for _, e := range cat.Examples {
		there[e.ID] = true
	}
	return cat.Examples, func(id, path string) bool { return !there[id] && missing(id, path) }
}

func (c *CleanCmd) clean(ctx context.Context, app *App, p *project.Project, policy status.Policy, wait time.Duration) (_ *status.Cleaned, err error) {
	lock, err := app.lockWithin(ctx, p, wait)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, lock.Unlock()) }()
	done, err := lock.Clean(policy)
	if err != nil {
		return nil, err
	}
	app.notes(done.Notes)
	return &done, nil
}

// tell says what was removed; nil is nothing.
func (c *CleanCmd) tell(app *App, done *status.Cleaned) error {
	if done == nil || app.CLI.Quiet {
		return nil
	}
	verb := "Removed"
	if c.DryRun {
		verb = "Would remove"
	}
	var b strings.Builder
	if app.CLI.Verbose || c.DryRun {
		for _, e := range done.Entries {
			fmt.Fprintf(&b, "  %s (%s)\n", line(e.ID), line(e.Reason))
		}
		for _, name := range append(done.Runs, done.Files...) {
			fmt.Fprintf(&b, "  %s\n", line(name))
		}
	}
	if done.Backup != "" {
		fmt.Fprintf(&b, "Copied the status to %s.\n", done.Backup)
	}
	if n := len(done.Entries) + len(done.Runs) + len(done.Files); n > 0 || c.DryRun {
		fmt.Fprintf(&b, "%s %s, %s, %s.\n", verb, count(len(done.Entries), "result"), count(len(done.Runs), "run log"), count(len(done.Files), "file"))
	}
	_, err := app.Stdout.Write([]byte(b.String()))
	return err
}

func count(n int, word string) string {
	if n != 1 {
		word += "s"
	}
	return fmt.Sprintf("%d %s", n, word)
}

// confirm asks on a terminal, and refuses off one.
func (c *CleanCmd) confirm(app *App, file string) error {
	if _, ok := terminal(app.Stdin); !ok {
		return usage.Errorf("clean --all removes everything that is remembered in %s; say --yes to do it", filepath.Dir(file))
	}
	fmt.Fprintf(app.Stderr, "Remove everything that is remembered in %s? [y/N] ", filepath.Dir(file))
	answer, err := bufio.NewReader(app.Stdin).ReadString('\n')
	if err != nil || !strings.HasPrefix(strings.ToLower(strings.TrimSpace(answer)), "y") {
		return usage.Errorf("nothing was removed")
	}
	return nil
}
