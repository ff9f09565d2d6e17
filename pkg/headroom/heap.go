package headroom

import (
	"runtime"
	"runtime/debug"
	"sync"
)

// Heap says how far the heap grows before the next collection: to what the last one found
// in use, a tenth more for what that costs, and some room; and at least to a floor. So the
// number of collections is bounded, and memory is as well, whatever is kept: the runtime
// alone doubles the heap. A nil Heap leaves the runtime as it is.
//
// Note: a memory limit by the number of examples saves less, because it has to fit results
// with long outputs, and makes the collector work all the time where it does not.
type Heap struct {
	mu          sync.Mutex
	room, floor int // bytes
	live        int // bytes that the last collection found in use; 0: there was none
	grows       int // GOGC as set
	closed      bool
	had         int // GOGC before
}

const (
	// While hub works alone, it keeps most of what it allocates, and a collection can take
	// as long as writing the reports.
	floorAlone    = 64 << 20
	floorExamples = 32 << 20
	floorEnd      = 128 << 20
	roomAlone     = 16 << 20
	// An answer keeps nearly all of what it reads.
	roomAnswer  = 8 << 20
	floorAnswer = 8 << 20
	// A merge reads much that it does not keep, then keeps nearly all that it reads.
	roomMerge  = 8 << 20
	floorMerge = 108 << 20
	// minimal is what the runtime starts with, for a GOGC of 100.
	minimal = 4 << 20
)

// NewHeap returns a Heap for a program that works on one thing and ends: small ones end
// before the first collection. It is nil if the user tuned the collector, by GOGC or
// GOMEMLIMIT.
func NewHeap(getenv func(string) string) *Heap {
	if getenv("GOGC") != "" || getenv("GOMEMLIMIT") != "" {
		return nil
	}
	h := &Heap{room: roomAlone, floor: floorAlone, grows: percent(0, roomAlone, floorAlone)}
	h.had = debug.SetGCPercent(h.grows)
	h.watch()
	return h
}

// Answer tunes for a command that only answers.
func (h *Heap) Answer() { h.set(roomAnswer, floorAnswer) }

// Merge tunes for a merge.
func (h *Heap) Merge() { h.set(roomMerge, floorMerge) }

// Examples tunes for the time in which examples run, which may print much that is not
// kept. The returned function tunes for the end of a run, which nothing is to delay.
func (h *Heap) Examples() (end func()) {
	h.set(roomAlone, floorExamples)
	return func() { h.set(roomAlone, floorEnd) }
}

// Close gives the collector back to the runtime.
func (h *Heap) Close() {
	if h == nil {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.closed = true
	debug.SetGCPercent(h.had)
}

func (h *Heap) set(room, floor int) {
	if h == nil {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.room, h.floor = room, floor
	h.tune()
}

// tune tells the runtime when to collect next. h.mu is held.
func (h *Heap) tune() {
	if grows := percent(h.live, h.room, h.floor); !h.closed && grows != h.grows {
		h.grows = grows
		debug.SetGCPercent(grows)
	}
}

// collected tunes after a collection. It reports whether to go on.
func (h *Heap) collected() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !h.closed {
		h.live = h.found()
		h.tune()
	}
	return !h.closed
}

// cycle is garbage from the start, so that each collection ends with its finalizer.
type cycle struct{ heap *Heap }

// watch tunes after each collection.
func (h *Heap) watch() {
	runtime.SetFinalizer(&cycle{h}, func(c *cycle) {
		if c.heap.collected() {
			c.heap.watch()
		}
	})
}

// found returns how many bytes the last collection found in use, as the runtime made its
// next goal of it. Less than minimal is any number below that. It stops everything else
// for a moment, as long as a few examples are recorded.
//
// Note: package runtime/metrics has the number, and a tenth of all that hub initializes.
func (h *Heap) found() int {
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return int(float64(stats.NextGC) / (1 + float64(h.grows)/100))
}

// percent returns the GOGC by which a heap with so much in use grows to the floor, and by
// the room.
func percent(live, room, floor int) int {
	if live < minimal { // the runtime takes this as the least
		return max(floor, live+room) / (minimal / 100)
	}
	grow := max(floor-live, room+live/10)
	return max(1, int(float64(grow)/float64(live)*100))
}
