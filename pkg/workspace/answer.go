package workspace

import (
	"context"

	"github.com/seed-00a9b34c/hub/pkg/catalog"
	"github.com/seed-00a9b34c/hub/pkg/plan"
	"github.com/seed-00a9b34c/hub/pkg/project"
	"github.com/seed-00a9b34c/hub/pkg/query"
	"github.com/seed-00a9b34c/hub/pkg/staleness"
	"github.com/seed-00a9b34c/hub/pkg/status"
)

// What the commands that only answer share.

// Snapshot reads the catalog and the status, at the same time: in a large
// repository each takes about as long as the other. It neither writes nor waits for
// another hub.
func (w *Workspace) Snapshot() (*project.Project, *query.Snapshot, error) {
	p, err := w.Open()
	if err != nil {
		return nil, nil, err
	}
	w.Heap.Answer()
	load := w.loading(p.Store)
	if err := w.FindExamples(p); err != nil {
		return nil, nil, err
	}
	w.WarnAll(p.Catalog.Printed(true))
	recorded, err := load()
	if err != nil {
		return nil, nil, err
	}
	return p, &query.Snapshot{Catalog: p.Catalog, Status: recorded, Orphans: recorded.Adopt(p.Catalog.Examples).Orphans, Note: func(text string) { w.Warn("%s", text) }}, nil
}

// Judged adds to the snapshot what is stale. The answer may be printed when
// [staleness.Prints.Err] returns none.
func (w *Workspace) Judged(p *project.Project, s *query.Snapshot) *staleness.Prints {
	prints := w.Prints(context.Background(), p)
	s.Stale = prints.Stale(s.Status, p.Config.Status.MaxAge, w.Now())
	return prints
}

// Prints returns what takes fingerprints for a command that runs nothing, and
// so starts no version commands of runners.
func (w *Workspace) Prints(ctx context.Context, p *project.Project) *staleness.Prints {
	o := staleness.Options{Environ: w.Environ, Warn: w.Warn}
	if w.Verbose {
		o.Sampled = project.Sampled(w.Dir, w.Warn)
	}
	return p.Prints(ctx, o)
}

// Preview returns the plan that a run would have.
func (w *Workspace) Preview(ctx context.Context, p *project.Project, r plan.Request) (plan.Plan, error) {
	recorded, err := w.loading(p.Store)()
	if err != nil {
		return plan.Plan{}, err
	}
	recorded.Adopt(p.Catalog.Examples)
	return plan.Make(ctx, p, recorded, w.Prints(ctx, p), w.Environ, w.Now(), r)
}

// Known returns the examples; nil if they cannot be found.
func (w *Workspace) Known() *catalog.Catalog {
	p, err := w.Open()
	if err != nil || w.FindExamples(p) != nil {
		return nil
	}
	return p.Catalog
}

// Kept returns the IDs of the runs that are kept; nil if they cannot be read.
func (w *Workspace) Kept() (ids []string) {
	if p, err := w.Open(); err == nil {
		ids, _ = p.Store.Runs()
	}
	return ids
}

// loading starts to read the status. The function that it returns waits for it, and
// prints notes about it.
func (w *Workspace) loading(store *status.Store) func() (*status.File, error) {
	load, loaded := store.Loading()
	go w.Safely(load)()
	return func() (*status.File, error) {
		file, notes, err := loaded()
		if err == nil {
			w.Recorded = file
			w.Notes(notes)
		}
		return file, err
	}
}
