// Package delivery writes the reports of a run to files, and to readers (stdout, pipes,
// devices).
//
// [Choose] decides which reports a command writes and where, [Check] refuses bad
// destinations before anything runs, a [Writer] writes reports in parallel, and a
// [Delivery] keeps the reports of a run true while problems still come up.
package delivery

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/place"
)

// Delivery writes the reports of a run whose end is not recorded yet: a report that
// cannot be written becomes a problem of the run, and the other reports show it. The
// order is files, then readers (pipes, and stdout last), then again the files that
// lack a problem that came up since: what a reader has got cannot be taken back.
type Delivery struct {
	Writer *Writer
	// Run returns the run as far as it is known.
	Run func() *hub.Run
	// Report records a problem of the run, which Run's result has from then on.
	Report func(hub.Problem)
	// Beside is called while files are written. The problems that it returns are recorded
	// before those of files, and so are in what readers get. May be nil.
	Beside func() []hub.Problem

	files    []Target // that were written
	problems int      // how many problems of the run the files show
	sent     []Target // to readers
}

// All writes the reports, after it has copied the saved outputs beside them.
func (d *Delivery) All(ctx context.Context, targets []Target) {
	var files, pipes, stdout []Target
	for _, t := range targets {
		switch {
		case t.Path == place.Stdout:
			stdout = append(stdout, t)
		case t.hasReader():
			pipes = append(pipes, t)
		default:
			files = append(files, t)
		}
	}
	if err := d.Writer.copyOutputs(d.Run(), targets); err != nil {
		d.Report(hub.Problemf(hub.ProblemOutput, "%s", d.Writer.Guard.Local(err.Error())))
	}
	found := d.beside()
	d.problems = len(d.Run().Problems)
	errs := d.Writer.each(ctx, d.Run(), files)
	for _, p := range <-found {
		d.Report(p)
	}
	d.files = d.written(files, errs, nil)
	d.Again(ctx)
	d.sent = append(d.write(ctx, pipes, nil), d.write(ctx, stdout, nil)...)
}

// beside does what is done beside the files, and sends the problems.
func (d *Delivery) beside() <-chan []hub.Problem {
	found := make(chan []hub.Problem, 1)
	if d.Beside == nil {
		found <- nil
	} else {
		go d.Writer.safely(func() { found <- d.Beside() })()
	}
	return found
}

// Again rewrites the files until all of them show every problem of the run. A file
// that cannot be rewritten is removed: it would claim that there is no problem.
func (d *Delivery) Again(ctx context.Context) {
	for len(d.files) > 0 && len(d.Run().Problems) > d.problems {
		d.problems = len(d.Run().Problems)
		d.files = d.write(ctx, d.files, func(t Target) error {
			file, err := d.Writer.Guard.File(t.Path, t.Claim)
			if err == nil {
				err = file.Remove()
			}
			if err != nil {
				return fmt.Errorf("the earlier version does not show every problem, and could not be removed: %w", err)
			}
			return errors.New("the earlier version did not show every problem, and was removed")
		})
	}
}

// write writes reports, see [Delivery.written].
func (d *Delivery) write(ctx context.Context, targets []Target, undo func(Target) error) []Target {
	return d.written(targets, d.Writer.each(ctx, d.Run(), targets), undo)
}

// written records the reports that could not be written, by their errors, and returns
// the others. undo removes the earlier version of such a report; its text is added.
func (d *Delivery) written(targets []Target, errs []error, undo func(Target) error) []Target {
	var written []Target
	for i, err := range errs {
		if err == nil {
			written = append(written, targets[i])
			continue
		}
		text := d.Writer.Guard.Local(err.Error())
		if undo != nil {
			text += "; " + undo(targets[i]).Error()
		}
		d.Report(hub.Problemf(hub.ProblemReport, "%s", text))
	}
	return written
}

// Written returns those of the targets that were written, with their notes, in the
// order given.
func (d *Delivery) Written(targets []Target) []Target {
	var out []Target
	all := slices.Concat(d.files, d.sent)
	for _, t := range targets {
		if i := slices.IndexFunc(all, func(o Target) bool { return t.Name == o.Name && t.Path == o.Path }); i >= 0 {
			out = append(out, all[i])
		}
	}
	return out
}
