package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/githook"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// HooksCmd is about the git hook.
type HooksCmd struct {
	Install   HooksInstallCmd   `cmd:"" help:"Run 'hub clean --silent' before every commit; a hook that is there is kept and runs as well."`
	Uninstall HooksUninstallCmd `cmd:"" help:"Take the hook away, and put back what was there before."`
}

// Help is the long help.
func (HooksCmd) Help() string {
	var b strings.Builder
	b.WriteString("The hook goes where git looks for it (core.hooksPath, linked work trees and submodules included). It never fails a commit: " +
		"not without hub, not when hub fails, not while another hub is at work. An existing hook is kept beside it and keeps its arguments, input and exit code. " +
		hooksExit + "\n\nWhere another program manages the hooks, add it to the configuration of that one:\n")
	for _, m := range githook.Managers() {
		fmt.Fprintf(&b, "\n%s, in %s:\n\n%s", m.Name, m.File, indent(m.Stanza))
	}
	return b.String()
}

const hooksExit = "Exit codes: 0; 2 no git repository, no work tree, or another program manages the hooks; 3 no git, or something cannot be read or written."

func indent(text string) string {
	return "    " + strings.ReplaceAll(strings.TrimRight(text, "\n"), "\n", "\n    ") + "\n"
}

// HooksInstallCmd installs.
type HooksInstallCmd struct{}

// Help is the long help.
func (HooksInstallCmd) Help() string { return HooksCmd{}.Help() }

// Run installs the hook for this project.
func (HooksInstallCmd) Run(ctx context.Context, app *App) error {
	repo, project, err := app.hooks(ctx)
	if err != nil {
		return err
	}
	owner, configured := repo.ManagedBy()
	if owner != nil {
		fmt.Fprintf(app.Stderr, "hub: %s manages the hooks in %s, and would overwrite another one. Let it run hub: add to %s\n\n%s",
			owner.Name, line(repo.Hooks), owner.File, indent(owner.Stanza))
		return exitOnly(exitUsage)
	}
	program := ""
	if !repo.InTree {
		program = githook.Program(app.getenv("PATH"))
	}
	done, err := repo.Install(project, program)
	if err != nil {
		return err
	}
	said := "Installed already"
	if done.Done {
		said = "Installed"
	}
	said += fmt.Sprintf(": %s runs '%s' before every commit.\n", app.shown(done.File), githook.Command)
	if done.Kept != "" {
		said += fmt.Sprintf("The hook that was there is kept as %s and runs after it.\n", githook.Kept)
	}
	if done.Idle {
		app.warn("%s is not executable: git did not run it, and does not now", app.shown(done.Kept))
	}
	if reach := repo.Reach(app.shown); reach != "" {
		app.warn("%s", reach)
	}
	if configured != nil && !app.Global.Quiet {
		fmt.Fprintf(app.Stderr, "hub: the repository is configured for %s, which would take the hook over when it is installed. It runs hub with this in %s:\n\n%s\n",
			configured.Name, configured.File, indent(configured.Stanza))
	}
	_, err = io.WriteString(app.Stdout, said)
	return err
}

// HooksUninstallCmd uninstalls.
type HooksUninstallCmd struct{}

// Help is the long help.
func (HooksUninstallCmd) Help() string {
	return "What is not hub's is left alone. " + hooksExit
}

// Run takes this project out of the hook.
func (HooksUninstallCmd) Run(ctx context.Context, app *App) error {
	repo, project, err := app.hooks(ctx)
	if err != nil {
		return err
	}
	done, err := repo.Uninstall(project)
	if err != nil {
		return err
	}
	file, said := app.shown(done.File), ""
	switch {
	case !done.Done && len(done.Others) > 0:
		return usage.Errorf("%s is not for this project, but for others: %v; -C FOLDER names theirs", file, done.Others)
	case !done.Done:
		said = fmt.Sprintf("Nothing to uninstall: there is no hook of hub's in %s.\n", app.shown(repo.Hooks))
	case len(done.Others) > 0:
		said = fmt.Sprintf("Uninstalled: %s is for other projects now: %v.\n", file, done.Others)
	case done.Kept != "":
		said = fmt.Sprintf("Uninstalled: %s is what it was before.\n", file)
	default:
		said = fmt.Sprintf("Uninstalled: %s is gone.\n", file)
	}
	_, err = io.WriteString(app.Stdout, said)
	return err
}

// hooks finds the repository, and this project in it.
func (a *App) hooks(ctx context.Context) (githook.Repo, githook.Project, error) {
	if a.Global.State != nil {
		a.warn("the hook does not know --state: it keeps the state in .hub, or where HUB_STATE says when git runs it")
	}
	repo, err := githook.Find(ctx, a.Dir, a.Environ)
	if err != nil {
		return repo, nil, err
	}
	file, _ := config.Find(a.Dir, a.Global.Config) // a mistake in it is no obstacle here
	project, err := repo.Project(a.Dir, file, config.FileName)
	return repo, project, err
}
