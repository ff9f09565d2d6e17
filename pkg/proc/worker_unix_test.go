//go:build unix

package proc

import (
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/seed-00a9b34c/hub/pkg/frames"
	"github.com/seed-00a9b34c/hub/pkg/supervision"
)

// An example can write into its supervisor process's socket: that is an attempt
// without a result, whatever it writes.
func TestWhatNoSupervisorProcessSays(t *testing.T) {
	exit := func(payload ...byte) []byte { return frames.Append(nil, supervision.FrameExit, payload) }
	for name, said := range map[string][]byte{
		"unknown":        frames.Append(nil, 'x'),
		"endless":        {supervision.FrameOutput, 0xff, 0xff, 0xff, 0x7f, 'A'},
		"empty":          exit(),
		"number cut":     exit(0xff, 0xff, 0xff),
		"text too long":  exit(0, 0x80, 0x80, 0x80, 0x01, 'A'),
		"text below 0":   exit(0, 1, 'A'),
		"so many leaked": exit(0, 0, 0, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f),
		"stopped twice":  append(frames.Append(frames.Append(nil, supervision.FrameSuspend), supervision.FrameSuspend), 'x', 0, 0, 0, 0),
	} {
		t.Run(name, func(t *testing.T) {
			ends, err := socketpair(unix.SOCK_STREAM)
			require.NoError(t, err)
			defer closeFD(ends[0])
			_, err = unix.Write(ends[1], said)
			require.NoError(t, err)
			closeFD(ends[1])
			w, end := &worker{s: &Supervisor{}, fd: ends[0], stopped: make(chan struct{}, 1)}, supervision.Report{Exit: Exit{Code: -1}}
			require.ErrorIs(t, w.attend(&Command{}, &end), ErrSupervisor)
			require.Equal(t, supervision.Report{Exit: Exit{Code: -1}}, end)
		})
	}
}
