package main

import (
	"context"
	"errors"
	"io"

	"github.com/seed-00a9b34c/hub/pkg/build"
	"github.com/seed-00a9b34c/hub/pkg/delivery"
	"github.com/seed-00a9b34c/hub/pkg/exitcode"
	"github.com/seed-00a9b34c/hub/pkg/hint"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/project"
	"github.com/seed-00a9b34c/hub/pkg/session"
	"github.com/seed-00a9b34c/hub/pkg/stopwatch"
	"github.com/seed-00a9b34c/hub/pkg/terminal"
	"github.com/seed-00a9b34c/hub/reporters/console"
)

// perform performs a run and prints lines for people to out. The error has the exit
// code of the run.
func (a *App) perform(ctx context.Context, p *project.Project, o session.Options, out io.Writer) (session.Outcome, error) {
	ctx, done := a.signals.Run(ctx)
	defer done()
	defer func() { a.echo.Restore() }()
	outcome, err := session.Run(ctx, p, a.world(p, &o, out), o)
	if err != nil {
		return outcome, err
	}
	err = a.result(outcome.Run, outcome.Late, o.Terminal)
	if a.Global.Verbose && !a.Global.Quiet {
		_, _ = io.WriteString(a.Stderr, stopwatch.Table(a.Watch.All(a.Now(), outcome.Run.Examples()...))) // nobody waits for it
	}
	return outcome, err
}

// result prints the problems of a run, recorded ones first, and returns an error with
// its exit code.
func (a *App) result(run *hub.Run, late []error, raw bool) error {
	for _, t := range run.Troubles() {
		a.printError(errors.New(t.Message))
	}
	for _, err := range late {
		a.printError(err)
	}
	return exitcode.Only(exitcode.OfRun(run, len(late) > 0, raw))
}

// humanOut returns where a run prints lines for people: stdout, unless a report, the
// events or the output of examples go there.
func (a *App) humanOut(o *session.Options) io.Writer {
	if o.Stream || o.Terminal || delivery.ToStdout(o.Reports, o.Events) {
		return a.Stderr
	}
	return a.Stdout
}

// world returns what a run uses of this process.
func (a *App) world(p *project.Project, o *session.Options, out io.Writer) session.World {
	fence := a.system().Fence
	shown := fence
	if o.System != nil {
		shown = o.System.Fence
	}
	w := session.World{
		Delivery: a.reportWriter(p),
		Console:  console.Options{Out: out, Color: a.color(out), ASCII: !terminal.UTF8(a.getenv), Quiet: a.Global.Quiet, Verbose: a.Global.Verbose, Fence: shown},
		Fence:    fence, Environ: a.Environ, Dir: a.Dir, Temp: a.Temp, Now: a.Now, Watch: a.Watch, Version: build.Version(),
		Warn: a.warn, Notes: a.work.Notes, Supervisor: a.supervisor, Threads: a.reserved, Heap: a.heap, Running: a.signals.Running,
	}
	plain := o.Command == "ci"
	if !plain {
		w.Self = a.self()
	}
	live, isTerminal := terminal.Of(a.Stderr)
	_, outIsTerminal := terminal.Of(out)
	if outIsTerminal && terminal.Links(a.getenv) {
		w.Console.Link = terminal.Linker(p.Config.Root)
	}
	if isTerminal && outIsTerminal && !plain && !o.Stream && !o.Terminal && !a.Global.Quiet && a.getenv("TERM") != "dumb" {
		a.echo = terminal.NewEcho(live)
		w.Console.Hush = func() func() { a.echo.Off(); return a.echo.Restore }
		w.Console.Live, w.Console.Size = out, func() (columns, rows int) { return terminal.Size(live) }
	}
	return w
}

// self returns how hub was started.
func (a *App) self() *hint.Command {
	return &hint.Command{Chdir: a.Global.Chdir, Config: a.Global.Config, State: a.Global.State}
}

// dryRun shows the plan of a run.
func (a *App) dryRun(ctx context.Context, p *project.Project, o session.Options) error {
	chosen, err := a.work.Preview(ctx, p, o.Request)
	if err != nil {
		return err
	}
	if _, err := io.WriteString(a.Stdout, chosen.Text(chosen.Catalog, o.Require)); err != nil {
		return err
	}
	if chosen.EmptyFails {
		return exitcode.Only(exitcode.Empty)
	}
	return nil
}
