package main

import (
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/catalog"
	"github.com/seed-00a9b34c/hub/pkg/runner"
	"github.com/seed-00a9b34c/hub/pkg/selector"
	"github.com/seed-00a9b34c/hub/pkg/terminal"
	"github.com/seed-00a9b34c/hub/pkg/usage"
	"github.com/seed-00a9b34c/hub/pkg/watch"
)

// watchSelection runs the selection again and again. Each run is a hub of its own, so that none
// leaves anything to the next, and a crash ends one run only.
func (a *App) watchSelection(ctx context.Context, f *RunFlags) error {
	switch {
	case f.Shard.Given() || f.DryRun:
		return usage.Errorf("--watch runs examples here, again and again: omit --shard and --dry-run")
	case f.Changed || f.ChangedSince != nil || f.Staged:
		return usage.Errorf("--watch runs what changes from now on: omit --changed, --changed-since and --staged")
	}
	program, err := os.Executable()
	if err != nil {
		return err
	}
	p, err := a.work.Open()
	if err != nil {
		return err
	}
	ctx, done := a.signals.Run(ctx)
	defer done()
	l := watch.Loop{
		Find: func() (*config.Config, *catalog.Catalog, error) {
			silent := *a.work
			silent.Warn = func(string, ...any) {} // each run says it
			p, err := silent.Discover()
			if err != nil {
				return nil, nil, err
			}
			a.work.Project = p
			return p.Config, p.Catalog, nil
		},
		Chosen: func(cat *catalog.Catalog, ids []string) (chosen []string, err error) {
			choice := f.choice(a)
			if _, alone := choice.Start(); alone {
				choice.Any = nil
			}
			choice.Changed = func(cat *catalog.Catalog) (selector.Change, error) { return watch.Of(cat, ids), nil }
			found, err := choice.In(cat)
			for i := range cat.Examples {
				if e := &cat.Examples[i]; err == nil && found.Left(e) == "" {
					chosen = append(chosen, e.ID)
				}
			}
			return chosen, err
		},
		Run:      func(ctx context.Context, ids []string) error { return a.runAgain(ctx, program, ids) },
		Say:      a.warn,
		Complain: a.printError,
		Skip:     []string{filepath.Dir(p.Store.File()), p.ReportsDir()},
	}
	err = l.Watch(ctx)
	if sig, ok := errors.AsType[runner.ErrSignal](err); ok {
		return &runner.InterruptedError{Signal: sig, Err: errors.New("interrupted")}
	}
	return err
}

// runAgain runs the examples with these IDs as another hub; nil: all that the user selects. How
// that ends is shown, and no error.
func (a *App) runAgain(ctx context.Context, program string, ids []string) error {
	args := slices.Clone(a.args)
	at := slices.IndexFunc(args, func(arg string) bool { return arg == "--watch" || strings.HasPrefix(arg, "--watch=") })
	if args = slices.Delete(args, at, at+1); ids != nil {
		list, err := watch.WriteList(a.Temp, ids)
		defer func() { _ = os.Remove(list) }() // of no further use
		if err != nil {
			return err
		}
		args = slices.Insert(args, at, "--touched="+list)
	}
	cmd := exec.Command(program, args...)
	cmd.Env, cmd.Stdin, cmd.Stdout, cmd.Stderr = a.Environ, a.Stdin, itsTerminal(a.Stdout), itsTerminal(a.Stderr)
	if err := cmd.Start(); err != nil {
		return err
	}
	_, isTerminal := terminal.Of(a.Stdin)
	defer context.AfterFunc(ctx, func() {
		sig, _ := errors.AsType[runner.ErrSignal](context.Cause(ctx))
		if !isTerminal || sig.Name != "SIGINT" && sig.Name != "SIGQUIT" { // which the terminal sends to both
			_ = cmd.Process.Signal(syscall.SIGTERM)
		}
	})()
	if err := cmd.Wait(); err != nil {
		if _, ended := errors.AsType[*exec.ExitError](err); !ended {
			return err
		}
	}
	return nil
}

// itsTerminal returns the terminal that w is, if it is one, for a program that asks what it has.
func itsTerminal(w io.Writer) io.Writer {
	if f, ok := terminal.Of(w); ok {
		return f
	}
	return w
}
