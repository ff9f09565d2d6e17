package balance_test

import (
	"math/rand/v2"
	"testing"

	"github.com/seed-00a9b34c/hub/pkg/balance"
)

// BenchmarkCut shows what it takes to divide 100,000 tasks of known durations.
func BenchmarkCut(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	tasks := make([]balance.Task, 100_000)
	for i := range tasks {
		tasks[i].Seconds = r.ExpFloat64()
	}
	for b.Loop() {
		balance.Cut(tasks, balance.Options{Parts: 1000, Workers: 4})
	}
}
