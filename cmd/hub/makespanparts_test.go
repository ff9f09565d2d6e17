package main

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/seed-00a9b34c/hub/pkg/balance"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/proc"
	"github.com/seed-00a9b34c/hub/pkg/runner"
)

// How long a plan takes on a cluster, beside the bound. Real are what cuts the plan
// (package balance), the order within a part, and the pool that runs a part (package
// runner). Simulated are, in the time of a bubble: how long examples take, the engine,
// which gives the next part to whichever node is free and a lost part to the next one, and
// the queue's server, which gives the longest example that is left, after half a
// millisecond, and a lost one again when its lease has lapsed.

const (
	clusterNodes   = 16
	clusterWorkers = 2 // of a node
	leaseTime      = 10 * time.Second
	queueTrip      = 500 * time.Microsecond
)

// timing is how long the examples of a catalog take, in catalog order, and what is
// recorded of that; 0: nothing.
type timing struct {
	name         string
	took, record []time.Duration
}

// timings are the shapes of catalogs, with recorded times that are true, but for the last.
func timings() []timing {
	const n = 800
	random := rand.New(rand.NewPCG(16, 6))
	between := func(a, b float64) time.Duration {
		return time.Duration((a + (b-a)*random.Float64()) * float64(time.Second))
	}
	uniform, tail := timing{name: "uniform"}, timing{name: "long tail"}
	giant, folders, drift := timing{name: "one giant"}, timing{name: "every eighth is long"}, timing{name: "times are ± 30 %, a tenth unknown"}
	for i := range n {
		uniform.took = append(uniform.took, between(6, 12))
		long := 2.4 * math.Pow(1-float64(i)/n, -0.9)
		tail.took = append(tail.took, time.Duration(min(long, 90)*float64(time.Second)))
		giant.took = append(giant.took, between(3, 9))
		if i%8 == 7 {
			folders.took = append(folders.took, between(25, 35))
		} else {
			folders.took = append(folders.took, between(2, 4))
		}
		real := between(4, 14)
		drift.took = append(drift.took, real)
		known := time.Duration(float64(real) * (0.7 + 0.6*random.Float64()))
		if i%10 == 3 {
			known = 0
		}
		drift.record = append(drift.record, known)
	}
	giant.took = append(giant.took, 160*time.Second)
	all := []timing{uniform, tail, giant, folders, drift}
	for i := range all {
		if all[i].record == nil {
			all[i].record = all[i].took
		}
	}
	return all
}

// cluster is the nodes that run the parts.
type cluster struct {
	name string
	slow float64 // how many times as long examples take on the last node
	// killed is when the last node dies, as a share of the bound; 0: never
	killed float64
}

func clusters() []cluster {
	return []cluster{{"equal nodes", 1, 0}, {"one three times slower", 3, 0}, {"one killed halfway", 1, 0.5}}
}

// bound is the time that no division and no order beat on this cluster.
func (c cluster) bound(p timing) time.Duration {
	work, longest := 0.0, 0.0
	for _, d := range p.took {
		work, longest = work+d.Seconds(), max(longest, d.Seconds())
	}
	nodes := clusterNodes - 1 + 1/c.slow
	least := work / (clusterWorkers * nodes)
	if c.killed > 0 { // at killed × the bound: nodes × bound - (1 - killed) × bound
		least = work / clusterWorkers / (clusterNodes - (1 - c.killed))
	}
	return time.Duration(max(least, longest) * float64(time.Second))
}

// exec is an example on a node.
func (c cluster) exec(ctx context.Context, node int, took time.Duration) {
	if node == clusterNodes-1 {
		took = time.Duration(float64(took) * c.slow)
	}
	select {
	case <-ctx.Done():
	case <-time.After(took):
	}
}

// arrive lets nodes begin one after the other, so that the longest example is not on the
// last one: what runs there takes longer, whoever hands it out.
func (c cluster) arrive(node int) { time.Sleep(time.Duration(node) * time.Millisecond) }

