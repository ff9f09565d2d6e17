package recording

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/seed-00a9b34c/hub/pkg/asyncwriter"
	"github.com/seed-00a9b34c/hub/pkg/place"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// OpenEvents opens the destination of --events: a file, which is replaced; a pipe or
// a device, which is written to; or stdout, which stays open; log says that it is the log of a CI system. An empty path is
// none. It waits for the reader of a pipe until ctx ends, at most [asyncwriter.Patience].
func OpenEvents(ctx context.Context, guard *place.Guard, path string, stdout io.Writer, log bool) (io.WriteCloser, error) {
	switch path {
	case "":
		return nil, nil
	case place.Stdout:
		if log {
			stdout = sanitize.JSONLogWriter{Writer: stdout}
		}
		return keepOpen{stdout}, nil
	}
	open := func() (*os.File, error) {
		file, err := guard.File(path, place.Named)
		if err != nil {
			return nil, err
		}
		return file.Rewrite()
	}
	if place.HasReader(path) {
		open = func() (f *os.File, err error) {
			// For writing only: opening a pipe for reading too succeeds without a reader.
			err = asyncwriter.Do(ctx, asyncwriter.Patience, func() (err error) {
				f, err = os.OpenFile(path, os.O_WRONLY|os.O_APPEND, 0)
				return err
			})
			return f, err
		}
	}
	f, err := open()
	if err != nil {
		return nil, fmt.Errorf("opening the events file: %w", err)
	}
	return f, nil
}

type keepOpen struct{ io.Writer }

func (keepOpen) Close() error { return nil }
