//go:build unix

package proc

import (
	"bytes"
	"errors"
	"io"
	"reflect"
	"testing"
	"testing/quick"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/seed-00a9b34c/hub/pkg/frames"
)

// What one side says is what the other understands, in whatever pieces it comes.
func TestFramesAndMessages(t *testing.T) {
	same := func(serial uint64, texts [4]string, argv, env []string, numbers [5]int64, flags [10]bool, leaked []Process, errno uint16, cut uint8) bool {
		q := request{
			serial: serial, path: texts[0], dir: texts[1], argv: argv, env: env, stdin: texts[2], group: int(numbers[0]),
			timeout: time.Duration(numbers[1]), grace: time.Duration(numbers[2]), terminal: flags[0], noPidFD: flags[1], goOn: flags[2],
		}
		said := report{left: flags[3], next: serial, text: texts[3], errno: unix.Errno(errno), Exit: Exit{
			Code: int(numbers[3]), Signal: texts[0], Leaked: leaked, Elapsed: time.Duration(numbers[4]),
			CoreDumped: flags[4], OutOfMemory: flags[5], TimedOut: flags[6], Unattended: flags[7], Stopped: flags[8], Canceled: flags[9],
		}}
		said.Began = time.Unix(0, numbers[1])
		stream := frames.Append(nil, frameRun, q.encode(nil))
		stream = frames.Append(stream, frameExit, said.encode(nil))
		source := bytes.NewReader(stream)
		read := func(p []byte) (int, error) {
			n, err := source.Read(p[:min(len(p), int(cut)+1)])
			if errors.Is(err, io.EOF) {
				err = nil
			}
			return n, err
		}
		var in frames.Inbox
		var kinds []byte
		var heard report
		var again request
		for {
			kind, payload, ok := in.Next()
			if !ok {
				if n, err := in.Fill(read); n == 0 && err == nil {
					break
				}
				continue
			}
			if kinds = append(kinds, kind); kind == frameRun {
				again.decode(payload)
			} else if !heard.decode(payload) {
				return false
			}
		}
		return string(kinds) == "re" && reflect.DeepEqual(normal(q), normal(again)) && reflect.DeepEqual(named(said), named(heard))
	}
	require.NoError(t, quick.Check(same, nil))
}

// normal is q with lists that are empty alike.
func normal(q request) request {
	q.argv, q.env = append([]string{}, q.argv...), append([]string{}, q.env...)
	return q
}

// named is e with lists that are empty alike.
func named(e report) report {
	e.Leaked = append([]Process{}, e.Leaked...)
	return e
}

// An example can write into its supervisor process's socket: that is an attempt
// without a result, whatever it writes.
func TestWhatNoSupervisorProcessSays(t *testing.T) {
	exit := func(payload ...byte) []byte { return frames.Append(nil, frameExit, payload) }
	for name, said := range map[string][]byte{
		"unknown":        frames.Append(nil, 'x'),
		"endless":        {frameOutput, 0xff, 0xff, 0xff, 0x7f, 'A'},
		"empty":          exit(),
		"number cut":     exit(0xff, 0xff, 0xff),
		"text too long":  exit(0, 0x80, 0x80, 0x80, 0x01, 'A'),
		"text below 0":   exit(0, 1, 'A'),
		"so many leaked": exit(0, 0, 0, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f),
		"stopped twice":  append(frames.Append(frames.Append(nil, frameSuspend), frameSuspend), 'x', 0, 0, 0, 0),
	} {
		t.Run(name, func(t *testing.T) {
			ends, err := socketpair(unix.SOCK_STREAM)
			require.NoError(t, err)
			defer closeFD(ends[0])
			_, err = unix.Write(ends[1], said)
			require.NoError(t, err)
			closeFD(ends[1])
			w, end := &worker{s: &Supervisor{}, fd: ends[0], stopped: make(chan struct{}, 1)}, report{Exit: Exit{Code: -1}}
			require.ErrorIs(t, w.attend(&Command{}, &end), ErrSupervisor)
			require.Equal(t, report{Exit: Exit{Code: -1}}, end)
		})
	}
}
