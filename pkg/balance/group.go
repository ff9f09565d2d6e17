package balance

import (
	"maps"
	"slices"
)

// group has the tasks of one limit.
type group struct {
	*cutter
	limit Limit
	// most bounds the parts, slots what runs at a time in all of them together. gap is
	// the least time from one start to the next in a slot.
	most, slots int
	gap         float64
	// machine and busy are of the slots that are taken, which free has, the one that is
	// free first on top. A slot is one of the limit's, on one machine.
	machine []int
	busy    []float64
	free    *pile
	// parts are those that have tasks, the one with the least to do on top, and machines
	// theirs.
	parts, machines *pile
	has             map[int]*has // by part
}

// has is what one part, or all together, has of a group.
type has struct {
	slots, tasks int
	seconds      float64
}

// group returns the group of the limit; nil if nothing is limited.
func (c *cutter) group(name string) *group {
	l := c.options.Limits[name]
	if l == (Limit{}) {
		return nil
	}
	if c.groups[name] == nil {
		g := &group{cutter: c, limit: l, has: map[int]*has{}}
		g.most = c.options.Parts
		if l.Concurrent > 0 {
			g.most = min(g.most, l.Concurrent)
		}
		if l.Starts > 0 {
			g.most = min(g.most, l.Starts)
		}
		g.rate(c.totals[name])
		g.free = newPile(0, func(slot int) float64 { return max(g.busy[slot], c.load[g.machine[slot]]) })
		g.parts = newPile(0, c.parts.load)
		g.machines = newPile(0, c.machines.load)
		c.groups[name] = g
	}
	return c.groups[name]
}

// rate sets the number of slots. If the rate decides how fast the tasks run, there is one
// for each start.
func (g *group) rate(all has) {
	g.slots = g.most * g.options.Workers
	if g.limit.Concurrent > 0 {
		g.slots = min(g.slots, g.limit.Concurrent)
	}
	if g.limit.Starts == 0 || all.tasks <= g.limit.Starts {
		return
	}
	per := g.limit.Per.Seconds() / float64(g.limit.Starts)
	if per*float64(g.slots) > all.seconds/float64(all.tasks) {
		g.slots = g.limit.Starts
	}
	g.gap = per * float64(g.slots)
}

// deal gives the task to a part.
func (g *group) deal(task int) {
	t := &g.tasks[task]
	if t.Exclusive {
		part := g.cutter.parts.top()
		if g.has[part] == nil && (len(g.has) == g.most || len(g.has) > 0 && g.sum[g.parts.top()] <= g.sum[part]) {
			part = g.parts.top()
		}
		g.enter(part, t)
		g.giveAlone(task, part)
		return
	}
	slot := g.slot()
	machine := g.machine[slot]
	g.busy[slot] = max(g.busy[slot], g.load[machine]) + max(g.gap, t.Seconds)
	g.enter(g.partOf(machine), t)
	g.give(task, machine)
}

// slot returns the slot that is free first; a new one if that is sooner.
func (g *group) slot() int {
	if len(g.machine) == g.slots {
		return g.free.top()
	}
	machine := g.cutter.machines.top()
	if g.has[g.partOf(machine)] == nil && len(g.has) == g.most {
		machine = g.machines.top()
	}
	if len(g.machine) > 0 {
		if slot := g.free.top(); g.free.load(slot) <= g.load[machine] {
			return slot
		}
	}
	g.machine, g.busy = append(g.machine, machine), append(g.busy, 0)
	slot := len(g.machine) - 1
	g.free.add(slot)
	part := g.partOf(machine)
	g.open(part)
	g.has[part].slots++
	return slot
}

// open lets the part have tasks of the group.
func (g *group) open(part int) {
	if g.has[part] != nil {
		return
	}
	g.has[part] = &has{}
	g.parts.add(part)
	for m := range g.of(part) {
		g.machines.add(m)
	}
}

// enter counts the task to what the part has.
func (g *group) enter(part int, t *Task) {
	g.open(part)
	g.has[part].tasks++
	g.has[part].seconds += t.Seconds
}

// share divides the limit among the parts that have tasks of the group.
func (g *group) share() map[int]Limit {
	parts := slices.Sorted(maps.Keys(g.has))
	slots, one := make([]int, len(parts)), make([]int, len(parts))
	seconds, tasks := make([]float64, len(parts)), make([]float64, len(parts))
	for i, part := range parts {
		h := g.has[part]
		slots[i], one[i], seconds[i], tasks[i] = max(1, h.slots), 1, h.seconds, float64(h.tasks)
	}
	if sum(slots) > g.limit.Concurrent { // by the slots of a rate, or by exclusive tasks
		slots = one
	}
	concurrent, starts := apportion(g.limit.Concurrent, slots, seconds), apportion(g.limit.Starts, one, tasks)
	out := make(map[int]Limit, len(parts))
	for i, part := range parts {
		l := Limit{Concurrent: concurrent[i]}
		if starts[i] > 0 {
			l.Starts, l.Per = starts[i], g.limit.Per
		}
		out[part] = l
	}
	return out
}

func sum(numbers []int) int {
	n := 0
	for _, x := range numbers {
		n += x
	}
	return n
}
