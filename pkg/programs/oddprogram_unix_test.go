//go:build unix

package programs

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/seed-00a9b34c/hub/pkg/plainfile"
)

// TestNamedPipeIsNoProgram: nothing waits for one that is in the place of a program,
// or of what the #! line of one names.
func TestNamedPipeIsNoProgram(t *testing.T) {
	dir := t.TempDir()
	pipe, script := filepath.Join(dir, "pipe"), filepath.Join(dir, "script")
	require.NoError(t, unix.Mkfifo(pipe, 0o755))
	require.NoError(t, os.WriteFile(script, []byte("#!"+pipe+"\n"), 0o755))
	for file, why := range map[string]string{
		pipe:   "it is a named pipe",
		script: "its #! line names " + pipe + ", which is a named pipe",
	} {
		var failed *StartError
		require.ErrorAs(t, Explain(Start{Path: file}, syscall.EACCES), &failed)
		require.Equal(t, why, failed.Why)
		require.True(t, failed.Lasting)
		require.ErrorIs(t, failed, syscall.EACCES)
	}
	var odd *plainfile.Error
	require.ErrorAs(t, Executable(pipe), &odd)
	_, err := LookPath("pipe", dir)
	require.ErrorContains(t, err, "pipe is not in PATH")
}
