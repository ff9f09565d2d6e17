package watch

import (
	"cmp"
	"context"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/catalog"
	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// Loop runs examples again whenever a change touches them.
type Loop struct {
	// Find reads the configuration and finds the examples.
	Find func() (*config.Config, *catalog.Catalog, error)
	// Chosen returns those of the IDs that the user's selection has.
	Chosen func(cat *catalog.Catalog, ids []string) ([]string, error)
	// Run runs the examples with these IDs; nil: those of the selection.
	Run func(ctx context.Context, ids []string) error
	// Say prints a line, Complain an error after which watching goes on.
	Say      func(format string, args ...any)
	Complain func(err error)
	// Skip are absolute paths of folders that are not watched.
	Skip []string
}

// Watch runs the selection, and then what changes touch, until the context ends or files cannot be
// watched any more. A run that was begun is waited for.
func (l *Loop) Watch(ctx context.Context) error {
	cfg, cat, err := l.Find()
	if err == nil {
		_, err = l.Chosen(cat, nil) // a mistake in the selection stays one
	}
	if err != nil {
		return err
	}
	w, err := New(cfg.Root, l.Skip...)
	if err != nil {
		return err
	}
	err = l.watch(ctx, w, cat)
	if closed := w.Close(); err == nil {
		err = closed
	}
	return err
}

func (l *Loop) watch(ctx context.Context, w *Watcher, cat *catalog.Catalog) error {
	known := idsOf(cat.Examples)
	var open Batch // for which no examples could be found
	again := false // the last run was one for changes during a run
	said := false  // that hub waits
	var ids []string
	for run := true; ; run = len(ids) > 0 {
		var batch Batch
		if run {
			said = false
			if err := l.Run(ctx, ids); err != nil || ctx.Err() != nil {
				return cmp.Or(err, context.Cause(ctx))
			}
			var err error
			if batch, err = w.Settled(ctx); err != nil { // what changed meanwhile
				return err
			}
		}
		idle := batch.Empty()
		if idle {
			if !said {
				l.Say("waiting for changes; Ctrl-C ends")
				said = true
			}
			var err error
			if batch, err = w.Next(ctx); err != nil {
				return err
			}
		}
		ids = nil
		batch = batch.with(open)
		cfg, cat, err := l.Find()
		if open = batch; err == nil {
			open = Batch{}
			ids, err = l.Chosen(cat, Touched(batch, cfg, cat.Examples, known, idle || !again))
			known, again = idsOf(cat.Examples), !idle
		}
		if err != nil {
			l.Complain(err)
		} else if len(ids) > 0 {
			l.Say("%s", batch.describe(cfg.Root))
		}
	}
}

func idsOf(examples []hub.Example) map[string]bool {
	out := make(map[string]bool, len(examples))
	for i := range examples {
		out[examples[i].ID] = true
	}
	return out
}
