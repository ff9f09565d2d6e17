//go:build unix

package fingerprint

import (
	"net"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Pipes and sockets are neither opened nor waited for, in the folder, among the
// inputs, and in the place of the files themselves. A test that fails here hangs.
func TestNothingElseIsOpened(t *testing.T) {
	root := tree(t, map[string]string{"run.sh": "echo", "in/x": "x"})
	e := ofFolder(root)
	e.Settings.Inputs = []string{"in/*", "pipe"}
	before := of(t, e, Inputs{})
	require.NoError(t, syscall.Mkfifo(filepath.Join(root, "pipe"), 0o666))
	require.NoError(t, syscall.Mkfifo(filepath.Join(root, "in", "pipe"), 0o666))
	t.Chdir(root) // a socket's name has little room
	listen, err := net.Listen("unix", "socket")
	require.NoError(t, err)
	defer listen.Close()
	assert.Equal(t, before, of(t, e, Inputs{}))

	e.Settings.Expect.Stdout.Golden = "pipe"
	_, err = Of(e, Inputs{})
	assert.ErrorContains(t, err, "pipe is not a file but a named pipe")
	e.Settings.Expect.Stdout.Golden = ""
	require.NoError(t, os.Remove(e.File))
	require.NoError(t, syscall.Mkfifo(e.File, 0o666))
	_, err = Of(e, Inputs{})
	assert.ErrorContains(t, err, "run.sh is not a file but a named pipe")
	require.NoError(t, os.Remove(e.File))
	require.NoError(t, os.Symlink("/dev/zero", e.File))
	_, err = Of(e, Inputs{})
	assert.ErrorContains(t, err, "run.sh is not a file but a device")
}

// What is put in the place of a cache, or of its folder, is an empty one.
func TestNoCache(t *testing.T) {
	root := t.TempDir()
	outside := tree(t, map[string]string{"c.json": `{"version":1,"files":{"x":"` + (&cached{}).line() + `"}}`})
	require.Len(t, LoadCache(filepath.Join(outside, "c.json")).entries, 1)
	dir := filepath.Join(root, "cache")
	file := filepath.Join(dir, "c.json")
	require.NoError(t, os.Symlink(outside, dir))
	assert.Empty(t, LoadCache(file).entries, "a link that leads out of the state")
	require.NoError(t, os.Remove(dir))
	require.NoError(t, syscall.Mkfifo(dir, 0o666))
	assert.Empty(t, LoadCache(file).entries)
	assert.Error(t, (&Cache{file: file, changed: true}).Save())
	require.NoError(t, os.Remove(dir))
	require.NoError(t, os.Mkdir(dir, 0o755))
	for _, put := range []func() error{
		func() error { return syscall.Mkfifo(file, 0o666) },
		func() error { return os.Symlink(filepath.Join(outside, "c.json"), file) },
		func() error { return os.WriteFile(file, nil, 0o666) },
	} {
		require.NoError(t, put())
		assert.Empty(t, LoadCache(file).entries)
		assert.Empty(t, LoadVersions(file).answers)
		if os.Truncate(file, maxCache+1) == nil {
			assert.Empty(t, LoadCache(file).entries)
		}
		require.NoError(t, os.Remove(file))
	}
}
