package sample

import (
	"errors"
	"os"
	"runtime"
	"testing"
)

// FullWriter accepts Room bytes, and then fails with [ErrFull].
type FullWriter struct{ Room int }

// ErrFull is the error of a [FullWriter].
var ErrFull = errors.New("no space left")

// Write accepts as much of p as there is room for.
func (w *FullWriter) Write(p []byte) (int, error) {
	if len(p) > w.Room {
		n := w.Room
		w.Room = 0
		return n, ErrFull
	}
	w.Room -= len(p)
	return len(p), nil
}

// PeakWriter records the peak of the heap, sampled during writes.
type PeakWriter struct {
	writes int
	Heap   uint64
}

// Write samples the heap.
func (w *PeakWriter) Write(p []byte) (int, error) {
	if w.writes++; w.writes%16 == 1 {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		w.Heap = max(w.Heap, m.HeapAlloc)
	}
	return len(p), nil
}

// Absent skips a test that needs a missing program; in CI it fails the test.
func Absent(t testing.TB, program string) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatalf("%s is not installed, and in CI it must be: make consumers", program)
	}
	t.Skipf("%s is not installed: make consumers", program)
}
