package balance

import (
	"cmp"
	"container/heap"
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

// Limit bounds the tasks that name it, in all parts together; zero fields do not.
type Limit struct {
	// Concurrent is how many run at a time.
	Concurrent int
	// Starts is how many start within Per.
	Starts int
	Per    time.Duration
}

// Options say into what to cut.
type Options struct {
	// Parts is the number of parts, from 1.
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
	Shares map[string]Share
	// Seconds is how long the part takes, if each task takes as long as is said of it.
	Seconds float64
}

// Share is what a part has of a limit; zero fields are without limit.
type Share struct {
	Concurrent int
	// Every is the least time between two starts.
	Every time.Duration
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
	var alone, unknown, known, unstarted []int
	limited := map[string][]int{}
	for i := range tasks {
		t := &tasks[i]
		switch {
		case t.Seconds <= 0:
			unstarted = append(unstarted, i)
		case o.Limits[t.Limit] != (Limit{}):
			limited[t.Limit] = append(limited[t.Limit], i)
		case t.Exclusive:
			alone = append(alone, i)
		case t.Unknown:
			unknown = append(unknown, i)
		default:
			known = append(known, i)
		}
	}
	c.exclusive(alone, c.all())
	for _, name := range c.heaviest(limited) {
		c.limited(limited[name], o.Limits[name])
	}
	c.spread(unknown)
	c.longestFirst(known)
	c.fill(unstarted)
	return c.parts()
}

// cutter deals the tasks out. Each part has as many machines as workers.
type cutter struct {
	tasks   []Task
	options Options
	dealt   [][]int // tasks by part
	load    []float64
	sum     []float64 // of the loads of a part
}

func newCutter(tasks []Task, o Options) *cutter {
	return &cutter{tasks: tasks, options: o, dealt: make([][]int, o.Parts), load: make([]float64, o.Parts*o.Workers), sum: make([]float64, o.Parts)}
}

// give puts the task on a machine.
func (c *cutter) give(task, machine int) {
	part := machine / c.options.Workers
	c.dealt[part] = append(c.dealt[part], task)
	c.load[machine] += c.tasks[task].Seconds
	c.sum[part] += c.tasks[task].Seconds
}

// all returns all parts.
func (c *cutter) all() []int {
	parts := make([]int, c.options.Parts)
	for i := range parts {
		parts[i] = i
	}
	return parts
}

// lightest returns n of all parts, those with the least to do first.
func (c *cutter) lightest(n int) []int {
	parts := c.all()
	slices.SortStableFunc(parts, func(a, b int) int { return cmp.Compare(c.sum[a], c.sum[b]) })
	return parts[:min(n, len(parts))]
}

// idlest returns n machines of the part, those with the least to do first; if there are
// fewer, it goes round.
func (c *cutter) idlest(part, n int) []int {
	machines := make([]int, c.options.Workers)
	for i := range machines {
		machines[i] = part*c.options.Workers + i
	}
	if n == 1 {
		return []int{slices.MinFunc(machines, c.byLoad)}
	}
	slices.SortStableFunc(machines, c.byLoad)
	out := make([]int, n)
	for i := range out {
		out[i] = machines[i%len(machines)]
	}
	return out
}

func (c *cutter) byLoad(a, b int) int { return cmp.Compare(c.load[a], c.load[b]) }

// sorted sorts tasks by their seconds, the longest first, ties as in the list.
func (c *cutter) sorted(tasks []int) []int {
	slices.SortStableFunc(tasks, func(a, b int) int { return cmp.Compare(c.tasks[b].Seconds, c.tasks[a].Seconds) })
	return tasks
}

// exclusive deals out tasks that take all machines of one of the parts.
func (c *cutter) exclusive(tasks, parts []int) {
	h := pile{by: func(part int) float64 { return c.sum[part] }, items: slices.Clone(parts)}
	heap.Init(&h)
	for _, t := range c.sorted(tasks) {
		part, w := h.items[0], c.options.Workers
		c.dealt[part] = append(c.dealt[part], t)
		for m := part * w; m < (part+1)*w; m++ {
			c.load[m] += c.tasks[t].Seconds
		}
		c.sum[part] += float64(w) * c.tasks[t].Seconds
		heap.Fix(&h, 0)
	}
}

// limited deals out the tasks of one limit: on as many machines as may have one of them
// at a time, in as many parts as can have a share.
func (c *cutter) limited(tasks []int, l Limit) {
	parts := c.lightest(min(l.most(), len(tasks)))
	var alone, others []int
	for _, t := range tasks {
		if c.tasks[t].Exclusive {
			alone = append(alone, t)
		} else {
			others = append(others, t)
		}
	}
	c.exclusive(alone, parts)
	slots, gap := c.slots(others, len(parts), l)
	// As many slots in each part as in any other, or one less.
	h := pile{}
	machine, busy := make([]int, slots), make([]float64, slots)
	for i := range slots {
		if i < len(parts) {
			for k, m := range c.idlest(parts[i], (slots-i+len(parts)-1)/len(parts)) {
				machine[i+k*len(parts)] = m
			}
		}
		h.items, busy[i] = append(h.items, i), c.load[machine[i]]
	}
	h.by = func(slot int) float64 { return busy[slot] }
	heap.Init(&h)
	for _, t := range c.sorted(others) {
		slot := h.items[0]
		busy[slot] += max(gap, c.tasks[t].Seconds)
		c.give(t, machine[slot])
		heap.Fix(&h, 0)
	}
}

// slots returns how many tasks of a limit run at a time in so many parts, and the least
// time from one start to the next in each slot. If the rate decides, there is a slot for
// each start, so that the parts get tasks as they get shares of it.
func (c *cutter) slots(tasks []int, parts int, l Limit) (n int, gap float64) {
	n = parts * c.options.Workers
	if l.Concurrent > 0 {
		n = min(n, l.Concurrent)
	}
	if l.Starts == 0 || len(tasks) == 0 {
		return n, 0
	}
	sum, per := 0.0, l.Per.Seconds()/float64(l.Starts)
	for _, t := range tasks {
		sum += c.tasks[t].Seconds
	}
	if per*float64(n) > sum/float64(len(tasks)) {
		n = max(parts, min(l.Starts, len(tasks)))
	}
	return n, per * float64(n)
}

// most is the greatest number of parts that can have a share of the limit.
func (l Limit) most() int {
	most := MaxParts
	if l.Concurrent > 0 {
		most = min(most, l.Concurrent)
	}
	if l.Starts > 0 {
		most = min(most, l.Starts)
	}
	return most
}

// heaviest returns the names of the groups, the one with the most to do first.
func (c *cutter) heaviest(groups map[string][]int) []string {
	sum := map[string]float64{}
	names := make([]string, 0, len(groups))
	for name, tasks := range groups {
		names = append(names, name)
		for _, t := range tasks {
			sum[name] += c.tasks[t].Seconds
		}
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(cmp.Compare(sum[b], sum[a]), cmp.Compare(a, b)) })
	return names
}

