// Package parallel divides work on many items between the CPUs.
package parallel

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// Each calls f with every number below n, on as many goroutines as there are CPUs, and
// returns when all calls have. Each goroutine has its own f, which worker returns, so
// that f can reuse a buffer. Few items are left to one goroutine, the caller's.
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
