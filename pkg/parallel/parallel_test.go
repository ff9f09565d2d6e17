package parallel

import (
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
)

// Each number comes once, and all calls have returned at the end.
func TestEach(t *testing.T) {
	for _, n := range []int{0, 1, 15, 16, 17, 1000} {
		calls := make([]atomic.Int32, n)
		Each(n, func() func(int) { return func(i int) { calls[i].Add(1) } })
		for i := range calls {
			assert.EqualValues(t, 1, calls[i].Load(), "%d of %d", i, n)
		}
	}
}

// A worker has its own function: what that keeps is not shared.
func TestEachWorkerHasItsOwnFunction(t *testing.T) {
	var sum atomic.Int64
	Each(1000, func() func(int) {
		mine := 0
		return func(int) {
			mine++ // the race detector reports sharing
			sum.Add(1)
		}
	})
	assert.EqualValues(t, 1000, sum.Load())
}
