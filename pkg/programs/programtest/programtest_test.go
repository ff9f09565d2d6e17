package programtest

import (
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// A program can be started at once, though other goroutines start processes all the time.
func TestWrittenProgramsAreNeverBusy(t *testing.T) {
	if _, err := exec.LookPath("true"); err != nil {
		t.Skip("true is not installed")
	}
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("sh is not installed")
	}
	var busy sync.WaitGroup
	done := make(chan struct{})
	for range 4 {
		busy.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
					_ = exec.Command("true").Run()
				}
			}
		})
	}
	defer busy.Wait()
	defer close(done)
	file := filepath.Join(t.TempDir(), "program")
	for range 200 {
		Write(t, file, "#!/bin/sh\nexit 0\n")
		require.NoError(t, exec.Command(file).Run())
	}
}
