//go:build unix

package plainfile

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// Whatever lies there, and whoever holds its other end: nothing waits. A test that
// fails here hangs.
func TestNothingIsWaitedFor(t *testing.T) {
	dir := t.TempDir()
	r := root(t, dir)
	pipe, held := filepath.Join(dir, "pipe"), filepath.Join(dir, "held")
	require.NoError(t, unix.Mkfifo(pipe, 0o666))
	require.NoError(t, unix.Mkfifo(held, 0o666))
	writer, err := os.OpenFile(held, os.O_RDWR, 0)
	require.NoError(t, err)
	defer writer.Close()
	for _, name := range []string{"pipe", "held"} {
		path := filepath.Join(dir, name)
		for what, open := range map[string]func() error{
			"Open":      func() error { _, err := Open(path, 10); return err },
			"OpenKnown": func() error { _, err := OpenKnown(path, 10); return err }, // it took the file's place
			"OpenIn":    func() error { _, err := OpenIn(r, name, 10); return err },
			"EditIn":    func() error { _, err := EditIn(r, name); return err },
			"RewriteIn": func() error { _, err := RewriteIn(r, name); return err },
			"Read":      func() error { _, err := Read(t.Context(), path, 10); return err },
			"ReadIn":    func() error { _, err := ReadIn(t.Context(), r, name, 10); return err },
			"Head":      func() error { _, err := Head(path, make([]byte, 10)); return err },
			"HeadKnown": func() error { _, _, err := HeadKnown(path, make([]byte, 10)); return err },
			"HeadIn":    func() error { _, err := HeadIn(r, name, 10); return err },
		} {
			assert.ErrorContains(t, open(), name+" is not a file but a named pipe: move it away", what)
		}
		for what, open := range map[string]func() error{
			"Folder":   func() error { _, err := Folder(path); return err },
			"FolderIn": func() error { _, err := FolderIn(r, name); return err },
			"List":     func() error { _, err := list(r, name); return err },
		} {
			assert.ErrorContains(t, open(), name+" is not a folder but a named pipe: move it away", what)
		}
	}
	_, err = Open("/dev/zero", 10)
	assert.ErrorContains(t, err, "/dev/zero is not a file but a device")
	require.NoError(t, os.Symlink("/dev/zero", filepath.Join(dir, "zeros")))
	_, err = Open(filepath.Join(dir, "zeros"), 10)
	assert.ErrorContains(t, err, "zeros is not a file but a device")
}

// An example that exchanges a file for a pipe, a link and back all the time gets
// neither a wait nor a look elsewhere.
func TestExchanges(t *testing.T) {
	dir := t.TempDir()
	r := root(t, dir)
	mine := put(t, filepath.Join(t.TempDir(), "f"), "mine")
	stop, stopped := make(chan struct{}), make(chan error, 1)
	go func() {
		name, other := filepath.Join(dir, "f"), filepath.Join(dir, "other")
		for i := 0; ; i++ {
			select {
			case <-stop:
				stopped <- nil
				return
			default:
			}
			var err error
			switch i % 4 {
			case 0:
				err = os.WriteFile(other, []byte("x"), 0o644)
			case 1:
				err = unix.Mkfifo(other, 0o644)
			case 2:
				err = os.Symlink(mine, other)
			default:
				err = os.Mkdir(other, 0o755)
			}
			if err == nil {
				_ = os.RemoveAll(name)
				if os.Rename(other, name) != nil { // the other side has made a file since
					err = os.RemoveAll(other)
				}
			}
			if err != nil {
				stopped <- err
				return
			}
		}
	}()
	read := 0
	for range 5000 {
		if data, err := ReadIn(t.Context(), r, "f", 10); err == nil {
			read++
			require.Equal(t, "x", string(data))
		}
		if f, err := RewriteIn(r, "f"); err == nil {
			_, err = f.WriteString("x")
			require.NoError(t, errors.Join(err, f.Close()))
		}
		if folder, err := FolderIn(r, "f"); err == nil {
			require.NoError(t, folder.Close())
		}
	}
	close(stop)
	require.NoError(t, <-stopped)
	text, err := os.ReadFile(mine)
	require.NoError(t, err)
	assert.Equal(t, "mine", string(text))
	t.Log("read", read)
}
