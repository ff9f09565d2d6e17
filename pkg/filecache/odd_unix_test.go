//go:build unix

package filecache

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What is put in the place of a cache, or of its folder, is an empty one, and never
// waited for.
func TestNoCache(t *testing.T) {
	root, outside := t.TempDir(), t.TempDir()
	c := Load(filepath.Join(outside, "files.bin"), "", time.Now)
	c.PutDigest("f", identity(1), Digest{})
	require.NoError(t, c.Save(nil))
	known := func(file string) int { return Load(file, "", time.Now).stored.n }
	require.Equal(t, 1, known(filepath.Join(outside, "files.bin")))

	dir := filepath.Join(root, "cache")
	file := filepath.Join(dir, "files.bin")
	require.NoError(t, os.Symlink(outside, dir))
	assert.Zero(t, known(file), "a link that leads out of the state")
	require.NoError(t, os.Remove(dir))
	require.NoError(t, syscall.Mkfifo(dir, 0o666))
	assert.Zero(t, known(file))
	c = Load(file, "", time.Now)
	c.PutDigest("f", identity(1), Digest{})
	assert.Error(t, c.Save(nil))
	require.NoError(t, os.Remove(dir))
	require.NoError(t, os.Mkdir(dir, 0o755))
	for _, put := range []func() error{
		func() error { return syscall.Mkfifo(file, 0o666) },
		func() error { return os.Symlink(filepath.Join(outside, "files.bin"), file) },
		func() error { return os.WriteFile(file, nil, 0o666) },
	} {
		require.NoError(t, put())
		assert.Zero(t, known(file))
		if os.Truncate(file, maxFile+1) == nil {
			assert.Zero(t, known(file))
		}
		require.NoError(t, os.Remove(file))
	}
	if os.Getuid() != 0 {
		require.NoError(t, os.WriteFile(file, []byte("x"), 0))
		assert.Zero(t, known(file), "of another user")
	}
}

// A file that others may not read is not read from the cache by them.
func TestHeadsAreAsPrivateAsTheirFiles(t *testing.T) {
	for _, tt := range []struct {
		cache, file os.FileMode
		kept        bool
	}{
		{0o644, 0o644, true}, {0o644, 0o755, true}, {0o640, 0o644, true}, {0o640, 0o640, true}, {0o600, 0o600, true},
		{0o644, 0o600, false}, {0o644, 0o640, false}, {0o640, 0o604, false}, {0o604, 0o640, false},
	} {
		root, file := state(t)
		id := identity(1)
		id.Mode = tt.file
		for n := range 2 { // made, and replaced
			c := Load(file, root, time.Now)
			c.PutHead("f", id, []byte("stdin: of one user"))
			c.PutDigest("f", id, Digest{byte(n)})
			require.NoError(t, c.Save(nil))
			require.NoError(t, os.Chmod(file, tt.cache))
		}
		c := Load(file, root, time.Now)
		_, ok := c.Digest("f", id)
		assert.True(t, ok)
		_, ok = c.Head("f", id)
		assert.Equal(t, tt.kept, ok, "%v", tt)
	}
}
