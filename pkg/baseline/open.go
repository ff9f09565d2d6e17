package baseline

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"github.com/seed-00a9b34c/hub/pkg/place"
	"github.com/seed-00a9b34c/hub/pkg/plainfile"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// The choices of [Open] besides files.
const (
	None   = "none"
	Strict = "strict"
)

// maxFile bounds the file in bytes: a hundred thousand failures and more.
const maxFile = 64 << 20

// Open returns the baseline that choice names: none (nil), strict (the usual file, with
// Strict), or a file, relative to dir, which must exist; empty is the usual file. The
// usual file is beside hub.yaml, in the project's root, and may be missing: the baseline
// is nil then. guard keeps links from leading out of the project.
//
// Content that is wrong is a [*usage.Error] of [yamlmap.Problems], as is a file that does
// not exist or that hub must not read as one.
func Open(ctx context.Context, guard *place.Guard, root, dir, choice string) (*File, error) {
	f, err := Named(ctx, guard, root, dir, choice)
	switch {
	case err != nil || f == nil:
		return nil, err
	case f.text != nil:
		return f, nil
	case choice == "" || choice == Strict:
		return nil, nil
	}
	return nil, usage.Errorf("--baseline=%s: there is no such file; 'hub baseline update --baseline=%s' writes it (or name %s or %s)", choice, choice, None, Strict)
}

// Named is [Open] for a file that may be missing: it has no failures then.
func Named(ctx context.Context, guard *place.Guard, root, dir, choice string) (*File, error) {
	f := &File{Path: filepath.Join(root, FileName), Strict: choice == Strict, claim: place.Configured}
	switch choice {
	case None:
		return nil, nil
	case "-":
		return nil, usage.Errorf("--baseline=-: name a file (or ./- for one with this name)")
	case "", Strict:
	default:
		f.Path, f.claim = place.Under(dir, choice), place.Named
	}
	f.Name = place.Relative(dir, f.Path)
	f.Recorded = filepath.ToSlash(place.Relative(root, f.Path))
	if err := guard.But(place.Baseline).Check(f.Path, f.claim); err != nil {
		return nil, usage.Errorf("%s: hub does not use it as a baseline: %w", f.Name, err)
	}
	text, err := plainfile.Read(ctx, f.Path, maxFile)
	odd, isOdd := errors.AsType[*plainfile.Error](err)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return f, nil
	case isOdd:
		return nil, usage.Errorf("%s: it %s", f.Name, odd.Reason())
	case err != nil:
		return nil, fmt.Errorf("reading the baseline: %w", err)
	}
	if f.Failures, err = Parse(f.Name, text); err != nil {
		return nil, usage.Errorf("%w", err)
	}
	f.text = append([]byte{}, text...)
	return f, nil
}

// Exists reports whether there was a file.
func (f *File) Exists() bool { return f.text != nil }