// life returns the context of a node, which ends when it dies.
func (c cluster) life(node int, p timing) (context.Context, context.CancelFunc) {
	if node < clusterNodes-1 || c.killed == 0 {
		return context.WithCancel(context.Background())
	}
	return context.WithTimeout(context.Background(), time.Duration(c.killed*float64(c.bound(p))))
}

// run runs the parts, each a list of positions in the order of their starts, and returns
// how long that takes.
func (c cluster) run(p timing, parts [][]int) time.Duration {
	start := time.Now()
	jobs := make(chan []int, len(parts)+1)
	var left, nodes sync.WaitGroup
	left.Add(len(parts))
	for _, part := range parts {
		jobs <- part
	}
	for node := range clusterNodes {
		nodes.Go(func() {
			c.arrive(node)
			ctx, end := c.life(node, p)
			defer end()
			for part := range jobs {
				c.runPart(ctx, node, p, part)
				if ctx.Err() != nil {
					jobs <- part // all of it, as no log was sealed
					return
				}
				left.Done()
			}
		})
	}
	left.Wait()
	took := time.Since(start)
	close(jobs)
	nodes.Wait()
	return took
}

// runPart runs a part on a node with the pool of hub.
func (c cluster) runPart(ctx context.Context, node int, p timing, part []int) {
	var examples []hub.Example
	at := map[string]int{}
	for _, i := range part {
		e := hub.Example{Settings: &hub.Settings{}, Index: i + 1, ID: strconv.Itoa(i)}
		examples, at[e.ID] = append(examples, e), i
	}
	runner.Run(ctx, hub.Pointers(examples), runner.Options{
		Workers: clusterWorkers, Now: time.Now, Observe: func(...hub.Event) {},
		Exec: func(ctx context.Context, e *hub.Example, number int, _ *proc.Turn) hub.Attempt {
			c.exec(ctx, node, p.took[at[e.ID]])
			return hub.Attempt{Number: number}
		},
	})
}

// server is the queue's: it hands out the longest example that is left.
type server struct {
	mu   sync.Mutex
	some *sync.Cond
	// todo is sorted, the next first; open is how many have no result yet.
	todo []int
	open int
	rank []int
}

func newServer(p timing) *server {
	s := &server{todo: longestFirst(p), open: len(p.took), rank: make([]int, len(p.took))}
	for at, i := range s.todo {
		s.rank[i] = at
	}
	s.some = sync.NewCond(&s.mu)
	return s
}

// take waits for an example; ok is false when all have a result.
func (s *server) take() (i int, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for len(s.todo) == 0 && s.open > 0 {
		s.some.Wait()
	}
	if s.open == 0 {
		return 0, false
	}
	i, s.todo = s.todo[0], s.todo[1:]
	return i, true
}

// finish records a result, or with lost puts the example back to where it was.
func (s *server) finish(i int, lost bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.some.Broadcast()
	if !lost {
		s.open--
		return
	}
	at, _ := slices.BinarySearchFunc(s.todo, i, func(a, b int) int { return cmp.Compare(s.rank[a], s.rank[b]) })
	s.todo = slices.Insert(s.todo, at, i)
}

// queue runs the examples from a queue.
func (c cluster) queue(p timing) time.Duration {
	start := time.Now()
	server := newServer(p)
	var workers sync.WaitGroup
	for slot := range clusterNodes * clusterWorkers {
		node := slot / clusterWorkers
		workers.Go(func() {
			c.arrive(node)
			ctx, end := c.life(node, p)
			defer end()
			for i, ok := server.take(); ok; i, ok = server.take() {
				time.Sleep(queueTrip)
				c.exec(ctx, node, p.took[i])
				if ctx.Err() != nil {
					time.Sleep(leaseTime) // of the server, not of the node
					server.finish(i, true)
					return
				}
				server.finish(i, false)
			}
		})
	}
	workers.Wait()
	return time.Since(start)
}

