package golden

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/expect"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/place"
	"github.com/seed-00a9b34c/hub/pkg/want"
)

// example returns an example below root whose golden file is want.txt beside it.
func example(t *testing.T, root, id string) *hub.Example {
	e := &hub.Example{ID: id, Path: "examples/" + id + "/run.sh", File: filepath.Join(root, "examples", id, "run.sh"), Settings: &hub.Settings{}}
	e.Settings.Expect.Stdout.Golden = "want.txt"
	require.NoError(t, os.MkdirAll(filepath.Dir(e.File), 0o777))
	return e
}

func write(t *testing.T, file, text string) {
	require.NoError(t, os.WriteFile(file, []byte(text), 0o666))
}

func read(t *testing.T, file string) string {
	data, err := os.ReadFile(file)
	require.NoError(t, err)
	return string(data)
}

func TestReadNamesTheFileInEveryError(t *testing.T) {
	var w want.Waiter
	e := example(t, t.TempDir(), "a")
	_, err := Read(e, 10, &w)
	assert.EqualError(t, err, "there is no golden file examples/a/want.txt")
	assert.ErrorIs(t, err, fs.ErrNotExist)

	write(t, File(e), "out\n")
	text, err := Read(e, 10, &w)
	assert.NoError(t, err)
	assert.Equal(t, "out\n", text)

	write(t, File(e), strings.Repeat("x", int(most(10))+1))
	_, err = Read(e, 10, &w)
	assert.ErrorContains(t, err, "the golden file examples/a/want.txt cannot be compared: it has 262225 bytes, and only 10 bytes of an output are kept")

	require.NoError(t, os.Remove(File(e)))
	require.NoError(t, os.Mkdir(File(e), 0o777))
	_, err = Read(e, 10, &w)
	assert.EqualError(t, err, "the golden file examples/a/want.txt is not a file but a folder")
}

func TestFileIsEmptyWithoutAGoldenFile(t *testing.T) {
	assert.Empty(t, File(&hub.Example{File: "/p/run.sh", Settings: &hub.Settings{}}))
}

// updater returns an Updater whose fingerprints are the text of the golden file.
func updater(root string, check func(place.File) error) (*Updater, Take) {
	take := func(_ context.Context, e *hub.Example) (string, []string, error) {
		data, err := os.ReadFile(File(e))
		if errors.Is(err, fs.ErrNotExist) {
			err = nil
		}
		return "print of " + string(data), []string{string(data)}, err
	}
	if check == nil {
		check = func(place.File) error { return nil }
	}
	return NewUpdater(context.Background(), place.New(root), check, take), take
}

// renewed returns the fingerprint that a result of the example is recorded with.
func renewed(u *Updater, id string) string {
	r := &hub.Result{ID: id, Fingerprint: "as recorded"}
	u.Renew(func(...hub.Event) {})(hub.Event{Result: r}, hub.Event{})
	return r.Fingerprint
}

func TestResultDependsOnTheWrittenFile(t *testing.T) {
	root := t.TempDir()
	e := example(t, root, "a")
	write(t, File(e), "old\r\n")
	u, take := updater(root, nil)
	print, _, err := u.Remember(take)(context.Background(), e)
	require.NoError(t, err)
	assert.Equal(t, "print of old\r\n", print)

	require.NoError(t, u.Write(e, e.Settings.Expect, expect.Printed{Text: "new\n"}))
	assert.Equal(t, "new\r\n", read(t, File(e)), "the line ends of the old file are kept")
	assert.Equal(t, "print of new\r\n", renewed(u, "a"))
	assert.Equal(t, "as recorded", renewed(u, "b"))
	assert.Equal(t, []string{"wrote the golden file examples/a/want.txt"}, u.Notes([]hub.Example{{ID: "a", Settings: &hub.Settings{}}}))
}

func TestResultStaysStaleWhenSomethingElseChanged(t *testing.T) {
	root := t.TempDir()
	e := example(t, root, "a")
	write(t, File(e), "old\n")
	u, take := updater(root, nil)
	_, _, err := u.Remember(take)(context.Background(), e)
	require.NoError(t, err)
	write(t, File(e), "edited meanwhile\n")
	require.NoError(t, u.Write(e, e.Settings.Expect, expect.Printed{Text: "new\n"}))
	assert.Equal(t, "as recorded", renewed(u, "a"))
}

func TestOneFileServesExamplesThatPrintTheSame(t *testing.T) {
	root := t.TempDir()
	a, b := example(t, root, "a"), example(t, root, "b")
	b.Settings.Expect.Stdout.Golden = "../a/want.txt"
	u, _ := updater(root, nil)
	require.NoError(t, u.Write(a, a.Settings.Expect, expect.Printed{Text: "one\n"}))
	require.NoError(t, u.Write(b, b.Settings.Expect, expect.Printed{Text: "one\n"}))
	assert.EqualError(t, u.Write(b, b.Settings.Expect, expect.Printed{Text: "two\n"}), "b has the same golden file but printed something else")
	assert.Equal(t, "one\n", read(t, File(a)))
}

func TestWriteRefusesWhatIsNotAGoldenFile(t *testing.T) {
	root := t.TempDir()
	e := example(t, root, "a")
	for name, c := range map[string]struct {
		golden, says string
		check        func(place.File) error
		printed      expect.Printed
	}{
		"outside":        {golden: "../../../want.txt", says: "outside the project's root"},
		"an example":     {golden: "run.sh", says: "it is an entry file or its metadata: the example a"},
		"hub.yaml":       {golden: "../../hub.yaml", says: "it is the configuration"},
		"the state":      {golden: "want.txt", check: func(place.File) error { return errors.New("it is the status file") }, says: "it is the status file"},
		"half an output": {golden: "want.txt", printed: expect.Printed{Dropped: 3}, says: "3 bytes of the output were not kept"},
	} {
		t.Run(name, func(t *testing.T) {
			u, _ := updater(root, c.check)
			u.guard.Protect("the example a", e.File)
			u.guard.Protect(place.Configuration, filepath.Join(root, "hub.yaml"))
			e.Settings.Expect.Stdout.Golden = c.golden
			assert.ErrorContains(t, u.Write(e, e.Settings.Expect, c.printed), c.says)
			assert.Equal(t, []string{"no golden file was written"}, u.Notes([]hub.Example{{ID: "a", Settings: &hub.Settings{}}}))
			assert.NoFileExists(t, File(e))
		})
	}
}

func TestNilUpdaterChangesNothing(t *testing.T) {
	var u *Updater
	assert.Equal(t, "as recorded", renewed(u, "a"))
	assert.Empty(t, u.Notes([]hub.Example{{ID: "a", Settings: &hub.Settings{}}}))
	print, _, _ := u.Remember(func(context.Context, *hub.Example) (string, []string, error) { return "p", nil, nil })(context.Background(), nil)
	assert.Equal(t, "p", print)
}
