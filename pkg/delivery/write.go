package delivery

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"sync"

	"github.com/seed-00a9b34c/hub/pkg/asyncwriter"
	"github.com/seed-00a9b34c/hub/pkg/ci"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/place"
	"github.com/seed-00a9b34c/hub/pkg/stopwatch"
)

// Writer writes reports.
type Writer struct {
	// Guard decides where files may be written.
	Guard  *place.Guard
	Stdout io.Writer
	// Log: stdout ends in the log of a CI system, which must not take what a report
	// says for its commands.
	Log bool
	// Limit bounds what readers in this pipeline take of a JUnit report; nil: nothing.
	Limit *ci.JUnitLimit
	// Outputs copies saved outputs beside the reports; nil: reports name the recorded
	// files.
	Outputs *Outputs
	// Watch measures each report; nil: nothing does.
	Watch *stopwatch.Watch
	// Safely wraps what runs in a goroutine, so that a panic ends hub in order; nil:
	// it is run as it is.
	Safely func(func()) func()
}

// Write writes reports side by side, and returns those that were written. The error
// names each that could not be.
func (w *Writer) Write(ctx context.Context, run *hub.Run, targets []Target) ([]Target, error) {
	failed := w.copyOutputs(run, targets)
	errs := w.each(ctx, run, targets)
	var written []Target
	for i, t := range targets {
		if errs[i] == nil {
			written = append(written, t)
		}
	}
	return written, errors.Join(append(errs, failed)...)
}

// copyOutputs copies saved outputs beside the reports.
func (w *Writer) copyOutputs(run *hub.Run, targets []Target) error {
	if slices.ContainsFunc(run.Results, saved) {
		defer w.Watch.Span("saved outputs")()
	}
	return w.Outputs.Copy(run, targets)
}

// each writes reports side by side, and returns for each why it could not be
// written: one that fails costs only itself. It sets the notes of those that were.
// When ctx ends, it stops waiting for readers; files are written all the same.
func (w *Writer) each(ctx context.Context, run *hub.Run, targets []Target) []error {
	run = w.Outputs.Shown(run)
	errs := make([]error, len(targets))
	var writing sync.WaitGroup
	for i, t := range targets {
		do := func() {
			defer w.Watch.Span("report " + t.Name)()
			var note string
			write := func() (err error) {
				note, err = w.one(run, t)
				return err
			}
			var err error
			if t.hasReader() {
				err = asyncwriter.Do(ctx, asyncwriter.Grace, write)
			} else {
				err = write()
			}
			if err != nil {
				errs[i] = fmt.Errorf("the %s report could not be written to %s: %w", t.Name, t.Path, err)
				return // note belongs to the call that nothing waits for any more
			}
			targets[i].Note = w.limited(run, t, note)
		}
		writing.Go(w.safely(do))
	}
	writing.Wait()
	return errs
}

func (w *Writer) safely(do func()) func() {
	if w.Safely == nil {
		return do
	}
	return w.Safely(do)
}

// limited adds to the note of a report that this pipeline's reader of JUnit reports
// takes fewer results than it has, which no writer can mend.
func (w *Writer) limited(run *hub.Run, t Target, note string) string {
	if w.Limit == nil || !strings.HasPrefix(t.Name, "junit") || len(run.Results) <= w.Limit.Results {
		return note
	}
	if note != "" {
		note += "; "
	}
	return note + fmt.Sprintf("it has %d results, and %s takes %d a file; run shards (--shard=I/N) and upload the report of each", len(run.Results), w.Limit.Reader, w.Limit.Results)
}

// one writes one report, and returns its note.
func (w *Writer) one(run *hub.Run, t Target) (note string, err error) {
	if t.Path == place.Stdout {
		if !w.Log {
			return buffered(w.Stdout, t, run)
		}
		var text bytes.Buffer
		if note, err = t.Write(&text, run); err != nil {
			return "", err
		}
		_, err := w.Stdout.Write(t.ForLog(text.Bytes()))
		return note, err
	}
	if t.hasReader() { // it is written to, not replaced
		f, err := os.OpenFile(t.Path, os.O_WRONLY|os.O_APPEND, 0)
		if err != nil {
			return "", err
		}
		note, err := buffered(f, t, run)
		return note, errors.Join(err, f.Close())
	}
	// Checked again: an example may have replaced a folder by a link.
	file, err := w.Guard.File(t.Path, t.Claim)
	if err != nil {
		return "", err
	}
	// Not durable: after a power failure the run log can render it again.
	err = file.Replace(false, func(w io.Writer) (err error) {
		note, err = buffered(w, t, run)
		return err
	})
	return note, err
}

func buffered(w io.Writer, t Target, run *hub.Run) (note string, err error) {
	b := bufio.NewWriter(w)
	if note, err = t.Write(b, run); err != nil {
		return "", err
	}
	return note, b.Flush()
}
