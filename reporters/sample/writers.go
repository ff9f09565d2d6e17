package sample

import (
	"errors"
	"os"
	"runtime"
	"testing"
)

// FullWriter takes Room bytes, and then fails with [ErrFull].
type FullWriter struct{ Room int }

// ErrFull is the error of a [FullWriter].
var ErrFull = errors.New("no space left")

// Write takes what there is room for.
func (w *FullWriter) Write(p []byte) (int, error) {
	if len(p) > w.Room {
		n := w.Room
		w.Room = 0
		return n, ErrFull
	}
	w.Room -= len(p)
	return len(p), nil
}

// PeakWriter keeps the greatest heap that was in use at any write.
type PeakWriter struct {
	writes int
	Heap   uint64
}

// Write looks at the heap.
func (w *PeakWriter) Write(p []byte) (int, error) {
	if w.writes++; w.writes%16 == 1 {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		w.Heap = max(w.Heap, m.HeapAlloc)
	}
	return len(p), nil
}

// Absent ends a test for want of a program.
func Absent(t testing.TB, what string) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatalf("%s is not installed, and in CI it must be: make consumers", what)
	}
	t.Skipf("%s is not installed: make consumers", what)
}
