package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/classify"
	"github.com/seed-00a9b34c/hub/pkg/expect"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/place"
	"github.com/seed-00a9b34c/hub/pkg/plainfile"
	"github.com/seed-00a9b34c/hub/pkg/redact"
	"github.com/seed-00a9b34c/hub/pkg/runner"
	"github.com/seed-00a9b34c/hub/pkg/want"
)

// maxGolden bounds how much of a golden file is read, in bytes, where so much of
// an output is kept: memory is bounded by that and the workers. It is more than
// the output, for normalizers write more than they find ("[DURATION]" for "1s"),
// and files may have other line ends.
func maxGolden(kept config.Size) int64 { return 8*int64(kept) + 256<<10 }

// goldenFile is the example's golden file; empty without one.
func goldenFile(e *hub.Example) string {
	if e.Settings.Expect.Stdout.Golden == "" {
		return ""
	}
	return filepath.Join(filepath.Dir(e.File), filepath.FromSlash(e.Settings.Expect.Stdout.Golden))
}

// goldenPath is the golden file as people know it: a slash path from the root.
func goldenPath(e *hub.Example) string {
	return path.Join(path.Dir(e.Path), hub.PrintablePath(e.Settings.Expect.Stdout.Golden)) // e.Path is printable already
}

// readGolden reads a golden file, or says why that cannot be done. Of outputs so
// much is kept. lack says that hub lacked something to read it,
// for which w waits.
func readGolden(e *hub.Example, kept config.Size, w *want.Waiter) (text, problem string, lack error) {
	file, shown := goldenFile(e), goldenPath(e)
	tooLarge := func(size int64) string {
		return fmt.Sprintf("the golden file %s has %d bytes, and of an output %d are kept, so that it cannot be proven equal; raise run.output-cap", shown, size, int64(kept))
	}
	var data []byte
	err := w.Do(context.Background(), func() (err error) {
		data, err = plainfile.Read(context.Background(), file, maxGolden(kept))
		return err
	})
	odd, isOdd := errors.AsType[*plainfile.Error](err)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "", fmt.Sprintf("there is no golden file %s; write it with: hub run %s --update", shown, exampleWord(e.ID)), nil
	case isOdd && odd.Most > 0:
		return "", tooLarge(odd.Size), nil
	case isOdd:
		return "", fmt.Sprintf("the golden file %s %s", shown, odd.Reason()), nil
	case err != nil:
		problem = fmt.Sprintf("the golden file %s cannot be read: %v", shown, reason(err))
		if want.Of(err) {
			return "", problem, err
		}
		return "", problem, nil
	}
	return string(data), "", nil
}

// reason is an error without the path, which is told otherwise.
func reason(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}

// wholeTexts adds to the facts what the whole output is compared with. Both
// sides are masked: what was printed was when it was captured, but for what
// terminal sequences hid, see hide.go. The error says that hub lacked something to
// read it.
func (s *session) wholeTexts(e *hub.Example, o runner.Outcome, facts *classify.Facts) *hub.Error {
	expected := &facts.Expect.Stdout
	if expected.Equals == nil && expected.Golden == "" {
		return nil
	}
	facts.Places = s.places(e, o)
	facts.Output = redact.Output(s.app.secrets, facts.Output)
	if expected.Equals != nil {
		masked := s.app.secrets.String(*expected.Equals)
		expected.Equals = &masked
	}
	if expected.Golden == "" {
		return nil
	}
	var lack error
	facts.Golden, facts.GoldenProblem, lack = readGolden(e, s.cfg.Run.OutputCap, &s.waiter)
	facts.Golden = s.app.secrets.String(facts.Golden)
	if lack != nil {
		return runner.Lacking(e, facts.GoldenProblem, lack)
	}
	return nil
}

// places are the folders that the paths normalizer knows. A folder that is
// reached by a link is known by both of its names.
func (s *session) places(e *hub.Example, o runner.Outcome) []expect.Place {
	list := []expect.Place{{Path: s.cfg.Root, Name: "[ROOT]"}}
	if e.Settings.Workdir == hub.WorkdirCopy {
		copied := path.Join("[ROOT]", path.Dir(e.Path)) // what it is a copy of
		list = append(list, expect.Place{Path: o.Dir, Name: copied})
	}
	list = append(list, expect.Place{Path: o.Scratch, Name: "[TMP]"})
	for _, name := range []string{"TMPDIR", "TMP", "TEMP"} {
		list = append(list, expect.Place{Path: s.app.getenv(name), Name: "[TMP]"})
	}
	list = append(list, expect.Place{Path: os.TempDir(), Name: "[TMP]"})
	for _, name := range []string{"HOME", "USERPROFILE"} {
		list = append(list, expect.Place{Path: s.app.getenv(name), Name: "[HOME]"})
	}
	list = slices.DeleteFunc(list, func(p expect.Place) bool { return !filepath.IsAbs(p.Path) })
	for _, p := range slices.Clone(list) {
		if real, err := filepath.EvalSymlinks(p.Path); err == nil && real != p.Path {
			list = append(list, expect.Place{Path: real, Name: p.Name})
		}
	}
	return list
}

// updateGolden writes what the example has printed to its golden file when that
// is all that keeps the attempt from passing; failure is what it is otherwise.
// What is left to say is nil when the file was written.
func (s *session) updateGolden(e *hub.Example, o runner.Outcome, facts classify.Facts, failure *hub.Error) *hub.Error {
	bare := facts
	bare.Expect.Stdout.Golden = ""
	if other := classify.Failure(bare); other != nil {
		return other // the golden file has no part in it
	}
	refuse := func(format string, args ...any) *hub.Error {
		told := *failure
		told.Message = fmt.Sprintf("the golden file %s was not written: ", goldenPath(e)) + fmt.Sprintf(format, args...)
		return &told
	}
	// The golden file alone would silence the doubt, and then hold what is hollow.
	bare.Expect = hub.Expect{}
	if doubt := s.doubt(e, bare); doubt != "" && s.cfg.Run.Doubtful != config.DoubtfulIgnore {
		return refuse("the pass looks hollow: %s; write the file by hand if it is not", doubt)
	}
	if e.Settings.Leaks == hub.LeaksFail && len(o.Leaked) > 0 {
		return refuse("processes were left behind")
	}
	text, err := expect.Golden(facts.Expect, facts.Printed())
	if err != nil {
		return refuse("%v", err)
	}
	file, err := s.mayUpdate(e)
	if err == nil {
		err = s.goldens.write(e, file, text, func(e *hub.Example) (string, []string, error) { return s.prints.take(s.prints.ctx, e) })
	}
	if err == nil {
		return nil
	}
	refused := refuse("%v", reason(err))
	if want.Of(err) {
		return runner.Lacking(e, refused.Message, err)
	}
	return refused
}

// mayUpdate is the file that the example's golden file is.
func (s *session) mayUpdate(e *hub.Example) (place.File, error) {
	file, err := s.app.guard.File(goldenFile(e), place.Configured)
	if refusal, ok := errors.AsType[*place.Refusal](err); ok && refusal.Kind == place.Protected && refusal.What != theConfiguration {
		return file, fmt.Errorf("it is an entry file or its metadata: %s", refusal.What)
	}
	if err == nil {
		if what := s.app.store(s.cfg).Keeps(file.Path); what != "" {
			err = &place.Refusal{Kind: place.Protected, Path: file.Path, Real: file.Path, What: what}
		}
	}
	return file, err
}