// spread gives each part as many of the tasks as any other, or one less. Their seconds
// are a guess, which is equally wrong everywhere then.
func (c *cutter) spread(tasks []int) {
	parts := c.lightest(c.options.Parts)
	for i, t := range tasks {
		c.give(t, c.idlest(parts[i%len(parts)], 1)[0])
	}
}

// longestFirst gives each task to the machine with the least to do.
func (c *cutter) longestFirst(tasks []int) {
	machines := make([]int, len(c.load))
	for i := range machines {
		machines[i] = i
	}
	h := pile{by: func(m int) float64 { return c.load[m] }, items: machines}
	heap.Init(&h)
	for _, t := range c.sorted(tasks) {
		c.give(t, h.items[0])
		heap.Fix(&h, 0)
	}
}

// fill gives tasks that take no time to the parts with the fewest.
func (c *cutter) fill(tasks []int) {
	h := pile{by: func(part int) float64 { return float64(len(c.dealt[part])) }, items: c.all()}
	heap.Init(&h)
	for _, t := range tasks {
		part := h.items[0]
		c.dealt[part] = append(c.dealt[part], t)
		heap.Fix(&h, 0)
	}
}

// pile is a heap: the item with the least load is on top, of equals the one with the
// least number.
type pile struct {
	by    func(item int) float64
	items []int
}

func (p *pile) Len() int { return len(p.items) }
func (p *pile) Less(i, j int) bool {
	a, b := p.by(p.items[i]), p.by(p.items[j])
	return a < b || a == b && p.items[i] < p.items[j]
}
func (p *pile) Swap(i, j int) { p.items[i], p.items[j] = p.items[j], p.items[i] }
func (p *pile) Push(any)      { panic("the number of parts is fixed") }
func (p *pile) Pop() any      { panic("the number of parts is fixed") }
