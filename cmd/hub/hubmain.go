package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"

	"github.com/seed-00a9b34c/hub/pkg/commandline"
	"github.com/seed-00a9b34c/hub/pkg/exitcode"
	"github.com/seed-00a9b34c/hub/pkg/headroom"
	"github.com/seed-00a9b34c/hub/pkg/proc"
	"github.com/seed-00a9b34c/hub/pkg/runner"
	"github.com/seed-00a9b34c/hub/pkg/signals"
)

// hubMain is the program: it returns the exit code.
func hubMain(args []string, process Process) (code int) {
	app := &App{Process: process, args: args, signals: signals.New(), supervisor: sync.OnceValues(proc.NewSupervisor)}
	app.signals.Exit, app.signals.Suspend, app.signals.Stacks = app.quit, app.suspend, app.developed()
	defer app.guard().Recover(&code)
	var err error
	afforded := app.Watch.Span("headroom")
	app.reserved, err = headroom.Afford()
	if afforded(); err != nil {
		app.printError(err)
		return exitcode.Trouble
	}
	app.heap = headroom.NewHeap(app.getenv)
	defer app.heap.Close()
	app.signals.Idle()
	if commandline.Bare(args) {
		args = append(args, "__here")
	}
	command, code, done := app.parse(args)
	if done {
		return code
	}
	if err = app.locate(); err == nil {
		command.BindTo(context.Background(), (*context.Context)(nil))
		err = command.Run(app)
	}
	if own, ok := errors.AsType[*exitcode.Error](err); err != nil && (!ok || own.Err != nil) {
		app.printError(err)
	}
	return exitcode.Of(err)
}

// quit ends hub at a signal.
func (a *App) quit(sig runner.ErrSignal) {
	a.echo.Leave()
	if sig.Crash {
		fmt.Fprintf(a.Stderr, "hub: %s was sent to hub and ended it; run the command again\n", sig.Name)
	}
	os.Exit(exitcode.OfSignal(sig))
}
