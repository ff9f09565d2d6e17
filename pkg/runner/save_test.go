package runner

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestOutputName(t *testing.T) {
	safe := regexp.MustCompile(`^[A-Za-z0-9._-]{1,120}$`)
	seen := map[string]string{}
	for _, id := range []string{
		"a", "A", "a/b", "a-b", "a.b", "..", "../..", "/etc/passwd", `c:\con`, "con", "日本語", "", "a.1.log",
		strings.Repeat("x/", 3000), strings.Repeat("x/", 3000) + "y",
	} {
		for number := range 3 {
			name := outputName(id, number)
			assert.Regexp(t, safe, name, id)
			assert.True(t, filepath.IsLocal(name), name)
			key := strings.ToLower(name)
			assert.Empty(t, seen[key], "%s is the name for %q too", name, id)
			seen[key] = fmt.Sprintf("%q", id)
		}
	}
}

// Records name the folder from the root only where it is below: a path with ".." would
// name another one in a copy of the project.
func TestOutputsAreNamedFromTheRoot(t *testing.T) {
	root := t.TempDir()
	below, outside := filepath.Join(root, ".hub", "runs", "x"), filepath.Join(t.TempDir(), "runs", "x")
	var opened string
	open := func(dir string) (*os.Root, error) { opened = dir; return nil, os.ErrNotExist }
	for dir, shown := range map[string]string{below: ".hub/runs/x", outside: filepath.ToSlash(outside)} {
		o := OutputsBelow(root, dir, open)
		assert.Equal(t, shown, o.Shown)
		_, err := o.Folder()
		assert.ErrorIs(t, err, os.ErrNotExist)
		assert.Equal(t, dir, opened)
	}
}

// What cannot be saved is told, and nothing names a part of it.
func TestUnsaved(t *testing.T) {
	dir := t.TempDir()
	folder := filepath.Join(dir, "run")
	o := &Outputs{Shown: "run", Folder: func() (*os.Root, error) {
		if err := os.MkdirAll(folder, 0o777); err != nil {
			return nil, err
		}
		return os.OpenRoot(folder)
	}}
	s := o.open("id", 1)
	require.Empty(t, s.close(), "nothing was printed")
	require.NoDirExists(t, folder)

	s = o.open("id", 1)
	_, err := s.Write([]byte("first"))
	require.NoError(t, err)
	require.FileExists(t, filepath.Join(dir, "run", s.name))
	require.NoError(t, s.file.Close()) // what is written now fails
	n, err := s.Write([]byte("second"))
	require.NoError(t, err)
	require.Equal(t, 6, n)
	require.Empty(t, s.close())
	require.ErrorIs(t, o.Err(), os.ErrClosed)
	require.NoFileExists(t, filepath.Join(dir, "run", s.name))
}
