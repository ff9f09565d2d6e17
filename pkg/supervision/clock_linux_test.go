package supervision

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// An end of time that was put off is not before what happened until the new one.
func TestTheClockForgetsAnEndThatWasPutOff(t *testing.T) {
	v := &supervision{}
	v.clock.open()
	require.GreaterOrEqual(t, v.clock.timer, 0)
	defer closeFD(v.clock.queue)
	defer closeFD(v.clock.timer)
	var ends [2]int
	require.NoError(t, unix.Pipe2(ends[:], unix.O_CLOEXEC))
	defer closeFD(ends[0])
	v.c.exit = ends[0]
	rings := func() {
		n, err := unix.Poll([]unix.PollFd{{Fd: int32(v.clock.timer), Events: unix.POLLIN}}, 10_000)
		require.NoError(t, err)
		require.Equal(t, 1, n)
	}
	v.setClock(1)
	rings()
	v.setClock(500 * time.Millisecond)
	closeFD(ends[1]) // the process ends
	rings()
	assert.False(t, v.overran(0))
	v.clearClock()
}
