// Package golden reads the golden files of examples (expect.stdout.golden) and
// updates them from the examples' output.
//
// A result depends on its golden file, so updating the file would make the result
// stale at once. An [Updater] therefore replaces the result's fingerprint by one
// that includes the new file, provided that nothing else has changed since the
// example started.
//
// Package expect defines and compares the content of golden files; package judge
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

// File returns the absolute path of the example's golden file; empty if it has none.
func File(e *hub.Example) string {
	if e.Settings.Expect.Stdout.Golden == "" {
		return ""
	}
	return filepath.Join(filepath.Dir(e.File), filepath.FromSlash(e.Settings.Expect.Stdout.Golden))
}

// Shown returns the golden file's slash path from the project's root, for messages.
func Shown(e *hub.Example) string {
	return path.Join(path.Dir(e.Path), hub.PrintablePath(e.Settings.Expect.Stdout.Golden)) // e.Path is printable already
}

// most returns how many bytes of a golden file are read if kept bytes of an output
// are kept, which bounds the memory per worker. It exceeds kept, since normalizers
// write more than they replace ("[DURATION]" for "1s"), and line ends may differ.
func most(kept int64) int64 { return 8*kept + 256<<10 }

// Read reads the example's golden file; kept is how many bytes of an output are
// kept. The error names the file; it is [fs.ErrNotExist] if the file is missing, and
// one of package want if hub lacked a resource even after waiting with w.
func Read(e *hub.Example, kept int64, w *want.Waiter) (string, error) {
	var data []byte
	err := w.Do(context.Background(), func() (err error) {
		data, err = plainfile.Read(context.Background(), File(e), most(kept))
		return err
	})
	refused, isRefused := errors.AsType[*plainfile.Error](err)
	switch {
	case err == nil:
		return string(data), nil
	case errors.Is(err, fs.ErrNotExist):
		return "", &missing{Shown(e)}
	case isRefused && refused.Most > 0:
		return "", fmt.Errorf("the golden file %s cannot be compared: it has %d bytes, and only %d bytes of an output are kept; raise run.output-cap", Shown(e), refused.Size, kept)
	case isRefused:
		return "", fmt.Errorf("the golden file %s %s", Shown(e), refused.Reason())
	}
	return "", fmt.Errorf("the golden file %s cannot be read: %w", Shown(e), Reason(err))
}

type missing struct{ shown string }

func (m *missing) Error() string { return "there is no golden file " + m.shown }
func (m *missing) Unwrap() error { return fs.ErrNotExist }

// Reason returns the error without the path of an [fs.PathError], for messages that
// name the file already.
func Reason(err error) error {
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		return p.Err
	}
	return err
}
