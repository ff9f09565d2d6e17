package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"

	"github.com/alecthomas/kong"

	"github.com/seed-00a9b34c/hub/pkg/headroom"
	"github.com/seed-00a9b34c/hub/pkg/proc"
	"github.com/seed-00a9b34c/hub/pkg/runner"
	"github.com/seed-00a9b34c/hub/pkg/signals"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// hubMain is the program: it returns the exit code.
func hubMain(args []string, process Process) (code int) {
	app := &App{Process: process, signals: signals.New(), supervisor: sync.OnceValues(proc.NewSupervisor)}
	app.signals.Exit, app.signals.Suspend, app.signals.Stacks = app.quit, app.suspend, app.developed()
	defer app.panicked(&code)
	var err error
	afforded := app.Watch.Span("headroom")
	app.reserved, err = headroom.Afford()
	if afforded(); err != nil {
		app.printError(err)
		return exitTrouble
	}
	headroom.CollectLate(0, app.getenv)
	app.signals.Idle()
	if len(args) == 0 {
		if _, err = io.WriteString(app.Stdout, overview); err != nil {
			app.printError(err)
		}
		return exitCode(err)
	}
	command, code, done := app.parse(helpFor(args))
	if done {
		return code
	}
	if err = app.locate(); err == nil {
		command.BindTo(context.Background(), (*context.Context)(nil))
		err = command.Run(app)
	}
	if own, ok := errors.AsType[*exitError](err); err != nil && (!ok || own.err != nil) {
		app.printError(err)
	}
	return exitCode(err)
}

// parse reads the arguments. It is done, with an exit code, when they ask for help or
// the version, or are wrong.
func (a *App) parse(args []string) (command *kong.Context, code int, done bool) {
	defer a.Watch.Span("arguments")()
	var cli CLI
	printed := -1
	parser, err := newParser(&cli, args, a.Process, func(code int) { printed = code; panic(exitNow{}) })
	if err != nil {
		a.printError(err)
		return nil, exitTrouble, true
	}
	command, err = parseOrExit(parser, args)
	if printed >= 0 {
		return nil, printed, true
	}
	if err == nil {
		a.Global = cli.Global
		return command, exitGood, false
	}
	// Kong puts the name of the flag before our texts, which have it already.
	if own, ok := errors.AsType[*exitError](err); ok {
		a.printError(own)
		return nil, own.code, true
	}
	if asked, ok := errors.AsType[*usage.Error](err); ok {
		a.printError(asked)
		return nil, exitUsage, true
	}
	at := "hub"
	if wrong, ok := errors.AsType[*kong.ParseError](err); ok {
		node := cmp.Or(wrong.Context.Selected(), wrong.Context.Model.Node)
		at = node.FullPath()
		if len(node.Children) > 0 {
			err = errors.New(strings.Replace(err.Error(), "unexpected argument", "unknown command", 1))
		}
	}
	if lacks, ok := strings.CutPrefix(err.Error(), "expected \"<"); ok {
		err = fmt.Errorf("missing argument <%s", strings.TrimSuffix(lacks, `"`))
		if strings.HasPrefix(lacks, "ref>") {
			err = errors.New("no example was named: a REF is an index, an ID, a docname or a path ('hub list' shows them)")
		}
	}
	a.printError(err)
	fmt.Fprintf(a.Stderr, "Run '%s --help' for usage.\n", at)
	return nil, exitUsage, true
}

// exitNow leaves Kong's parser after it has printed help or the version.
type exitNow struct{}

func parseOrExit(parser *kong.Kong, args []string) (ctx *kong.Context, err error) {
	defer func() {
		if r := recover(); r != nil && r != (exitNow{}) {
			panic(r)
		}
	}()
	return parser.Parse(args)
}

// quit ends hub at a signal.
func (a *App) quit(sig runner.ErrSignal) {
	if sig.Crash {
		fmt.Fprintf(a.Stderr, "hub: %s was sent to hub and ended it; run the command again\n", sig.Name)
	}
	os.Exit(signalCode(sig))
}
