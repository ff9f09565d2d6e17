package balance

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"time"
)

// TooManyError says that so short a time takes more parts than there may be.
type TooManyError struct {
	Time  time.Duration
	Parts int
}

func (e *TooManyError) Error() string {
	return fmt.Sprintf("parts of at most %s are more than %d", e.Time, e.Parts)
}

// Within divides the tasks into as few parts as it finds of which each takes at most
// d, which is positive. A task that takes longer has a part of its own, unless a limit
// binds it to others; and a part takes longer if its share of a limit demands it. Parts
// of Options is how many there may be; 0: any number. The number of parts may be greater
// than the least possible by a fraction, as [Cut] is not optimal.
func Within(tasks []Task, d time.Duration, o Options) ([]Part, error) {
	most, bound := d.Seconds(), cmp.Or(o.Parts, math.MaxInt)
	var long, others []int
	sum := 0.0
	for i := range tasks {
		t := &tasks[i]
		if t.Seconds > most && o.Limits[t.Limit] == (Limit{}) {
			long = append(long, i)
			continue
		}
		others = append(others, i)
		if sum += t.Seconds; t.Exclusive {
			sum += t.Seconds * float64(o.Workers-1)
		}
	}
	w := within{tasks: pick(tasks, others), most: most, options: o}
	top := min(max(1, len(others)), bound-len(long))
	least := max(1, int(math.Ceil(sum/(most*float64(o.Workers))-1e-9)))
	if top < 1 || least > top && len(others) > top {
		return nil, &TooManyError{d, bound}
	}
	var parts []Part
	if len(others) > 0 {
		var fits bool
		if parts, fits = w.search(min(least, top), top); !fits && len(others) > top {
			return nil, &TooManyError{d, bound}
		}
	}
	for i := range parts {
		for k, t := range parts[i].Tasks {
			parts[i].Tasks[k] = others[t]
		}
	}
	one := o
	one.Parts = 1
	for _, t := range long {
		own := Cut(tasks[t:t+1], one)
		own[0].Tasks[0] = t
		parts = append(parts, own...)
	}
	return parts, nil
}

func pick(tasks []Task, positions []int) []Task {
	out := make([]Task, len(positions))
	for i, p := range positions {
		out[i] = tasks[p]
	}
	return out
}

// within searches a number of parts.
type within struct {
	tasks   []Task
	most    float64
	options Options
}

// search returns the cut into the least number of parts, from least to top, that it finds
// to fit; the cut into top parts if none fits. It doubles its steps, for usually the
// first numbers fit, and then halves them.
func (w *within) search(least, top int) (parts []Part, fits bool) {
	below, n := least-1, least
	for step := 1; ; step *= 2 {
		if parts, fits = w.try(n); fits || n == top {
			break
		}
		below, n = n, min(n+step, top)
	}
	for fits && n-below > 1 {
		middle := (below + n) / 2
		if better, ok := w.try(middle); ok {
			parts, n = better, middle
		} else {
			below = middle
		}
	}
	return parts, fits
}

// try cuts into n parts, and reports whether they fit. A part that takes longer for what
// is limited alone is as short as it can be.
func (w *within) try(n int) ([]Part, bool) {
	w.options.Parts = n
	parts := Cut(w.tasks, w.options)
	const slack = 1 + 1e-9
	for i := range parts {
		if parts[i].Seconds > w.most*slack && parts[i].Seconds > w.bound(&parts[i])*slack {
			return parts, false
		}
	}
	return parts, true
}

// bound returns how long the tasks of the part that have limits take alone.
func (w *within) bound(p *Part) float64 {
	c := cutter{tasks: w.tasks, options: w.options}
	alone := Part{Shares: p.Shares}
	alone.Tasks = slices.DeleteFunc(slices.Clone(p.Tasks), func(t int) bool { return w.options.Limits[w.tasks[t].Limit] == Limit{} })
	return c.seconds(&alone)
}
