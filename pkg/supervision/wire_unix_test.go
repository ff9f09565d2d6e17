//go:build unix

package supervision

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
		q := Request{
			Serial: serial, Path: texts[0], Dir: texts[1], Argv: argv, Env: env, Stdin: texts[2], Group: int(numbers[0]),
			Timeout: time.Duration(numbers[1]), Grace: time.Duration(numbers[2]), Terminal: flags[0], NoPidFD: flags[1], GoOn: flags[2], Files: serial,
		}
		said := Report{Left: flags[3], Next: serial, Text: texts[3], Errno: unix.Errno(errno), Exit: Exit{
			Code: int(numbers[3]), Signal: texts[0], Leaked: leaked, Elapsed: time.Duration(numbers[4]),
			CoreDumped: flags[4], OutOfMemory: flags[5], TimedOut: flags[6], Unattended: flags[7], Stopped: flags[8], Canceled: flags[9],
		}}
		said.Began = time.Unix(0, numbers[1])
		stream := frames.Append(nil, FrameRun, q.Encode(nil))
		stream = frames.Append(stream, FrameExit, said.Encode(nil))
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
		var heard Report
		var again Request
		for {
			kind, payload, ok := in.Next()
			if !ok {
				if n, err := in.Fill(read); n == 0 && err == nil {
					break
				}
				continue
			}
			if kinds = append(kinds, kind); kind == FrameRun {
				again.Decode(payload)
			} else if !heard.Decode(payload) {
				return false
			}
		}
		return string(kinds) == "re" && reflect.DeepEqual(normal(q), normal(again)) && reflect.DeepEqual(named(said), named(heard))
	}
	require.NoError(t, quick.Check(same, nil))
}

// normal is q with lists that are empty alike.
func normal(q Request) Request {
	q.Argv, q.Env = append([]string{}, q.Argv...), append([]string{}, q.Env...)
	return q
}

// named is e with lists that are empty alike.
func named(e Report) Report {
	e.Leaked = append([]Process{}, e.Leaked...)
	return e
}
