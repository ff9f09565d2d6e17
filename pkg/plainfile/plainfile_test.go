package plainfile

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
)

func put(t *testing.T, path, text string) string {
	t.Helper()
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
	require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
	return path
}

func root(t *testing.T, dir string) *os.Root {
	t.Helper()
	r, err := Folder(dir)
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, r.Close()) })
	return r
}

func link(t *testing.T, target, name string) {
	t.Helper()
	if err := os.Symlink(target, name); err != nil {
		t.Skip("no symbolic links here:", err)
	}
}

func TestBounds(t *testing.T) {
	dir := t.TempDir()
	path := put(t, filepath.Join(dir, "f"), "12345")
	r := root(t, dir)
	for most := range int64(8) {
		a, errA := Read(t.Context(), path, most+1)
		b, errB := ReadIn(t.Context(), r, "f", most+1)
		if most+1 < 5 {
			for _, err := range []error{errA, errB} {
				var odd *Error
				require.ErrorAs(t, err, &odd)
				assert.Equal(t, [3]any{path, int64(5), most + 1}, [3]any{odd.Path, odd.Size, odd.Most})
				assert.ErrorContains(t, err, "has 5 bytes, and hub reads at most")
				assert.ErrorContains(t, err, "move it away")
			}
			continue
		}
		require.NoError(t, errors.Join(errA, errB))
		assert.Equal(t, "12345", string(a))
		assert.Equal(t, "12345", string(b))
	}
	head, err := Head(path, make([]byte, 3))
	require.NoError(t, err)
	assert.Equal(t, "123", string(head))
	head, _, err = HeadKnown(path, make([]byte, 30))
	require.NoError(t, err)
	assert.Equal(t, "12345", string(head))
	head, err = HeadIn(r, "f", 3)
	require.NoError(t, err)
	assert.Equal(t, "123", string(head))
}

// A file that grows between the look and the reading is bounded as well.
func TestGrowing(t *testing.T) {
	path := put(t, filepath.Join(t.TempDir(), "f"), "12345")
	f, err := Open(path, 5)
	require.NoError(t, err)
	put(t, path, "123456")
	_, err = all(t.Context(), f, 5)
	var odd *Error
	require.ErrorAs(t, err, &odd)
	assert.Equal(t, int64(5), odd.Most)
}

// A file with holes says that it has more than any disk.
func TestHoles(t *testing.T) {
	path := put(t, filepath.Join(t.TempDir(), "f"), "")
	if err := os.Truncate(path, 300<<30); err != nil {
		t.Skip("no files of that size here:", err)
	}
	_, err := Read(t.Context(), path, 1<<30)
	require.ErrorContains(t, err, "has 322122547200 bytes")
}

func TestReaderEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	why := errors.New("a signal")
	in := Reader(ctx, endless{})
	n, err := in.Read(make([]byte, 10<<20))
	require.NoError(t, err)
	assert.Equal(t, chunk, n, "no more before the context is asked again")
	cancel(why)
	_, err = in.Read(make([]byte, 1))
	assert.ErrorIs(t, err, why)
	_, err = Read(ctx, put(t, filepath.Join(t.TempDir(), "f"), "x"), 10)
	assert.ErrorIs(t, err, why)
}

type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }

func TestFolders(t *testing.T) {
	dir := t.TempDir()
	file := put(t, filepath.Join(dir, "below", "f"), "x")
	r := root(t, dir)
	_, err := Folder(file)
	require.ErrorContains(t, err, "is not a folder but a file: move it away")
	for _, below := range []string{"g", "g/h"} {
		_, err = Folder(filepath.Join(file, below))
		require.ErrorContains(t, err, file+" is not a folder but a file: move it away", below)
	}
	_, err = FolderIn(r, "below/f")
	require.ErrorContains(t, err, "is not a folder but a file: move it away")
	_, err = Open(dir, 0)
	require.ErrorContains(t, err, "is not a file but a folder: move it away")
	_, err = OpenIn(r, "below", 0)
	require.ErrorContains(t, err, "is not a file but a folder: move it away")
	for _, missing := range []func() error{
		func() error { _, err := Folder(filepath.Join(dir, "none")); return err },
		func() error { _, err := FolderIn(r, "none"); return err },
		func() error { _, err := list(r, "none"); return err },
		func() error { _, err := Open(filepath.Join(dir, "none"), 0); return err },
		func() error { _, err := OpenIn(r, "none", 0); return err },
		func() error { _, err := EditIn(r, "none"); return err },
	} {
		assert.ErrorIs(t, missing(), fs.ErrNotExist)
	}
	entries, err := list(r, "below")
	require.NoError(t, err)
	require.Len(t, entries, 1)
	assert.Equal(t, "f", entries[0].Name())
	_, err = Folder("")
	assert.Error(t, err)
}