// longestFirst returns the positions, those of unknown time first, then the longest.
func longestFirst(p timing) []int {
	order := make([]int, len(p.took))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		if unknown := cmp.Compare(min(p.record[a], 1), min(p.record[b], 1)); unknown != 0 {
			return unknown
		}
		return cmp.Compare(p.record[b], p.record[a])
	})
	return order
}

// counted is the parts of --shard=I/N: counted off in catalog order, each with the longest
// first.
func counted(p timing, n int) [][]int {
	parts := make([][]int, n)
	for _, i := range longestFirst(p) {
		parts[i%n] = append(parts[i%n], i)
	}
	return parts
}

// cut is the parts of a plan.
func cut(p timing, n int) [][]int {
	tasks := make([]balance.Task, len(p.took))
	for i, d := range p.record {
		tasks[i] = balance.Task{Seconds: d.Seconds(), Unknown: d == 0}
	}
	balance.Estimate(tasks)
	var parts [][]int
	for _, part := range balance.Cut(tasks, balance.Options{Parts: n, Workers: clusterWorkers}) {
		parts = append(parts, part.Tasks)
	}
	return parts
}

// division is a way to divide the work, and the ratio to the bound that it keeps on each
// of the clusters; 0: none is promised.
type division struct {
	name string
	take func(cluster, timing) time.Duration
	goal [3]float64
}

func divisions() []division {
	return []division{
		{"round robin", func(c cluster, p timing) time.Duration { return c.run(p, counted(p, clusterNodes)) }, [3]float64{}},
		{"parts by time", func(c cluster, p timing) time.Duration { return c.run(p, cut(p, clusterNodes)) }, [3]float64{1.10, 0, 0}},
		{"three a slot", func(c cluster, p timing) time.Duration { return c.run(p, cut(p, 3*clusterNodes)) }, [3]float64{1.30, 0, 0}},
		{"ten a slot", func(c cluster, p timing) time.Duration { return c.run(p, cut(p, 10*clusterNodes)) }, [3]float64{}},
		{"queue", cluster.queue, [3]float64{1.15, 1.20, 1.15}},
	}
}

// inBubble returns what f returns in a bubble of its own.
func inBubble(t *testing.T, f func() time.Duration) (took time.Duration) {
	synctest.Test(t, func(*testing.T) { took = f() })
	return took
}

// Plans are divided so well that no cluster waits long for its last node.
func TestMakespanOfParts(t *testing.T) {
	for _, p := range timings() {
		for k, c := range clusters() {
			for _, d := range divisions() {
				ratio := float64(inBubble(t, func() time.Duration { return d.take(c, p) })) / float64(c.bound(p))
				assert.GreaterOrEqual(t, ratio, 1.0, "%s, %s, %s", p.name, c.name, d.name)
				if goal := d.goal[k]; goal > 0 {
					assert.LessOrEqual(t, ratio, goal, "%s, %s, %s", p.name, c.name, d.name)
				}
			}
		}
	}
}

// BenchmarkMakespanOfParts shows all of it.
func BenchmarkMakespanOfParts(b *testing.B) {
	var heads []string
	for _, d := range divisions() {
		heads = append(heads, d.name)
	}
	s := newSheet(b, fmt.Sprintf("%d examples on %d nodes with %d workers, simulated; times / bound", len(timings()[0].took), clusterNodes, clusterWorkers), append([]string{"bound, s"}, heads...)...)
	for k, c := range clusters() {
		for _, p := range timings() {
			cells := []string{fmt.Sprintf("%.0f", c.bound(p).Seconds())}
			for _, d := range divisions() {
				var took time.Duration
				ran := testing.RunTests(func(string, string) (bool, error) { return true, nil }, []testing.InternalTest{{Name: "bubble", F: func(t *testing.T) {
					took = inBubble(t, func() time.Duration { return d.take(c, p) })
				}}})
				if !ran {
					b.Fatalf("%s, %s, %s", p.name, c.name, d.name)
				}
				cells = append(cells, s.goal("%.2f", float64(took)/float64(c.bound(p)), d.goal[k]))
			}
			s.row(c.name+", "+p.name, cells...)
		}
	}
	s.print()
}
