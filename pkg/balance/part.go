package balance

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"time"
)

// parts returns the parts as they were dealt out.
func (c *cutter) parts() []Part {
	shares := c.shares()
	out := make([]Part, len(c.dealt))
	for i, tasks := range c.dealt {
		slices.Sort(tasks)
		if c.options.Workers > 1 {
			slices.SortStableFunc(tasks, c.sooner)
		}
		out[i] = Part{Tasks: tasks, Shares: shares[i]}
		out[i].Seconds = c.seconds(&out[i])
	}
	return out
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

// shares divides each limit among the parts that have tasks of it.
func (c *cutter) shares() []map[string]Share {
	out := make([]map[string]Share, len(c.dealt))
	weights := map[string]map[int]float64{} // seconds by limit and part
	for part, tasks := range c.dealt {
		for _, t := range tasks {
			if name := c.tasks[t].Limit; c.options.Limits[name] != (Limit{}) && c.tasks[t].Seconds > 0 {
				if weights[name] == nil {
					weights[name] = map[int]float64{}
				}
				weights[name][part] += c.tasks[t].Seconds
			}
		}
	}
	for name, by := range weights {
		l := c.options.Limits[name]
		parts := slices.Sorted(maps.Keys(by))
		seconds := make([]float64, len(parts))
		for i, part := range parts {
			seconds[i] = by[part]
		}
		concurrent, starts := apportion(l.Concurrent, seconds), apportion(l.Starts, seconds)
		for i, part := range parts {
			if out[part] == nil {
				out[part] = map[string]Share{}
			}
			share := Share{Concurrent: concurrent[i]}
			if starts[i] > 0 {
				share.Every = (l.Per + time.Duration(starts[i]) - 1) / time.Duration(starts[i])
			}
			out[part][name] = share
		}
	}
	return out
}

// apportion divides n by the weights, with at least one for each, by the largest
// remainders. n is 0, or not less than the number of weights.
func apportion(n int, weights []float64) []int {
	out := make([]int, len(weights))
	if n == 0 {
		return out
	}
	sum := 0.0
	for _, w := range weights {
		sum += w
	}
	rest := n - len(weights)
	type remainder struct {
		i    int
		part float64
	}
	var remainders []remainder
	left := rest
	for i, w := range weights {
		exact := float64(rest) * w / sum
		whole := int(math.Floor(exact))
		out[i], left = 1+whole, left-whole
		remainders = append(remainders, remainder{i, exact - float64(whole)})
	}
	slices.SortStableFunc(remainders, func(a, b remainder) int { return cmp.Compare(b.part, a.part) })
	for i := range max(0, left) {
		out[remainders[i%len(out)].i]++
	}
	return out
}
