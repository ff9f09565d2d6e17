//go:build unix

package atomicfile

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A new file gets its mode from the umask; a replaced file keeps its mode.
func TestUmaskAndModes(t *testing.T) {
	dir := t.TempDir()
	defer syscall.Umask(syscall.Umask(0))
	for umask, want := range map[int]os.FileMode{0: 0o666, 0o002: 0o664, 0o022: 0o644, 0o027: 0o640, 0o077: 0o600} {
		syscall.Umask(umask)
		file := filepath.Join(dir, want.String())
		require.NoError(t, write(file, false, text("new")))
		info, err := os.Stat(file)
		require.NoError(t, err)
		assert.Equal(t, want, info.Mode().Perm())
		for _, mode := range []os.FileMode{0o600, 0o666, 0o400, 0o755, 0} {
			require.NoError(t, os.Chmod(file, mode))
			require.NoError(t, write(file, false, text("newer")))
			info, err := os.Stat(file)
			require.NoError(t, err)
			assert.Equal(t, mode, info.Mode().Perm(), "umask %o", umask)
		}
	}
}

func TestWriteInFollowsNoLink(t *testing.T) {
	path := t.TempDir()
	victim := filepath.Join(t.TempDir(), "victim")
	require.NoError(t, os.WriteFile(victim, []byte("was"), 0o600))
	require.NoError(t, os.Symlink(victim, filepath.Join(path, "f")))
	dir, err := os.OpenRoot(path)
	require.NoError(t, err)
	defer dir.Close()
	require.NoError(t, WriteIn(dir, "f", true, text("new")))
	assert.Equal(t, "was", read(t, victim))
	assert.Equal(t, "new", read(t, filepath.Join(path, "f")))
	for _, name := range []string{"../f", "a/b", ".", "", "..", "/f"} {
		assert.Error(t, WriteIn(dir, name, false, text("x")), name)
	}
}

// Read-only folders are removed; the target of a link is not.
func TestRemoveAll(t *testing.T) {
	path, victim := t.TempDir(), t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(victim, "f"), nil, 0o600))
	require.NoError(t, os.MkdirAll(filepath.Join(path, "d", "locked", "deep"), 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(path, "d", "locked", "deep", "f"), nil, 0o400))
	require.NoError(t, os.Symlink(victim, filepath.Join(path, "d", "locked", "link")))
	require.NoError(t, os.Chmod(filepath.Join(path, "d", "locked", "deep"), 0o500))
	require.NoError(t, os.Chmod(filepath.Join(path, "d", "locked"), 0))
	require.NoError(t, RemoveAll(filepath.Join(path, "d")))
	assert.NoDirExists(t, filepath.Join(path, "d"))
	require.NoError(t, RemoveAll(filepath.Join(path, "none", "at", "all")))
	require.NoError(t, os.Symlink(victim, filepath.Join(path, "link")))
	require.NoError(t, RemoveAll(filepath.Join(path, "link")))
	assert.FileExists(t, filepath.Join(victim, "f"))
	info, err := os.Stat(victim)
	require.NoError(t, err)
	assert.Equal(t, os.FileMode(0o755), info.Mode().Perm(), "the target's mode is unchanged")
}
