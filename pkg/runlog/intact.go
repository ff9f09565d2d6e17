package runlog

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/plainfile"
)

// ErrChanged says that a run log is not what hub wrote.
var ErrChanged = errors.New("changed by another program")

// Intact checks that the log's name still refers to the file that was written,
// and that its content is exactly what was written: examples can change it like
// any other file of the user. It reads the file once. The error is
// [ErrChanged], or why the file cannot be read.
func (w *Writer) Intact() error {
	if err := w.compare(); err != nil {
		return fmt.Errorf("checking the run log %s: %w", w.path, err)
	}
	return nil
}

func (w *Writer) compare() (err error) {
	named, err := os.Lstat(w.path)
	switch {
	case errors.Is(err, os.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
		return fmt.Errorf("the file is missing: %w", ErrChanged)
	case err != nil:
		return err
	case !named.Mode().IsRegular():
		return fmt.Errorf("it is no longer a regular file: %w", ErrChanged)
	}
	file, err := plainfile.Open(w.path, 0)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	return w.compareWith(file)
}

// compareWith checks that file is the log and contains what was written.
func (w *Writer) compareWith(file *os.File) error {
	opened, err := file.Stat()
	if err != nil {
		return err
	}
	switch {
	case w.info != nil && !os.SameFile(opened, w.info):
		return fmt.Errorf("it was replaced by another file: %w", ErrChanged)
	case opened.Size() != w.written:
		return fmt.Errorf("it has %d bytes, but hub wrote %d: %w", opened.Size(), w.written, ErrChanged)
	}
	now := sha256.New()
	// One byte more than was written, because the file may grow.
	n, err := io.Copy(now, io.LimitReader(file, w.written+1))
	if err != nil {
		return err
	}
	if n != w.written || string(now.Sum(nil)) != string(w.seal.hash.Sum(nil)) {
		return fmt.Errorf("its content differs from what hub wrote: %w", ErrChanged)
	}
	return nil
}

// Sealed reports whether the run-finished line was written.
func (w *Writer) Sealed() bool { return w.sealed }

// Unseal removes the end of a closed log, so that it reads like the log of a
// killed run; this needs no disk space. It is for a log that is wrong and
// cannot be rewritten. It does nothing if another program changed the log, or
// if it has no end.
func (w *Writer) Unseal() error {
	if !w.sealed {
		return nil
	}
	if err := w.cut(); err != nil {
		return fmt.Errorf("removing the end of the run log %s: %w", w.path, err)
	}
	return nil
}

// cut truncates the file only if it is the one that was compared.
func (w *Writer) cut() (err error) {
	dir, err := plainfile.Folder(filepath.Dir(w.path))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, dir.Close()) }()
	file, err := plainfile.EditIn(dir, filepath.Base(w.path))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	if err := w.compareWith(file); err != nil {
		return err
	}
	return file.Truncate(w.end)
}

// Events returns the events of a finished run as far as they are known:
// replaying them gives the same run. Attempts are in the results only. A killed
// run has no run-finished event.
func Events(run *hub.Run) []hub.Event { return slices.Collect(Each(run)) }

// Each is [Events], one after the other.
func Each(run *hub.Run) iter.Seq[hub.Event] {
	return func(yield func(hub.Event) bool) {
		header := run.RunHeader
		more := yield(hub.Event{Type: hub.EventRunStarted, Time: run.Started, Run: &header})
		add := func(e hub.Event) { more = more && yield(e) }
		for i := range run.Steps {
			add(hub.Event{Type: hub.EventStepFinished, Time: run.Steps[i].Started, Step: &run.Steps[i]})
		}
		for i := range run.Spans {
			s := &run.Spans[i]
			end := s.Started.Add(time.Duration(s.Seconds * float64(time.Second)))
			add(hub.Event{Type: hub.EventSpanFinished, Time: end, Span: s})
		}
		for i := range run.Results {
			if r := &run.Results[i]; r.Ended() {
				add(hub.Event{Type: hub.EventExampleFinished, Time: r.Started, ID: r.ID, Result: r})
			}
		}
		for i := range run.Receipts {
			add(hub.Event{Type: hub.EventResultAcknowledged, Time: run.End.Finished, ID: run.Receipts[i].ID, Receipt: &run.Receipts[i]})
		}
		for i := range run.Problems {
			add(hub.Event{Type: hub.EventProblem, Time: run.End.Finished, Problem: &run.Problems[i]})
		}
		if run.End.Reason != hub.EndKilled {
			end := run.End
			add(hub.Event{Type: hub.EventRunFinished, Time: end.Finished, End: &end})
		}
	}
}
