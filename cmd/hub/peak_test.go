package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// peakMemory runs a command and returns the greatest resident size in bytes
// that it was seen to have; 0 where the system does not tell.
//
// Note: not from the system's account of the ended process, which counts the
// memory of whoever started it as well.
func peakMemory(b *testing.B, cmd *exec.Cmd) int64 {
	b.Helper()
	require.NoError(b, cmd.Start())
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	look := time.NewTicker(500 * time.Microsecond)
	defer look.Stop()
	peak := int64(0)
	for {
		select {
		case err := <-ended:
			require.NoError(b, err)
			return peak
		case <-look.C:
			// A process that was just forked is still its parent's likeness.
			if name, err := os.Readlink(fmt.Sprintf("/proc/%d/exe", cmd.Process.Pid)); err == nil && name == cmd.Path {
				peak = max(peak, residentPeak(cmd.Process.Pid))
			}
		}
	}
}

// residentPeak reads the peak that Linux tells of a living process; 0 elsewhere.
func residentPeak(pid int) int64 {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	_, rest, _ := bytes.Cut(text, []byte("VmHWM:"))
	number, _, _ := bytes.Cut(bytes.TrimSpace(rest), []byte(" "))
	kib, err := strconv.ParseInt(string(number), 10, 64)
	if err != nil {
		return 0
	}
	return kib << 10
}
