package main

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// gate makes a pipe of that name in root, from which an example reads a line
// ("read x <gate"), and returns what lets it. Nobody waits for somebody who is gone.
func gate(t *testing.T, root string) (open func()) {
	t.Helper()
	path := filepath.Join(root, "gate")
	require.NoError(t, syscall.Mkfifo(path, 0o600))
	f, err := os.OpenFile(path, os.O_RDWR, 0) // on Linux that waits for nobody
	require.NoError(t, err)
	t.Cleanup(func() { _ = f.Close() })
	return func() {
		_, err := f.WriteString("go\n")
		require.NoError(t, err)
	}
}
