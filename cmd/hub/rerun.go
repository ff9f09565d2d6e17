package main

import (
	"context"
	"fmt"

	"github.com/alecthomas/kong"

	"github.com/seed-00a9b34c/hub/pkg/delivery"
	"github.com/seed-00a9b34c/hub/pkg/exitcode"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/misuse"
	"github.com/seed-00a9b34c/hub/pkg/query"
	"github.com/seed-00a9b34c/hub/pkg/render"
)

// What 'hub errors --run' and 'hub stale --run' share.

// onlyWithRun refuses flags that say how to run where nothing is run.
func onlyWithRun(k *kong.Context, runs bool) error {
	if runs {
		return nil
	}
	return misuse.Only(k, "With --run:", "--run")
}

// rerun runs the scope of a command by recorded status, by identity, and prints the
// outcome of each. With another format than table only the answer goes to stdout.
func (a *App) rerun(ctx context.Context, command string, f *RunFlags, format render.Format, scope query.Scope) error {
	p, err := a.discoverToRun(f.Workers, f.DryRun)
	if err != nil {
		return err
	}
	o, err := f.selection(ctx, a, p, command)
	if err != nil {
		return err
	}
	o.Select.Leave = query.FailedSince(scope.Since)
	if f.DryRun {
		return a.dryRun(ctx, p, o)
	}
	lines, table := a.humanOut(&o), format == render.Table
	if !table {
		lines = a.Stderr
		if err := delivery.Distinct(o.Reports, o.Events, "the answer"); err != nil {
			return err
		}
	}
	outcome, verdict := a.perform(ctx, p, o, lines)
	run, failed := outcome.Run, command == "errors"
	nothing := run != nil && run.Verdict() == hub.VerdictEmpty && run.Passed()
	if run == nil || table && !failed && !nothing {
		return verdict // the console has shown it all
	}
	var gone []query.ErrorRow
	if failed {
		gone = query.Gone(&query.Snapshot{Catalog: p.Catalog, Status: outcome.Status, Orphans: outcome.Orphans}, scope)
	}
	out := a.output(format)
	if table {
		out.Writer = lines
	}
	answer := query.RerunAnswer(query.Rerun(run, failed, gone), a.Global.Quiet, query.NoErrors(scope))
	if table && !failed {
		answer = query.StaleAnswer(nil, scope)
	}
	if err := out.Write(answer); err != nil && exitcode.Of(verdict) < exitcode.Signal {
		return fmt.Errorf("writing the rerun result: %w", err)
	}
	return verdict
}
