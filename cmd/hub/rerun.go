package main

import (
	"context"
	"fmt"

	"github.com/alecthomas/kong"

	"github.com/seed-00a9b34c/hub/pkg/query"
	"github.com/seed-00a9b34c/hub/pkg/render"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// What 'hub errors --run' and 'hub stale --run' share.

// runGroup is the key of the flags that only say how to run.
const runGroup = "With --run:"

// onlyWithRun refuses flags that say how to run where nothing is run.
func onlyWithRun(k *kong.Context, runs bool) error {
	for _, p := range k.Path {
		if p.Flag != nil && p.Flag.Group != nil && p.Flag.Group.Key == runGroup && !runs {
			return usage.Errorf("--%s says how to run: it needs --run", p.Flag.Name)
		}
	}
	return nil
}

// rerun runs the scope of a command by what is recorded, by identity, and prints
// the outcome of each. With another format than table the answer is all that goes
// to stdout.
func (a *App) rerun(ctx context.Context, command string, f *RunFlags, format render.Format, scope query.Scope) error {
	s, request, err := a.newSession(command, f)
	if err != nil {
		return err
	}
	request.Leave = query.FailedSince(scope.Since)
	if f.DryRun {
		return s.dryRun(request)
	}
	if s.answer = format != render.Table; s.answer {
		if err := distinct(s.reports, s.events, "the answer"); err != nil {
			return err
		}
	}
	verdict := s.run(ctx, request)
	if s.ran == nil {
		return verdict // and says why nothing was run
	}
	failed := command == "errors"
	var gone []query.ErrorRow
	if failed {
		gone = query.Gone(&query.Snapshot{Catalog: s.catalog, Status: s.known, Orphans: s.orphans}, scope)
	}
	if !failed && !s.answer {
		return verdict
	}
	out := a.output(format)
	if !s.answer {
		out.Writer = s.humanOut()
	}
	answer := query.RerunAnswer(query.Rerun(s.ran, failed, gone), a.CLI.Quiet, query.NoErrors(scope))
	if err := out.Write(answer); err != nil && exitCode(verdict) < exitSignal {
		return fmt.Errorf("printing what became of the examples: %w", err)
	}
	return verdict
}
