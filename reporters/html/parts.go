package html

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/reporters/text"
)

// partRun is the run of one part (or shard) of a merged run.
type partRun struct {
	// Index is the number of the part; 0 if the run took its examples from a queue.
	Index int
	// Start and End are in seconds since the start of the merged run.
	Start, End float64
	// Workers is the number of examples that it ran at a time, Examples that of its results.
	Workers, Examples int
}

// name returns what the part is called.
func (p *partRun) name() string {
	if p.Index == 0 {
		return "worker of a queue"
	}
	return fmt.Sprintf("part %d", p.Index)
}

// text describes the part in one line.
func (p *partRun) text() string {
	return fmt.Sprintf("%s: %s, %s", p.name(), text.Plural(p.Examples, "example"), text.Seconds(p.End-p.Start))
}

// partsOf returns the parts of a merged run, and the position of each, from 1, by its run.
func partsOf(run *hub.Run) (parts []partRun, of map[string]int) {
	of = make(map[string]int, len(run.Parts))
	for i := range run.Parts {
		p := &run.Parts[i]
		start := text.Sane(p.Started.Sub(run.Started).Seconds())
		end := start
		if p.Finished.After(p.Started) {
			end = text.Sane(p.Finished.Sub(run.Started).Seconds())
		}
		parts = append(parts, partRun{Index: p.Index, Start: max(0, start), End: max(0, start, end), Workers: max(1, p.Workers), Examples: p.Examples})
		of[p.Run] = i + 1
	}
	return parts, of
}

// slots arrange the parts of a merged run as few machines would have run them: parts that
// ran one after the other share a slot, so that there are as many slots as parts ran at a
// time.
type slots struct {
	of      []int   // the slot of each part, from 1
	parts   [][]int // the positions of the parts of each slot, in the order of their starts
	count   int
	workers int // of all slots
}

// slotsOf arranges parts.
func slotsOf(parts []partRun) slots {
	s := slots{of: make([]int, len(parts))}
	order := make([]int, len(parts))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(parts[a].Start, parts[b].Start), cmp.Compare(parts[a].Index, parts[b].Index))
	})
	var free []float64 // when the last part of each slot ended
	var wide []int     // the workers of each slot
	for _, i := range order {
		p := &parts[i]
		at := -1
		for k := range free { // the one that waited least, as the next part of a queue takes it
			if wide[k] == p.Workers && free[k] <= p.Start && (at < 0 || free[k] > free[at]) {
				at = k
			}
		}
		if at < 0 {
			at = len(free)
			free, wide, s.parts = append(free, 0), append(wide, p.Workers), append(s.parts, nil)
			s.workers += p.Workers
		}
		free[at] = p.End
		s.of[i], s.parts[at] = at+1, append(s.parts[at], i)
	}
	s.count = len(free)
	if s.single() { // in the order of the parts
		byPart := make([]int, s.count)
		for i := range byPart {
			byPart[i] = i
		}
		slices.SortStableFunc(byPart, func(a, b int) int { return cmp.Compare(parts[a].Index, parts[b].Index) })
		for slot, i := range byPart {
			s.of[i], s.parts[slot] = slot+1, []int{i}
		}
	}
	return s
}

// single reports whether each part has a slot of its own.
func (s *slots) single() bool { return s.count == len(s.of) }

// label returns the number beside a slot, from 1.
func (s *slots) label(parts []partRun, slot int) int {
	if i := s.parts[slot-1]; s.single() && parts[i[0]].Index > 0 {
		return parts[i[0]].Index
	}
	return slot
}

// text says what the bands are; empty without parts.
func (s *slots) text(parts []partRun) string {
	switch {
	case len(parts) == 0:
		return ""
	case parts[0].Index == 0:
		return fmt.Sprintf("%s took examples from a queue; each band is one of them.", text.Plural(len(parts), "worker"))
	case s.single():
		return fmt.Sprintf("%s at a time; each band is a part.", text.Plural(len(parts), "part"))
	}
	return fmt.Sprintf("%s, at most %d at a time; each band is a part, and parts that ran one after the other share a line.", text.Plural(len(parts), "part"), s.count)
}

// maxLanes bounds the lanes that are shown.
const maxLanes = 200

// cut hides the lanes that ended first, with their bars, if there are more than maxLanes:
// the length of the run is decided by the others.
func (t *timeline) cut() {
	t.Hidden = max(0, len(t.lanes)-maxLanes)
	if t.Hidden == 0 {
		return
	}
	ends := make([]int, len(t.lanes))
	for i := range ends {
		ends[i] = i
	}
	slices.SortStableFunc(ends, func(a, b int) int { return cmp.Compare(t.lanes[b].free, t.lanes[a].free) })
	kept := ends[:maxLanes]
	slices.Sort(kept)
	lanes, to := make([]lane, 0, maxLanes), make(map[int]int, maxLanes)
	for _, l := range kept {
		to[l] = len(lanes)
		lanes = append(lanes, t.lanes[l])
	}
	longest := t.longest
	bars := t.bars[:0:0]
	for i, b := range t.bars {
		if at, ok := to[b.lane]; ok {
			if i == longest {
				t.longest = len(bars)
			}
			b.lane = at
			bars = append(bars, b)
		} else if i == longest {
			t.longest = -1
		}
	}
	t.bars, t.lanes = bars, lanes
}
