package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/delivery"
	"github.com/seed-00a9b34c/hub/pkg/hint"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/project"
	"github.com/seed-00a9b34c/hub/pkg/runner"
	"github.com/seed-00a9b34c/hub/pkg/session"
	"github.com/seed-00a9b34c/hub/pkg/terminal"
	"github.com/seed-00a9b34c/hub/reporters/console"
)

// perform performs a run, with the lines for people on out. The error has the exit
// code of the run.
func (a *App) perform(ctx context.Context, p *project.Project, o session.Options, out io.Writer) (session.Outcome, error) {
	ctx, done := a.signals.Run(ctx)
	defer done()
	outcome, err := session.Run(ctx, p, a.world(p, &o, out), o)
	if err != nil {
		return outcome, err
	}
	return outcome, a.result(outcome.Run, outcome.Late, o.Terminal)
}

// result prints what went wrong with a run beside its examples, recorded problems
// first, and returns an error with its exit code.
func (a *App) result(run *hub.Run, late []error, raw bool) error {
	for _, t := range run.Troubles() {
		a.tell(errors.New(t.Message))
	}
	for _, err := range late {
		a.tell(err)
	}
	return exitOnly(runCode(run, len(late) > 0, raw))
}

// humanOut is where a run prints lines for people: stdout, unless something else
// takes that.
func (a *App) humanOut(o *session.Options) io.Writer {
	if o.Events == delivery.Stdout || o.Stream || o.Terminal || delivery.ToStdout(o.Reports) {
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
		Console:  console.Options{Out: out, Color: a.color(out), Quiet: a.CLI.Quiet, Verbose: a.CLI.Verbose, Fence: shown},
		Fence:    fence, Environ: a.Environ, Dir: a.Dir, Temp: a.Temp, Now: a.Now, Version: version(),
		Warn: a.warn, Notes: a.notes, Supervisor: a.supervisor, Threads: a.reserved, Running: a.signals.Running,
	}
	plain := o.Command == "ci"
	if !plain {
		w.Self = a.self()
	}
	live, isTerminal := terminal.Of(a.Stderr)
	_, outIsTerminal := terminal.Of(out)
	if isTerminal && outIsTerminal && !plain && !o.Stream && !o.Terminal && !a.CLI.Quiet && a.getenv("TERM") != "dumb" {
		w.Console.Live, w.Console.Width = out, func() int { return terminal.Width(live) }
	}
	return w
}

// self is how hub was started.
func (a *App) self() *hint.Command {
	return &hint.Command{Chdir: a.CLI.Chdir, Config: a.CLI.Config, State: a.CLI.State}
}

// dryRun shows the plan in its order, and what is left out and why.
func (a *App) dryRun(ctx context.Context, p *project.Project, o session.Options) error {
	chosen, err := a.preview(ctx, p, &o)
	if err != nil {
		return err
	}
	var text strings.Builder
	fmt.Fprintf(&text, "Would run %d of %d examples:\n", len(chosen.Chosen), len(p.Catalog.Examples))
	for _, e := range chosen.Order {
		fmt.Fprintf(&text, "%5d  %s%s\n", e.Index, line(e.ID), unstarted(&e, o.Require))
	}
	if len(chosen.Left) > 0 {
		fmt.Fprintf(&text, "Left out:\n")
		for _, l := range chosen.Left {
			fmt.Fprintf(&text, "%5d  %s  (%s)\n", l.Example.Index, line(l.Example.ID), line(l.Reason))
		}
	}
	if _, err := io.WriteString(a.Stdout, text.String()); err != nil {
		return err
	}
	if chosen.EmptyFails {
		return exitOnly(exitEmpty)
	}
	return nil
}

// unstarted says why an example of a plan would not be started, or empty.
func unstarted(e *hub.Example, require []hub.Requirement) string {
	switch {
	case e.Invalid != nil:
		return "  (error: " + line(e.Invalid.Message) + ")"
	case e.Fault != nil:
		return "  (error: " + line(e.Fault.Message) + ")"
	case e.Skip == "":
		return ""
	}
	if _, ok := runner.Required(e, hub.Result{Reason: e.Skip}, require); ok {
		return "  (error: skipped, and required: " + line(e.Skip) + ")"
	}
	return "  (skipped: " + line(e.Skip) + ")"
}
