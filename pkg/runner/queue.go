package runner

import (
	"container/heap"
	"slices"
	"time"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/proc"
)

// item is one example on its way through the run.
type item struct {
	seq      int // position in the plan: the order of starts
	example  *hub.Example
	worker   int // of the attempt under way; 0: none yet
	attempts []hub.Attempt
	started  time.Time
	print    string   // fingerprint
	parts    []string // what it is made of
	turn     *proc.Turn
	early    bool         // the attempt is prepared before its turn
	hand     *hand        // makes the attempt
	waits    bool         // for its turn
	since    time.Time    // when it was chosen early
	ended    *hub.Attempt // the attempt that ended before it had a worker
}

// queue holds what waits for a start. Examples that compete for the same thing
// form a lane, so that choosing the next one costs the number of lanes, not
// the number of examples that wait.
type queue struct {
	lanes   []*lane
	byKey   map[laneKey]*lane
	limits  map[string]*limit
	stages  map[string]*stage // by group
	running int
	alone   bool // an exclusive example runs
}

type laneKey struct {
	limit     string
	exclusive bool
	stage     *stage // nil: none
}

type lane struct {
	laneKey
	waiting seqHeap
}

// limit is the state of one entry of the configuration's limits.
type limit struct {
	concurrent int
	running    int
	burst      int         // starts of one period that may come at once
	starts     []time.Time // the newest burst starts, oldest first
	per        time.Duration
	breaker    breaker
}

func newQueue(limits map[string]config.Limit) *queue {
	q := &queue{byKey: map[laneKey]*lane{}, stages: map[string]*stage{}, limits: make(map[string]*limit, len(limits))}
	for name, l := range limits {
		q.limits[name] = &limit{concurrent: l.Concurrent, burst: l.Rate.Count, per: l.Rate.Per, breaker: breaker{after: l.BreakAfter}}
	}
	return q
}

func (q *queue) push(it *item) {
	key := laneKey{it.example.Settings.Limit, it.example.Settings.Exclusive, q.stages[it.example.Group]}
	l := q.byKey[key]
	if l == nil {
		l = &lane{laneKey: key}
		q.byKey[key] = l
		q.lanes = append(q.lanes, l)
	}
	heap.Push(&l.waiting, it)
}

// remove takes the chosen items that wait for the limit out of the queue.
func (q *queue) remove(limit string, chosen func(*item) bool) []*item {
	var out []*item
	for _, l := range q.lanes {
		if l.limit != limit {
			continue
		}
		l.waiting = slices.DeleteFunc(l.waiting, func(it *item) bool {
			if !chosen(it) {
				return false
			}
			out = append(out, it)
			return true
		})
		heap.Init(&l.waiting)
	}
	return out
}

// choose returns the lane of the first example of the plan that may start at
// now. When none may, wait is the time until a rate allows one; 0 means that
// only the end of something that runs can change anything.
func (q *queue) choose(now time.Time) (best *lane, wait time.Duration) {
	if q.alone {
		return nil, 0
	}
	for _, l := range q.lanes {
		if len(l.waiting) == 0 || (l.exclusive && q.running > 0) || !l.stage.startable() {
			continue
		}
		if lim := q.limits[l.limit]; lim != nil {
			ok, after := lim.allows(now)
			if !ok {
				if after > 0 && (wait == 0 || after < wait) {
					wait = after
				}
				continue
			}
		}
		if best == nil || before(l, best) {
			best = l
		}
	}
	if best == nil {
		return nil, wait
	}
	return best, 0
}

// take takes the first example of a chosen lane.
func (q *queue) take(l *lane, now time.Time) *item {
	it := heap.Pop(&l.waiting).(*item)
	q.running++
	q.alone = l.exclusive
	if lim := q.limits[l.limit]; lim != nil {
		lim.start(now)
	}
	return it
}

// before puts exclusive lanes last: an exclusive example must wait for an
// empty pool anyway, and emptying it once costs least.
func before(a, b *lane) bool {
	if a.exclusive != b.exclusive {
		return b.exclusive
	}
	return a.waiting[0].seq < b.waiting[0].seq
}

// done gives back what the item took in take.
func (q *queue) done(it *item) {
	q.running--
	if it.example.Settings.Exclusive {
		q.alone = false
	}
	if lim := q.limits[it.example.Settings.Limit]; lim != nil {
		lim.running--
	}
}

func (l *limit) allows(now time.Time) (ok bool, wait time.Duration) {
	if l.concurrent > 0 && l.running >= l.concurrent {
		return false, 0
	}
	if l.burst == 0 || len(l.starts) < l.burst {
		return true, 0
	}
	if free := l.starts[0].Add(l.per); now.Before(free) {
		return false, free.Sub(now)
	}
	return true, 0
}

func (l *limit) start(now time.Time) {
	l.running++
	if l.burst == 0 {
		return
	}
	if len(l.starts) == l.burst {
		l.starts = append(l.starts[:0], l.starts[1:]...)
	}
	l.starts = append(l.starts, now)
}

// seqHeap is a min-heap by position in the plan.
type seqHeap []*item

func (h seqHeap) Len() int           { return len(h) }
func (h seqHeap) Less(i, j int) bool { return h[i].seq < h[j].seq }
func (h seqHeap) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *seqHeap) Push(x any)        { *h = append(*h, x.(*item)) }
func (h *seqHeap) Pop() any {
	old := *h
	it := old[len(old)-1]
	old[len(old)-1] = nil
	*h = old[:len(old)-1]
	return it
}

// sortItems brings items into the plan's order.
func sortItems(items []*item) {
	slices.SortFunc(items, func(a, b *item) int { return a.seq - b.seq })
}
