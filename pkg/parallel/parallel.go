// Package parallel distributes work on many items over the CPUs.
package parallel

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// Each calls functions with every number from 0 to n-1, on at most as many goroutines as
// there are CPUs, and returns after the last call. worker returns the function of one
// goroutine, which may reuse buffers. Few items are handled by the caller's goroutine
// alone.
func Each(n int, worker func() func(int)) {
	const batch = 16
	workers := min(runtime.GOMAXPROCS(0), (n+batch-1)/batch)
	if workers <= 1 {
		f := worker()
		for i := range n {
			f(i)
		}
		return
	}
	var next atomic.Int64
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			f := worker()
			for {
				from := int(next.Add(batch)) - batch
				if from >= n {
					return
				}
				for i := from; i < min(from+batch, n); i++ {
					f(i)
				}
			}
		})
	}
	wg.Wait()
}
