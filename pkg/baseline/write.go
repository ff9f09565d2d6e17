package baseline

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"

	"github.com/seed-00a9b34c/hub/config/yamlmap"
	"github.com/seed-00a9b34c/hub/pkg/place"
	"github.com/seed-00a9b34c/hub/pkg/plainfile"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// Differs reports whether the file has other failures than these, which are sorted.
func (f *File) Differs(failures []Failure) bool { return !slices.Equal(failures, f.Failures) }

// Write writes the failures into the file, atomically, and reports whether it had
// others. A missing file is not written for no failures. It is a [*usage.Error] if the
// file has nothing but comments, as one of another kind may have, and an error if the file has
// changed since it was read: another hub, or a person, has written it.
func (f *File) Write(ctx context.Context, guard *place.Guard, failures []Failure) (changed bool, err error) {
	if !f.Differs(failures) {
		return false, nil
	}
	if n, err := yamlmap.Parse(f.Name, 0, f.text); n == nil && err == nil && len(bytes.TrimSpace(f.text)) > 0 {
		return false, usage.Errorf("%s was not written: it has nothing but comments, so it may be another kind of file; remove or empty it first", f.Name)
	}
	text, err := Text(failures)
	if err != nil {
		return false, err
	}
	if bytes.Contains(f.text, []byte("\r\n")) { // as git wrote it
		text = bytes.ReplaceAll(text, []byte("\n"), []byte("\r\n"))
	}
	to, err := guard.But(place.Baseline).File(f.Path, f.claim)
	if err != nil {
		return false, fmt.Errorf("%s cannot be written: %w", f.Name, err)
	}
	err = to.ReplaceWhen(true, func(w io.Writer) error {
		_, err := w.Write(text)
		return err
	}, func() error {
		now, err := plainfile.Read(ctx, f.Path, maxFile)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		if !bytes.Equal(now, f.text) || (now == nil) != (f.text == nil) {
			return errors.New("it was changed meanwhile; run the command again")
		}
		return nil
	})
	if err != nil {
		return false, fmt.Errorf("%s was not written: %w", f.Name, err)
	}
	f.text, f.Failures = text, failures
	return true, nil
}
