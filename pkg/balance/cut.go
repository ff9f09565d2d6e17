package balance

import (
	"cmp"
	"iter"
	"slices"
	"time"
)

// Task is one example, as far as dividing is concerned.
type Task struct {
	// Seconds is how long it takes; 0: it is not started (a skip). Cut does not read that
	// of an Unknown one, which has no known duration, before [Estimate] has set it.
	Seconds float64
	Unknown bool
	// Limit is the limit that it shares with others; empty: none.
	Limit string
	// Exclusive: it runs alone in its part.
	Exclusive bool
}

// Limit bounds the tasks that name it, in all parts together, or is the share that one
// part has of such a limit. Zero fields do not bound.
type Limit struct {
	// Concurrent is how many run at a time.
	Concurrent int
	// Starts is how many start within Per.
	Starts int
	Per    time.Duration
}

// Options say into what to cut.
type Options struct {
	// Parts is the number of parts, from 1; for [Within] the most that there may be.
	Parts int
	// Workers is the number of tasks that a part runs at a time, from 1.
	Workers int
	Limits  map[string]Limit
}

// Part is one part.
type Part struct {
	// Tasks are positions in the list of all, in the order of their starts: those of
	// unknown duration, then the longest first; with one worker as in the list.
	Tasks []int
	// Shares are the part's shares of the limits that its tasks have.
	Shares map[string]Limit
	// Seconds is how long the part takes, if each task takes as long as is said of it.
	Seconds float64
	// Limit is the one that makes the part take longer than it would without, if one does.
	Limit string
}

// Estimate sets the seconds of the unknown tasks to the median of the known ones, and
// returns it. Where none is known, ok is false and each is said to take one second: so
// the parts have the same number of them.
func Estimate(tasks []Task) (seconds float64, ok bool) {
	var known []float64
	for i := range tasks {
		if !tasks[i].Unknown && tasks[i].Seconds > 0 {
			known = append(known, tasks[i].Seconds)
		}
	}
	if seconds, ok = 1, len(known) > 0; ok {
		slices.Sort(known)
		seconds = (known[(len(known)-1)/2] + known[len(known)/2]) / 2
	}
	for i := range tasks {
		if tasks[i].Unknown {
			tasks[i].Seconds = seconds
		}
	}
	return seconds, ok
}

// Cut divides the tasks, all with their seconds. Every task is in exactly one part. The
// same tasks give the same parts.
func Cut(tasks []Task, o Options) []Part {
	c := newCutter(tasks, o)
	var order, unknown, unstarted []int
	for i := range tasks {
		switch t := &tasks[i]; {
		case t.Seconds <= 0:
			unstarted = append(unstarted, i)
		case t.Unknown && !t.Exclusive && o.Limits[t.Limit] == (Limit{}):
			unknown = append(unknown, i)
		default:
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(tasks[b].Seconds, tasks[a].Seconds) })
	for _, i := range order {
		t := &tasks[i]
		if len(unknown) > 0 && tasks[unknown[0]].Seconds >= t.Seconds {
			c.spread(unknown)
			unknown = nil
		}
		switch group := c.group(t.Limit); {
		case group != nil:
			group.deal(i)
		case t.Exclusive:
			c.giveAlone(i, c.parts.top())
		default:
			c.give(i, c.machines.top())
		}
	}
	c.spread(unknown)
	c.fill(unstarted)
	return c.result()
}

// cutter deals the tasks out. Each part has as many machines as workers.
type cutter struct {
	tasks   []Task
	options Options
	dealt   [][]int // tasks by part
	load    []float64
	sum     []float64 // of the loads of a part
	groups  map[string]*group
	totals  map[string]has // of the tasks of each limit
	// machines and parts have the one with the least to do on top.
	machines, parts *pile
}

func newCutter(tasks []Task, o Options) *cutter {
	c := &cutter{tasks: tasks, options: o, dealt: make([][]int, o.Parts), load: make([]float64, o.Parts*o.Workers), sum: make([]float64, o.Parts), groups: map[string]*group{}, totals: map[string]has{}}
	for i := range tasks {
		if t := &tasks[i]; t.Seconds > 0 && o.Limits[t.Limit] != (Limit{}) {
			all := c.totals[t.Limit]
			c.totals[t.Limit] = has{tasks: all.tasks + 1, seconds: all.seconds + t.Seconds}
		}
	}
	c.machines = newPile(len(c.load), func(m int) float64 { return c.load[m] })
	c.parts = newPile(o.Parts, func(part int) float64 { return c.sum[part] })
	return c
}

// The first machines of all parts have the lowest numbers, so that ties go to the parts
// in turn.
func (c *cutter) partOf(machine int) int { return machine % c.options.Parts }

// of returns the machines of a part.
func (c *cutter) of(part int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for m := part; m < len(c.load) && yield(m); m += c.options.Parts {
		}
	}
}

// give puts the task on a machine.
func (c *cutter) give(task, machine int) {
	part := c.partOf(machine)
	c.dealt[part] = append(c.dealt[part], task)
	c.load[machine] += c.tasks[task].Seconds
	c.sum[part] += c.tasks[task].Seconds
}

// giveAlone puts the task on all machines of a part.
func (c *cutter) giveAlone(task, part int) {
	c.dealt[part] = append(c.dealt[part], task)
	for m := range c.of(part) {
		c.load[m] += c.tasks[task].Seconds
		c.sum[part] += c.tasks[task].Seconds
	}
}

// spread gives each part as many of the tasks as any other, or one less. Their seconds
// are a guess, which is equally wrong everywhere then.
func (c *cutter) spread(tasks []int) {
	parts := make([]int, c.options.Parts)
	for i := range parts {
		parts[i] = i
	}
	slices.SortStableFunc(parts, func(a, b int) int { return cmp.Compare(c.sum[a], c.sum[b]) })
	for i, t := range tasks {
		best := parts[i%len(parts)]
		for m := range c.of(best) {
			if c.load[m] < c.load[best] {
				best = m
			}
		}
		c.give(t, best)
	}
}

// fill gives tasks that take no time to the parts with the fewest.
func (c *cutter) fill(tasks []int) {
	h := newPile(c.options.Parts, func(part int) float64 { return float64(len(c.dealt[part])) })
	for _, t := range tasks {
		part := h.top()
		c.dealt[part] = append(c.dealt[part], t)
	}
}
