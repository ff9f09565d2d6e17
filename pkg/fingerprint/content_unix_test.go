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
