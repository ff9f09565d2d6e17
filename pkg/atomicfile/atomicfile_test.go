package atomicfile

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/plainfile"
)

func text(s string) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := io.WriteString(w, s)
		return err
	}
}

// write calls WriteIn for a path.
func write(file string, durable bool, text func(io.Writer) error) (err error) {
	dir, err := os.OpenRoot(filepath.Dir(file))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, dir.Close()) }()
	return WriteIn(dir, filepath.Base(file), durable, text)
}

func read(t *testing.T, file string) string {
	t.Helper()
	data, err := plainfile.Read(t.Context(), file, 2<<20)
	require.NoError(t, err)
	return string(data)
}

func TestWriteIn(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "a")
	require.NoError(t, write(file, true, text("one")))
	require.NoError(t, write(file, false, text("two")))
	assert.Equal(t, "two", read(t, file))

	broken := errors.New("no more room")
	err := write(file, true, func(w io.Writer) error {
		_, err := io.WriteString(w, "half")
		return errors.Join(err, broken)
	})
	assert.ErrorIs(t, err, broken)
	assert.Equal(t, "two", read(t, file), "the old text stays")
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	assert.Len(t, entries, 1, "no temporary file remains")

	assert.Error(t, write(filepath.Join(dir, "none", "a"), true, text("x")))
}

// The last word is asked for when all is written, and decides.
func TestWriteWhen(t *testing.T) {
	folder := t.TempDir()
	dir, err := os.OpenRoot(folder)
	require.NoError(t, err)
	defer dir.Close()
	refused := errors.New("no")
	for _, last := range []error{refused, nil} {
		err := WriteWhen(dir, "a", true, text("new"), func() error {
			entries, err := os.ReadDir(folder)
			require.NoError(t, err)
			require.Len(t, entries, 1)
			require.True(t, IsTemporary(entries[0].Name(), "a"))
			assert.Equal(t, "new", read(t, filepath.Join(folder, entries[0].Name())))
			return last
		})
		assert.ErrorIs(t, err, last)
		entries, err := os.ReadDir(folder)
		require.NoError(t, err)
		if last != nil {
			assert.Empty(t, entries)
		} else {
			assert.Equal(t, "new", read(t, filepath.Join(folder, "a")))
			assert.Len(t, entries, 1)
		}
	}
}

// A file keeps its mode. A link is replaced, its target is not.
func TestModesAndLinks(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("needs POSIX modes and links")
	}
	dir := t.TempDir()
	file, link := filepath.Join(dir, "a"), filepath.Join(dir, "b")
	require.NoError(t, os.WriteFile(file, []byte("old"), 0o600))
	require.NoError(t, os.Symlink("a", link))
	require.NoError(t, write(link, true, text("new")))
	assert.Equal(t, "old", read(t, file))
	info, err := os.Lstat(link)
	require.NoError(t, err)
	assert.True(t, info.Mode().IsRegular())
	require.NoError(t, write(file, true, text("new")))
	info, err = os.Stat(file)
	require.NoError(t, err)
	assert.Equal(t, os.FileMode(0o600), info.Mode().Perm())
}

func TestReadersSeeOneTextOrTheOther(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a")
	long := string(make([]byte, 1<<20))
	require.NoError(t, write(file, false, text(long)))
	done := make(chan error, 1)
	go func() {
		var err error
		for i := range 50 {
			err = errors.Join(err, write(file, false, text([]string{"short", long}[i%2])))
		}
		done <- err
	}()
	for {
		select {
		case err := <-done:
			require.NoError(t, err)
			return
		default:
			if n := len(read(t, file)); n != len("short") && n != len(long) {
				t.Fatalf("%d bytes: a part of a text", n)
			}
		}
	}
}

func TestIsTemporary(t *testing.T) {
	assert.True(t, IsTemporary(".status.json.123.tmp", "status.json"))
	assert.False(t, IsTemporary("status.json", "status.json"))
	assert.False(t, IsTemporary(".other.123.tmp", "status.json"))
}

// Names of nearly maximum length work, and a folder is not replaced.
func TestWriteNames(t *testing.T) {
	long := filepath.Join(t.TempDir(), strings.Repeat("x", 250))
	require.NoError(t, write(long, false, text("hello")))
	assert.Equal(t, "hello", read(t, long))
	assert.ErrorIs(t, write(filepath.Dir(long), false, text("")), syscall.EISDIR)
	assert.ErrorIs(t, write(string(filepath.Separator), false, text("")), syscall.EISDIR)
}
