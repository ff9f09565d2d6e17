//go:build unix

package plainfile

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// Look says what os.Stat says.
func TestLook(t *testing.T) {
	dir := t.TempDir()
	file := put(t, filepath.Join(dir, "f"), "text")
	link(t, "f", filepath.Join(dir, "link"))
	link(t, "none", filepath.Join(dir, "broken"))
	require.NoError(t, unix.Mkfifo(filepath.Join(dir, "pipe"), 0o600))
	for i, path := range []string{file, file, dir, filepath.Join(dir, "link"), filepath.Join(dir, "broken"), filepath.Join(dir, "pipe"), filepath.Join(dir, "none"), "/dev/null", "/tmp"} {
		if i == 1 {
			require.NoError(t, os.Chmod(file, 0o750|os.ModeSetuid))
		}
		for _, look := range []struct {
			look func(string) (Identity, error)
			stat func(string) (os.FileInfo, error)
		}{{Look, os.Stat}, {LookLink, os.Lstat}} {
			id, err := look.look(path)
			info, want := look.stat(path)
			require.Equal(t, want, err, path)
			if err != nil {
				continue
			}
			assert.Equal(t, info.Mode(), id.Mode, path)
			assert.Equal(t, info.Size(), id.Size, path)
			assert.Equal(t, info.ModTime().UnixNano(), id.Modified, path)
			assert.True(t, id.Proves(), path)
		}
	}
	assert.False(t, (&Identity{Size: 1, Modified: 1}).Proves())
}

// Every change of a file changes its identity, also one that hides itself.
func TestIdentityChanges(t *testing.T) {
	dir := t.TempDir()
	file := put(t, filepath.Join(dir, "f"), "text")
	then := time.Now().Add(-time.Hour)
	require.NoError(t, os.Chtimes(file, then, then))
	last, err := Look(file)
	require.NoError(t, err)
	open, id, err := OpenIdentified(file)
	require.NoError(t, err)
	require.NoError(t, open.Close())
	assert.Equal(t, last, id)
	for what, change := range map[string]func() error{
		"in place, with its size and time": func() error {
			f, err := os.OpenFile(file, os.O_WRONLY, 0)
			require.NoError(t, err)
			_, err = f.WriteString("TEXT")
			require.NoError(t, err)
			require.NoError(t, f.Close())
			return os.Chtimes(file, then, then)
		},
		"mode":     func() error { return os.Chmod(file, 0o700) },
		"replaced": func() error { return os.Rename(put(t, filepath.Join(dir, "new"), "text"), file) },
	} {
		require.NoError(t, change())
		// The system's clock ticks every few milliseconds; within one, a change may
		// not show. Callers wait for a file to come to rest.
		require.Eventually(t, func() bool {
			now, err := Look(file)
			require.NoError(t, err)
			if now == last {
				require.NoError(t, change())
				return false
			}
			last = now
			return true
		}, 10*time.Second, time.Millisecond, what)
	}
}
