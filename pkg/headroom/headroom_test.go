package headroom

import (
	"math"
	"runtime"
	"runtime/debug"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestShareFitsWorkersIntoTheRoom(t *testing.T) {
	for _, c := range []struct{ workers, room, reserved, fits int }{
		{4, 1000, 0, 4},
		{4, 12 + 4*8, 0, 4},
		{4, 12 + 4*8 - 1, 0, 3},
		{4, 6 + 4*8, 12, 4}, // of the own threads half are needed even when all are there
		{8, 10, 0, 1},
	} {
		fits, threads, err := share(c.workers, c.room, c.reserved)
		require.NoError(t, err)
		assert.Equal(t, c.fits, fits, "%+v", c)
		assert.LessOrEqual(t, threads-c.reserved+fits*(tasksEach-1), c.room, "%+v: reserved threads leave room for what workers start", c)
	}
	_, _, err := share(1, roomOfRun-1, 0)
	assert.ErrorContains(t, err, "lets hub start 9 more processes and threads, and a run needs 10 or more")
}

func TestUsersChoiceOfTheRuntimeStays(t *testing.T) {
	procs := runtime.GOMAXPROCS(0)
	percent, limit := debug.SetGCPercent(100), debug.SetMemoryLimit(-1)
	defer func() { debug.SetGCPercent(percent); debug.SetMemoryLimit(limit) }()
	chosen := func(name string) func(string) string {
		return func(asked string) string { return map[bool]string{true: "1"}[asked == name] }
	}
	Spare(8, chosen("GOMAXPROCS"))()
	assert.Equal(t, procs, runtime.GOMAXPROCS(0))
	for _, name := range []string{"GOGC", "GOMEMLIMIT"} {
		CollectLate(chosen(name))
		Bound(1, chosen(name))
		Collect(chosen(name))()
		CollectAsUsual(chosen(name))
		assert.Equal(t, limit, debug.SetMemoryLimit(-1), name)
	}
	CollectLate(chosen(""))
	assert.EqualValues(t, 96<<20, debug.SetMemoryLimit(-1))
	Bound(1, chosen(""))
	assert.EqualValues(t, 96<<20, debug.SetMemoryLimit(-1), "a small run is not collected more often")
	Bound(100_000, chosen(""))
	assert.EqualValues(t, 100_000*10<<10, debug.SetMemoryLimit(-1))
	ended := Collect(chosen(""))
	assert.Equal(t, 400, debug.SetGCPercent(400))
	assert.EqualValues(t, 100_000*10<<10, debug.SetMemoryLimit(-1))
	ended()
	assert.Equal(t, 1600, debug.SetGCPercent(1600))
	assert.EqualValues(t, 100_000*15<<10, debug.SetMemoryLimit(-1))
	CollectAsUsual(chosen(""))
	assert.EqualValues(t, math.MaxInt64, debug.SetMemoryLimit(-1))
	assert.Equal(t, 100, debug.SetGCPercent(100))
	undo := Spare(1, chosen(""))
	assert.Equal(t, 3, runtime.GOMAXPROCS(0))
	undo()
	assert.Equal(t, procs, runtime.GOMAXPROCS(0))
}
