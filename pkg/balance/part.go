package balance

import (
	"cmp"
	"maps"
	"math"
	"slices"
)

// result returns the parts as they were dealt out.
func (c *cutter) result() []Part {
	shares := c.shares()
	out := make([]Part, len(c.dealt))
	for i, tasks := range c.dealt {
		slices.Sort(tasks)
		if c.options.Workers > 1 {
			slices.SortStableFunc(tasks, c.sooner)
		}
		out[i] = Part{Tasks: tasks, Shares: shares[i]}
		out[i].Seconds = c.seconds(&out[i])
		out[i].Limit = c.decides(&out[i])
	}
	return out
}

// decides returns the limit without which the part would take least, if that is notably
// less than it takes.
func (c *cutter) decides(p *Part) (limit string) {
	least := p.Seconds * 0.95
	for _, name := range slices.Sorted(maps.Keys(p.Shares)) {
		without := Part{Tasks: p.Tasks, Shares: maps.Clone(p.Shares)}
		delete(without.Shares, name)
		if s := c.seconds(&without); s < least {
			least, limit = s, name
		}
	}
	return limit
}

// sooner puts unknown tasks first, since they may be long, and then the longest.
func (c *cutter) sooner(a, b int) int {
	x, y := &c.tasks[a], &c.tasks[b]
	if x.Unknown != y.Unknown {
		if x.Unknown {
			return -1
		}
		return 1
	}
	return cmp.Compare(y.Seconds, x.Seconds)
}

// shares returns the shares of each part.
func (c *cutter) shares() []map[string]Limit {
	out := make([]map[string]Limit, len(c.dealt))
	for name, g := range c.groups {
		for part, l := range g.share() {
			if out[part] == nil {
				out[part] = map[string]Limit{}
			}
			out[part][name] = l
		}
	}
	return out
}

// apportion divides n, which is 0 or not less than the sum of least: each gets its least,
// and the rest is by the weights, by the largest remainders.
func apportion(n int, least []int, weights []float64) []int {
	out := make([]int, len(weights))
	if n == 0 {
		return out
	}
	copy(out, least)
	sum := 0.0
	rest := n
	for i, w := range weights {
		sum, rest = sum+w, rest-least[i]
	}
	type remainder struct {
		i    int
		part float64
	}
	var remainders []remainder
	left := rest
	for i, w := range weights {
		exact := float64(rest) * w / sum
		whole := int(math.Floor(exact))
		out[i], left = out[i]+whole, left-whole
		remainders = append(remainders, remainder{i, exact - float64(whole)})
	}
	slices.SortStableFunc(remainders, func(a, b remainder) int { return cmp.Compare(b.part, a.part) })
	for i := range max(0, left) {
		out[remainders[i%len(out)].i]++
	}
	return out
}
