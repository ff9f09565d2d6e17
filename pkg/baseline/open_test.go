package baseline

import (
	"bytes"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/place"
)

var one = []Failure{{ID: "a", Type: hub.ErrTimeout, Message: "m"}}

// project returns a folder, and its guard with the usual protection.
func project(t *testing.T) (string, *place.Guard) {
	t.Helper()
	dir := t.TempDir()
	guard := place.New(dir)
	guard.Protect(place.Baseline, filepath.Join(dir, FileName))
	guard.Protect("the example x", filepath.Join(dir, "x.py"))
	return dir, guard
}

func open(t *testing.T, dir string, guard *place.Guard, choice string) *File {
	t.Helper()
	f, err := Named(t.Context(), guard, dir, dir, choice)
	require.NoError(t, err)
	return f
}

func TestOpen(t *testing.T) {
	dir, guard := project(t)
	for _, choice := range []string{"", None, Strict} {
		f, err := Open(t.Context(), guard, dir, dir, choice)
		require.NoError(t, err)
		assert.Nil(t, f, choice)
	}
	changed, err := open(t, dir, guard, "").Write(t.Context(), guard, one)
	require.NoError(t, err)
	assert.True(t, changed)
	f, err := Open(t.Context(), guard, dir, dir, Strict)
	require.NoError(t, err)
	assert.Equal(t, one, f.Failures)
	assert.Equal(t, &hub.Baseline{File: FileName, Digest: f.Digest(), Failures: 1, Strict: true}, f.Record())
	f, err = Open(t.Context(), guard, dir, dir, None)
	require.NoError(t, err)
	assert.Nil(t, f)
	_, err = Open(t.Context(), guard, dir, dir, "gone.yaml")
	require.ErrorContains(t, err, "there is no such file")
	require.NoError(t, os.Mkdir(filepath.Join(dir, "folder"), 0o777))
	_, err = Open(t.Context(), guard, dir, dir, "folder")
	require.ErrorContains(t, err, "is not a file but a folder")
	require.NoError(t, os.WriteFile(filepath.Join(dir, "x.py"), nil, 0o666))
	_, err = Open(t.Context(), guard, dir, dir, "x.py")
	require.ErrorContains(t, err, "it is the example x")
}

// A link of the repository leads to no file of the machine, for reading or writing.
func TestALinkLeadsNotOut(t *testing.T) {
	dir, guard := project(t)
	outside := filepath.Join(t.TempDir(), "hosts")
	require.NoError(t, os.WriteFile(outside, []byte("failures: []\n"), 0o666))
	if err := os.Symlink(outside, filepath.Join(dir, FileName)); err != nil {
		t.Skip(err)
	}
	_, err := Open(t.Context(), guard, dir, dir, "")
	require.ErrorContains(t, err, "it is outside the project's root")
}

func TestWriteKeepsWhatItDidNotRead(t *testing.T) {
	dir, guard := project(t)
	first, second := open(t, dir, guard, ""), open(t, dir, guard, "")
	_, err := first.Write(t.Context(), guard, one)
	require.NoError(t, err)
	_, err = second.Write(t.Context(), guard, []Failure{{ID: "b", Type: hub.ErrTimeout}})
	require.ErrorContains(t, err, "it was changed meanwhile; run the command again")
	changed, err := open(t, dir, guard, "").Write(t.Context(), guard, nil)
	require.NoError(t, err)
	assert.True(t, changed)
	data, err := os.ReadFile(filepath.Join(dir, FileName))
	require.NoError(t, err)
	assert.Contains(t, string(data), "failures: []\n", "an empty baseline stays, so that strict keeps its meaning")
}

// A README.md is valid YAML where all its lines are headings, and keeps them.
func TestWriteKeepsAFileOfComments(t *testing.T) {
	dir, guard := project(t)
	path := filepath.Join(dir, "README.md")
	for text, kept := range map[string]bool{"# Readme\n\n# More\n": true, "": false, "\n": false, "# mine\nfailures:\n": false} {
		require.NoError(t, os.WriteFile(path, []byte(text), 0o666))
		_, err := open(t, dir, guard, "README.md").Write(t.Context(), guard, one)
		data, readErr := os.ReadFile(path)
		require.NoError(t, readErr)
		if !kept {
			assert.NoError(t, err, "%q", text)
			assert.Contains(t, string(data), "failures:\n", "%q", text)
			continue
		}
		assert.ErrorContains(t, err, "it has nothing but comments", "%q", text)
		assert.Equal(t, text, string(data))
	}
	_, err := Named(t.Context(), guard, dir, dir, "-")
	require.ErrorContains(t, err, "name a file")
}

// Git may have given the file line ends of Windows: they stay.
func TestWriteKeepsLineEnds(t *testing.T) {
	dir, guard := project(t)
	text, err := Text(one)
	require.NoError(t, err)
	path := filepath.Join(dir, FileName)
	require.NoError(t, os.WriteFile(path, bytes.ReplaceAll(text, []byte("\n"), []byte("\r\n")), 0o666))
	changed, err := open(t, dir, guard, "").Write(t.Context(), guard, one)
	require.NoError(t, err)
	assert.False(t, changed)
	_, err = open(t, dir, guard, "").Write(t.Context(), guard, append([]Failure{{ID: "0", Type: hub.ErrSignal, Message: "x\ny"}}, one...))
	require.NoError(t, err)
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, bytes.Count(data, []byte("\n")), bytes.Count(data, []byte("\r\n")))
	assert.Len(t, open(t, dir, guard, "").Failures, 2)
}

// Many at once: the file is always one of theirs, whole.
func TestWritersAtOnce(t *testing.T) {
	dir, guard := project(t)
	var group sync.WaitGroup
	for i := range 8 {
		f := open(t, dir, guard, "")
		group.Go(func() { _, _ = f.Write(t.Context(), guard, many(100*(i+1))) })
	}
	group.Wait()
	f := open(t, dir, guard, "")
	assert.True(t, f.Exists())
	assert.Zero(t, len(f.Failures)%100)
}