func TestLinks(t *testing.T) {
	dir := t.TempDir()
	mine := put(t, filepath.Join(dir, "outside", "f"), "mine")
	put(t, filepath.Join(dir, "state", "in", "f"), "x")
	link(t, mine, filepath.Join(dir, "state", "f"))
	link(t, "in/f", filepath.Join(dir, "state", "near"))
	link(t, "../outside", filepath.Join(dir, "state", "out"))
	link(t, "in", filepath.Join(dir, "state", "within"))
	r := root(t, filepath.Join(dir, "state"))

	data, err := Read(t.Context(), filepath.Join(dir, "state", "f"), 10)
	require.NoError(t, err, "what a user names may be a link")
	assert.Equal(t, "mine", string(data))
	for _, name := range []string{"f", "near"} {
		for what, open := range map[string]func() (*os.File, error){
			"open": func() (*os.File, error) { return OpenIn(r, name, 0) }, "edit": func() (*os.File, error) { return EditIn(r, name) },
			"rewrite": func() (*os.File, error) { return RewriteIn(r, name) },
		} {
			_, err := open()
			assert.ErrorContains(t, err, "is not a file but a symbolic link: move it away", "%s %s", what, name)
		}
	}
	for _, name := range []string{"out/f", "out"} {
		_, err := OpenIn(r, name, 0)
		assert.Error(t, err, name)
	}
	_, err = FolderIn(r, "out")
	assert.Error(t, err)
	_, err = list(r, "out")
	assert.Error(t, err)
	folder, err := FolderIn(r, "within")
	require.NoError(t, err, "a link that stays inside leads nobody elsewhere")
	data, err = ReadIn(t.Context(), folder, "f", 10)
	require.NoError(t, errors.Join(err, folder.Close()))
	assert.Equal(t, "x", string(data))
	was, err := os.ReadFile(mine)
	require.NoError(t, err)
	assert.Equal(t, "mine", string(was))
}

func TestRewrite(t *testing.T) {
	dir := t.TempDir()
	path := put(t, filepath.Join(dir, "f"), "a long text")
	r := root(t, dir)
	for _, name := range []string{"f", "new"} {
		f, err := RewriteIn(r, name)
		require.NoError(t, err)
		_, err = f.WriteString("short")
		require.NoError(t, errors.Join(err, f.Close()))
		text, err := os.ReadFile(filepath.Join(dir, name))
		require.NoError(t, err)
		assert.Equal(t, "short", string(text))
	}
	f, err := EditIn(r, "f")
	require.NoError(t, err)
	require.NoError(t, errors.Join(f.Truncate(2), f.Close()))
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, "sh", string(text))
}

// Messages name what lies there, and never the dot by which folders are opened.
func TestMessages(t *testing.T) {
	dir := t.TempDir()
	_, err := Folder(filepath.Join(dir, "none"))
	assert.False(t, strings.Contains(err.Error(), "none/."), err.Error())
	for mode, want := range map[fs.FileMode]string{
		0o644: "a file", fs.ModeDir: "a folder", fs.ModeSymlink: "a symbolic link", fs.ModeNamedPipe: "a named pipe", fs.ModeSocket: "a socket",
		fs.ModeDevice: "a device", fs.ModeDevice | fs.ModeCharDevice: "a device", fs.ModeIrregular: "something else",
	} {
		assert.Equal(t, want, Kind(mode))
	}
	assert.Equal(t, "is not a file but a socket", (&Error{Mode: fs.ModeSocket}).Reason())
	assert.Equal(t, "is not a folder but a socket", (&Error{Mode: fs.ModeSocket, Folder: true}).Reason())
	assert.Equal(t, "has 3 bytes, and hub reads at most 2 of such a file", (&Error{Size: 3, Most: 2}).Reason())
}

// list lists what is in the folder of that name below dir, sorted by name.
func list(dir *os.Root, name string) ([]fs.DirEntry, error) {
	folder, err := FolderIn(dir, name)
	if err != nil {
		return nil, err
	}
	entries, err := fs.ReadDir(folder.FS(), ".")
	return entries, errors.Join(err, folder.Close())
}
