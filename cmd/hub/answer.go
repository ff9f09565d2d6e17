package main

import (
	"context"

	"github.com/seed-00a9b34c/hub/pkg/pager"
	"github.com/seed-00a9b34c/hub/pkg/place"
	"github.com/seed-00a9b34c/hub/pkg/plan"
	"github.com/seed-00a9b34c/hub/pkg/project"
	"github.com/seed-00a9b34c/hub/pkg/query"
	"github.com/seed-00a9b34c/hub/pkg/render"
	"github.com/seed-00a9b34c/hub/pkg/session"
	"github.com/seed-00a9b34c/hub/pkg/staleness"
	"github.com/seed-00a9b34c/hub/pkg/status"
	"github.com/seed-00a9b34c/hub/pkg/terminal"
)

// What the commands that only answer share.

// snapshot reads the catalog and the status, at the same time: in a large
// repository each takes about as long as the other. It neither writes nor waits for
// another hub.
func (a *App) snapshot() (*project.Project, *query.Snapshot, error) {
	p, err := a.open()
	if err != nil {
		return nil, nil, err
	}
	a.heap.Answer()
	load := a.loading(p.Store)
	if err := a.findExamples(p); err != nil {
		return nil, nil, err
	}
	a.warnAll(p.Catalog.Printed(true))
	recorded, err := load()
	if err != nil {
		return nil, nil, err
	}
	return p, &query.Snapshot{Catalog: p.Catalog, Status: recorded, Orphans: recorded.Adopt(p.Catalog.Examples).Orphans, Note: func(text string) { a.warn("%s", text) }}, nil
}

// judged adds to the snapshot what is stale. The answer may be printed when
// [staleness.Prints.Err] returns none.
func (a *App) judged(p *project.Project, s *query.Snapshot) *staleness.Prints {
	prints := a.fingerprints(context.Background(), p)
	s.Stale = prints.Stale(s.Status, p.Config.Status.MaxAge, a.Now())
	return prints
}

// output returns where an answer goes, and how. At a terminal long pages go to the pager.
func (a *App) output(format render.Format) render.Output {
	out := render.Output{Writer: a.Stdout, Format: format, Color: a.color(a.Stdout), ASCII: !terminal.UTF8(a.getenv), Log: a.inPipeline(), Sound: a.recorded.Err}
	if f, ok := terminal.Of(a.Stdout); ok {
		out.Width, out.Now = terminal.Width(f), a.Now()
		if _, ok := terminal.Of(a.Stdin); ok && format == render.Table && !a.Global.NoPager && !out.Log {
			out.Writer = &pager.Pager{Out: f, Err: a.Stderr, Columns: out.Width, Rows: terminal.Rows(f), Environ: a.Environ, Lend: a.signals.Lend, Warn: a.warn}
		}
	}
	return out
}

// loading starts to read the status. The function that it returns waits for it, and
// prints notes about it.
func (a *App) loading(store *status.Store) func() (*status.File, error) {
	load, loaded := store.Loading()
	go a.safely(load)()
	return func() (*status.File, error) {
		file, notes, err := loaded()
		if err == nil {
			a.recorded = file
			a.notes(notes)
		}
		return file, err
	}
}

// fingerprints returns what takes fingerprints for a command that runs nothing, and
// so starts no version commands of runners.
func (a *App) fingerprints(ctx context.Context, p *project.Project) *staleness.Prints {
	o := staleness.Options{Environ: a.Environ, Warn: a.warn}
	if a.Global.Verbose {
		o.Sampled = project.Sampled(a.Dir, a.warn)
	}
	return p.Prints(ctx, o)
}

// preview returns the plan that a run would have.
func (a *App) preview(ctx context.Context, p *project.Project, o *session.Options) (plan.Plan, error) {
	recorded, err := a.loading(p.Store)()
	if err != nil {
		return plan.Plan{}, err
	}
	recorded.Adopt(p.Catalog.Examples)
	return plan.Make(ctx, p, recorded, a.fingerprints(ctx, p), a.Environ, a.Now(), o.Request)
}

// shown returns a path for messages: relative to the current folder when it is below.
func (a *App) shown(path string) string { return line(place.Relative(a.Dir, path)) }
