package headroom

import (
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
	chosen := func(name string) func(string) string {
		return func(asked string) string { return map[bool]string{true: "1"}[asked == name] }
	}
	Spare(8, chosen("GOMAXPROCS"))()
	assert.Equal(t, procs, runtime.GOMAXPROCS(0))
	undo := Spare(1, chosen(""))
	assert.Equal(t, 3, runtime.GOMAXPROCS(0))
	undo()
	assert.Equal(t, procs, runtime.GOMAXPROCS(0))
	had := debug.SetGCPercent(77)
	defer debug.SetGCPercent(had)
	for _, name := range []string{"GOGC", "GOMEMLIMIT"} {
		h := NewHeap(chosen(name))
		assert.Nil(t, h, name)
		h.Answer()
		h.Examples()()
		h.Close()
		assert.Equal(t, 77, debug.SetGCPercent(77), name)
	}
	h := NewHeap(chosen(""))
	h.Close()
	assert.Equal(t, 77, debug.SetGCPercent(77))
	assert.False(t, h.collected(), "it tunes no more")
	assert.Equal(t, 77, debug.SetGCPercent(77))
}

func TestTheHeapGrowsByItsRoom(t *testing.T) {
	for _, c := range []struct{ live, room, floor, want int }{ // MiB
		{0, 16, 64, 64},
		{0, 8, 0, 8},
		{10, 8, 0, 19},
		{10, 16, 64, 64},
		{60, 16, 64, 82},
		{100, 16, 128, 128},
		{200, 16, 128, 236},
		{1 << 20, 16, 0, 1<<20 + 1<<20/10 + 16},
	} {
		live := c.live << 20
		grown := float64(max(live, minimal)) * float64(percent(live, c.room<<20, c.floor<<20)) / 100
		if live >= minimal {
			grown += float64(live)
		}
		assert.InEpsilon(t, c.want, grown/(1<<20), 0.02, "%+v", c)
	}
}

// TestCollectionsFollowWhatIsInUse has the runtime collect: each collection tunes anew.
func TestCollectionsFollowWhatIsInUse(t *testing.T) {
	had := debug.SetGCPercent(100)
	defer debug.SetGCPercent(had)
	h := NewHeap(func(string) string { return "" })
	defer h.Close()
	h.Answer()
	kept := make([]byte, 64<<20)
	for tries := 0; ; tries++ { // the finalizer follows the collection in its own time
		runtime.GC()
		h.mu.Lock()
		got, grows := h.live, h.grows
		h.mu.Unlock()
		if got > 64<<20 && got < 96<<20 && grows == percent(got, roomAnswer, floorAnswer) {
			break
		}
		require.Less(t, tries, 1000)
		runtime.Gosched()
	}
	runtime.KeepAlive(kept)
}
