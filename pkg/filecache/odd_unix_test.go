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
