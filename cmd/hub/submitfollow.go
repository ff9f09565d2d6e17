package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/runner"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
	"github.com/seed-00a9b34c/hub/pkg/submit"
	"github.com/seed-00a9b34c/hub/pkg/terminal"
)

// followParts follows the parts of a plan until they have run, or were lost too often.
func (a *App) followParts(ctx context.Context, desk *submit.Desk, journal *submit.Journal, dir *os.Root, proofs submit.Proofs) error {
	o, err := desk.Options(journal.Setup, dir, proofs)
	if err != nil {
		return err
	}
	again := "hub submit --resume=" + line(sanitize.ShellWord(a.shown(journal.Setup.Plan)))
	a.warn("if this ends early, resume it: %s", again)
	screen := submit.Screen{Out: a.Stderr, Every: time.Minute}
	if f, ok := terminal.Of(a.Stderr); ok && a.getenv("TERM") != "dumb" {
		screen.Live, screen.Columns = true, func() int { return terminal.Width(f) }
	}
	o.Say = func(format string, args ...any) { screen.Clear(); a.warn(format, args...) }
	if o.Progress = screen.Show; a.Global.Quiet {
		o.Progress = func(submit.Progress) {}
	}
	ctx, done := a.signals.Run(ctx)
	defer done()
	defer a.signals.Running(o.Queue.Kill, func(stop func()) { stop() }, false)()
	outcome, err := submit.Run(ctx, journal, o)
	screen.Clear()
	if sig, ok := errors.AsType[runner.ErrSignal](err); ok {
		return &runner.InterruptedError{Signal: sig, Err: fmt.Errorf("interrupted: resume it with %s", again)}
	}
	a.work.WarnAll(outcome.Notes())
	return err
}
