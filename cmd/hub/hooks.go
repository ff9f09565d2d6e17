package main

import (
	"context"
	"fmt"
	"io"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/exitcode"
	"github.com/seed-00a9b34c/hub/pkg/githook"
)

// HooksCmd groups the commands for the git hook.
type HooksCmd struct {
	Install   HooksInstallCmd   `cmd:"" help:"Run 'hub clean --silent' before every commit; an existing hook is kept and still runs."`
	Uninstall HooksUninstallCmd `cmd:"" help:"Remove the hook and restore the one it replaced."`
}

// HooksInstallCmd installs the hook.
type HooksInstallCmd struct {
	Examples string `name:"run" enum:",staged" default:"" placeholder:"WHAT" help:"Also run, before every commit, the examples that it touches: staged. They get at most 30 seconds and never stop the commit. Without --run, none are run."`
}

// Run installs the hook for this project.
func (c HooksInstallCmd) Run(ctx context.Context, app *App) error {
	repo, project, err := app.hooks(ctx)
	if err != nil {
		return err
	}
	owner, configured := repo.ManagedBy()
	if owner != nil {
		fmt.Fprintf(app.Stderr, "hub: %s manages the hooks in %s and would overwrite another hook. Add hub to %s instead:\n\n%s",
			owner.Name, line(repo.Hooks), owner.File, owner.Indented())
		return exitcode.Only(exitcode.Usage)
	}
	program := ""
	if !repo.InTree {
		program = githook.Program(app.getenv("PATH"))
	}
	done, err := repo.Install(project, program, c.Examples == "staged")
	if err != nil {
		return err
	}
	app.work.WarnAll(done.Warnings(repo, app.shown))
	if configured != nil && !app.Global.Quiet {
		fmt.Fprintf(app.Stderr, "hub: the repository is configured for %s, which replaces the hook once it is installed. To run hub from it, add to %s:\n\n%s\n",
			configured.Name, configured.File, configured.Indented())
	}
	_, err = io.WriteString(app.Stdout, done.Installed(app.shown))
	return err
}

// HooksUninstallCmd removes the hook.
type HooksUninstallCmd struct{}

// Run removes this project from the hook.
func (HooksUninstallCmd) Run(ctx context.Context, app *App) error {
	repo, project, err := app.hooks(ctx)
	if err != nil {
		return err
	}
	done, err := repo.Uninstall(project)
	if err != nil {
		return err
	}
	text, err := done.Uninstalled(repo, app.shown)
	if err != nil {
		return err
	}
	_, err = io.WriteString(app.Stdout, text)
	return err
}

// hooks finds the repository, and this project in it.
func (a *App) hooks(ctx context.Context) (githook.Repo, githook.Project, error) {
	if a.Global.State != nil {
		a.warn("the hook does not use --state: it keeps the state in .hub, or in HUB_STATE when git runs it")
	}
	repo, err := githook.Find(ctx, a.Dir, a.Environ)
	if err != nil {
		return repo, nil, err
	}
	file, _ := config.Find(a.Dir, a.Global.Config) // a mistake in it is no obstacle here
	project, err := repo.Project(a.Dir, file, config.FileName)
	return repo, project, err
}
