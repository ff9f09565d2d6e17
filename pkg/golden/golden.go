// Package golden reads the golden files of examples (expect.stdout.golden) and
// writes them anew from what examples print.
//
// A golden file is part of what a result depends on, and writing it would make
// the result stale at once. So an [Updater] lets the result depend on the file
// that was made of it, and only when nothing else has changed since the start.
//
// Package expect says what a golden file holds and compares it; package judge
// decides when one may be written.
package golden

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/plainfile"
	"github.com/seed-00a9b34c/hub/pkg/want"
)

// File returns the absolute path of the example's golden file; empty without one.
func File(e *hub.Example) string {
	if e.Settings.Expect.Stdout.Golden == "" {
		return ""
	}
	return filepath.Join(filepath.Dir(e.File), filepath.FromSlash(e.Settings.Expect.Stdout.Golden))
}

// Shown returns the golden file as people know it: a slash path from the root.
func Shown(e *hub.Example) string {
	return path.Join(path.Dir(e.Path), hub.PrintablePath(e.Settings.Expect.Stdout.Golden)) // e.Path is printable already
}

// most bounds how much of a golden file is read, in bytes, where so much of an
// output is kept: memory is bounded by that and the workers. It is more than the
// output, for normalizers write more than they find ("[DURATION]" for "1s"), and
// files may have other line ends.
func most(kept int64) int64 { return 8*kept + 256<<10 }

// Read reads the example's golden file, where kept bytes of its output are kept.
// The error names the file and is [fs.ErrNotExist] where there is none. It is one
// of [want] where the program lacked something to read it, for which w waits first.
func Read(e *hub.Example, kept int64, w *want.Waiter) (string, error) {
	var data []byte
	err := w.Do(context.Background(), func() (err error) {
		data, err = plainfile.Read(context.Background(), File(e), most(kept))
		return err
	})
	odd, isOdd := errors.AsType[*plainfile.Error](err)
	switch {
	case err == nil:
		return string(data), nil
	case errors.Is(err, fs.ErrNotExist):
		return "", &missing{Shown(e)}
	case isOdd && odd.Most > 0:
		return "", fmt.Errorf("the golden file %s cannot be compared: it has %d bytes, and only %d bytes of an output are kept; raise run.output-cap", Shown(e), odd.Size, kept)
	case isOdd:
		return "", fmt.Errorf("the golden file %s %s", Shown(e), odd.Reason())
	}
	return "", fmt.Errorf("the golden file %s cannot be read: %w", Shown(e), Reason(err))
}

type missing struct{ shown string }

func (m *missing) Error() string { return "there is no golden file " + m.shown }
func (m *missing) Unwrap() error { return fs.ErrNotExist }

// Reason returns an error without its path, for messages that name the file.
func Reason(err error) error {
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		return p.Err
	}
	return err
}
