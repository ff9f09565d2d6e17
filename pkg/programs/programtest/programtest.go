// Package programtest writes programs that tests then start.
package programtest

import (
	"os"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// Write writes an executable file, or replaces it. No process of a parallel test can
// inherit the open file meanwhile, so that starting the program never fails with
// "text file busy".
func Write(t testing.TB, path, text string) {
	t.Helper()
	syscall.ForkLock.RLock()
	err := os.WriteFile(path, []byte(text), 0o755)
	syscall.ForkLock.RUnlock()
	require.NoError(t, err)
}
