package main

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// delivery writes the reports of a run whose end is not recorded yet, so that
// one that cannot be written is recorded, and the others say so. The order is
// files, then readers (pipes, and stdout last), then the files again whose run
// has got a problem since: what was sent to a reader cannot be taken back.
type delivery struct {
	app *App
	// run is the run as far as it is known.
	run func() *hub.Run
	// report records a problem of the run.
	report func(hub.Problem)

	filed []target // files that were written
	said  int      // how many problems of the run they show
	sent  []target // to readers
}

// all writes the reports, those that go into files first.
func (d *delivery) all(ctx context.Context, targets []target) {
	var files, pipes, stdout []target
	for _, t := range targets {
		switch {
		case t.path == "-":
			stdout = append(stdout, t)
		case t.hasReader():
			pipes = append(pipes, t)
		default:
			files = append(files, t)
		}
	}
	d.said = len(d.run().Problems)
	d.filed = d.write(ctx, files, nil)
	d.again(ctx)
	d.sent = append(d.write(ctx, pipes, nil), d.write(ctx, stdout, nil)...)
}

// again writes files until all of them show every problem of the run. One that
// cannot be written again is removed: it would say that there is none.
func (d *delivery) again(ctx context.Context) {
	for len(d.filed) > 0 && len(d.run().Problems) > d.said {
		d.said = len(d.run().Problems)
		d.filed = d.write(ctx, d.filed, func(t target) error {
			file, err := d.app.guard.File(t.path, t.claim)
			if err == nil {
				err = file.Remove()
			}
			if err != nil {
				return fmt.Errorf("what was written there before does not show every problem, and could not be removed: %w", err)
			}
			return errors.New("what was written there before did not show every problem, and was removed")
		})
	}
}

// write writes reports, records those that could not be, and returns the others.
// undo takes back what is there of one that could not be; its text is added.
func (d *delivery) write(ctx context.Context, targets []target, undo func(target) error) []target {
	var written []target
	for i, err := range d.app.writeEach(ctx, d.run(), targets) {
		if err == nil {
			written = append(written, targets[i])
			continue
		}
		text := err.Error()
		if undo != nil {
			text += "; " + undo(targets[i]).Error()
		}
		d.report(hub.Problemf(hub.ProblemReport, "%s", text))
	}
	return written
}

// written returns those of the targets that were written, as they were last.
func (d *delivery) written(targets []target) []target {
	var out []target
	all := slices.Concat(d.filed, d.sent)
	for _, t := range targets {
		if i := slices.IndexFunc(all, t.same); i >= 0 {
			out = append(out, all[i])
		}
	}
	return out
}

func (t target) same(other target) bool { return t.Name == other.Name && t.path == other.path }
