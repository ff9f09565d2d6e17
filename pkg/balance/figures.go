package balance

import (
	"cmp"
	"math"
	"slices"
)

// Lane is one part as it is expected to be, or as it was. Times are in seconds from any
// one instant.
type Lane struct {
	Part       int // from 1
	Workers    int
	Begin, End float64
	// Busy is the sum of the times of its examples.
	Busy     float64
	Examples int
	// Longest is the time of its longest example, and Name what that is called.
	Longest float64
	Name    string
	// Limit is the limit that makes it take longer, if one does.
	Limit string
}

// Figures say how well the work was divided.
type Figures struct {
	Parts, Examples int
	// Slots is how many parts were there at one time, at most, and Workers how many
	// examples could run at one time.
	Slots, Workers int
	// Makespan is the time from the first beginning to the last end, and Bound the
	// least that any division among these workers could take: that of the longest
	// example, or an equal share of all.
	Makespan, Bound float64
	// Busy is the sum of the times of all examples, and Idle the time that workers did
	// nothing.
	Busy, Idle float64
	// Late is how long after the first part the last one (Last) began.
	Late float64
	// Last is the part that ends last, and Longest the one with the longest example.
	Last, Longest Lane
	// Empty is the number of parts without an example.
	Empty int
}

// Measure computes the figures of the parts; zero of none.
func Measure(lanes []Lane) Figures {
	var f Figures
	if len(lanes) == 0 {
		return f
	}
	begin, last := math.Inf(1), math.Inf(-1)
	for _, l := range lanes {
		f.Parts, f.Examples, f.Busy = f.Parts+1, f.Examples+l.Examples, f.Busy+l.Busy
		begin, last = min(begin, l.Begin), max(last, l.End)
		if l.Examples == 0 {
			f.Empty++
		}
		if l.End > f.Last.End || f.Last.Part == 0 {
			f.Last = l
		}
		if l.Longest > f.Longest.Longest || f.Longest.Part == 0 {
			f.Longest = l
		}
	}
	f.Slots, f.Workers = atOnce(lanes)
	f.Makespan, f.Late = max(0, last-begin), f.Last.Begin-begin
	f.Bound = max(f.Longest.Longest, f.Busy/float64(f.Workers))
	f.Idle = max(0, f.Makespan*float64(f.Workers)-f.Busy)
	return f
}

// atOnce returns how many parts, and workers in them, were there at one time, at most.
func atOnce(lanes []Lane) (parts, workers int) {
	type edge struct {
		at             float64
		order          int // of one instant: what ended, what begins, what was there for no time
		parts, workers int
	}
	var edges []edge
	for _, l := range lanes {
		ended := edge{l.End, 0, -1, -l.Workers}
		if l.End <= l.Begin {
			ended.at, ended.order = l.Begin, 2
		}
		edges = append(edges, edge{l.Begin, 1, 1, l.Workers}, ended)
	}
	slices.SortFunc(edges, func(a, b edge) int {
		return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.order, b.order))
	})
	p, w := 0, 0
	for _, e := range edges {
		p, w = p+e.parts, w+e.workers
		parts, workers = max(parts, p), max(workers, w)
	}
	return max(parts, 1), max(workers, 1)
}

// Ratio is how many times as long as the bound it takes; 1 if nothing takes any time.
func (f Figures) Ratio() float64 {
	if f.Bound <= 0 {
		return 1
	}
	return f.Makespan / f.Bound
}

// IdleShare is the share of the workers' time in which they do nothing, from 0 to 1.
func (f Figures) IdleShare() float64 {
	if all := f.Makespan * float64(f.Workers); all > 0 {
		return f.Idle / all
	}
	return 0
}

// Useful is the number of parts from which on more do not help, because the longest
// example alone takes as long; 0 if nothing takes any time.
func (f Figures) Useful() int {
	perPart := float64(f.Workers) / float64(max(f.Slots, 1))
	if f.Longest.Longest <= 0 || perPart <= 0 {
		return 0
	}
	return max(1, int(math.Ceil(f.Busy/(perPart*f.Longest.Longest)-1e-9)))
}
