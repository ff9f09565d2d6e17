package balance

import (
	"container/heap"
	"math"
)

// lane holds the tasks that start under one condition, in their order.
type lane struct {
	limit     string
	exclusive bool
	share     *rope
	waiting   []int // positions in the part
}

// rope is what a part has of a limit, while it runs.
type rope struct {
	Limit
	running int
	starts  []float64 // the newest, at most Limit.Starts
}

// next is when the rate allows another start.
func (r *rope) next() float64 {
	if r.Starts == 0 || len(r.starts) < r.Starts {
		return 0
	}
	return r.starts[0] + r.Per.Seconds()
}

func (r *rope) start(now float64) {
	r.running++
	if r.Starts == 0 {
		return
	}
	if len(r.starts) == r.Starts {
		r.starts = r.starts[1:]
	}
	r.starts = append(r.starts, now)
}

// seconds returns how long the part takes. It starts tasks as package runner does:
// whenever a worker is free the first that may start, exclusive ones when nothing else
// can.
func (c *cutter) seconds(p *Part) float64 {
	lanes, ropes := c.lanes(p)
	var running ends
	now, alone, waiting := 0.0, false, 0
	for _, l := range lanes {
		waiting += len(l.waiting)
	}
	for waiting > 0 {
		best, again := (*lane)(nil), math.Inf(1)
		if !alone && len(running) < c.options.Workers {
			best, again = choose(lanes, now, len(running) > 0)
		}
		if best == nil {
			if len(running) > 0 && running[0].at <= again {
				ended := heap.Pop(&running).(end)
				now, alone = max(now, ended.at), false
				if ended.rope != nil {
					ended.rope.running--
				}
			} else {
				now = again
			}
			continue
		}
		t := &c.tasks[p.Tasks[best.waiting[0]]]
		best.waiting, waiting, alone = best.waiting[1:], waiting-1, best.exclusive
		r := ropes[t.Limit]
		if r != nil {
			r.start(now)
		}
		heap.Push(&running, end{now + t.Seconds, r})
	}
	for _, e := range running {
		now = max(now, e.at)
	}
	return now
}

// lanes returns the tasks that start, by the conditions under which they do.
func (c *cutter) lanes(p *Part) ([]*lane, map[string]*rope) {
	type key struct {
		limit     string
		exclusive bool
	}
	ropes := map[string]*rope{}
	for name, share := range p.Shares {
		ropes[name] = &rope{Limit: share}
	}
	var lanes []*lane
	by := map[key]*lane{}
	for i, t := range p.Tasks {
		task := &c.tasks[t]
		if task.Seconds <= 0 {
			continue
		}
		k := key{task.Limit, task.Exclusive}
		if by[k] == nil {
			by[k] = &lane{limit: task.Limit, exclusive: task.Exclusive, share: ropes[task.Limit]}
			lanes = append(lanes, by[k])
		}
		by[k].waiting = append(by[k].waiting, i)
	}
	return lanes, ropes
}

// choose returns the lane whose first task starts next. If there is none, again is when a
// rate allows one; infinite: the end of something is waited for.
func choose(lanes []*lane, now float64, busy bool) (best *lane, again float64) {
	again = math.Inf(1)
	for _, l := range lanes {
		switch {
		case len(l.waiting) == 0, l.exclusive && busy:
			continue
		case l.share != nil && l.share.Concurrent > 0 && l.share.running >= l.share.Concurrent:
			continue
		case l.share != nil && l.share.next() > now:
			again = min(again, l.share.next())
			continue
		}
		if best == nil || best.exclusive && !l.exclusive || best.exclusive == l.exclusive && l.waiting[0] < best.waiting[0] {
			best = l
		}
	}
	return best, again
}

// end is when a running task ends.
type end struct {
	at   float64
	rope *rope // nil without a limit
}

type ends []end

func (e ends) Len() int           { return len(e) }
func (e ends) Less(i, j int) bool { return e[i].at < e[j].at }
func (e ends) Swap(i, j int)      { e[i], e[j] = e[j], e[i] }
func (e *ends) Push(x any)        { *e = append(*e, x.(end)) }
func (e *ends) Pop() any {
	old := *e
	last := old[len(old)-1]
	*e = old[:len(old)-1]
	return last
}
