package terminal

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestStandardRefusesWhatAClosedStreamWouldLose(t *testing.T) {
	open := func(name string, flag int) *os.File {
		f, err := os.OpenFile(name, flag, 0)
		require.NoError(t, err)
		t.Cleanup(func() { _ = f.Close() })
		return f
	}
	// As the Go runtime opens it in place of a closed stream, and as a shell does.
	closed, discarded := open(os.DevNull, os.O_RDWR), open(os.DevNull, os.O_WRONLY)
	for name, c := range map[string]struct {
		out, err       *os.File
		noOut, noError bool
	}{
		"open":              {discarded, discarded, false, false},
		"no output":         {closed, discarded, true, false},
		"no errors":         {discarded, closed, false, true},
		"both are dropped":  {closed, closed, false, false},
		"other files as is": {open("/dev/zero", os.O_RDWR), discarded, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			stdout, stderr := Standard(c.out, c.err)
			_, err := stdout.Write([]byte("x"))
			assert.Equal(t, c.noOut, err != nil, "%v", err)
			_, err = stderr.Write([]byte("x"))
			assert.Equal(t, c.noError, err != nil, "%v", err)
			assert.Equal(t, !c.noOut, stdout == any(c.out), "an open stream stays the file, by which a terminal is recognised")
		})
	}
}
