package html

import (
	"cmp"
	"slices"
)

// bar is one attempt in the timeline, its build included.
type bar struct {
	row, attempt      int
	start, built, end float64
	lane              int
	kind              string
}

// lane is a line of the timeline for a worker; in a merged run, for one worker of a slot,
// see slots. If attempts of one worker overlap, it has further lanes.
type lane struct {
	slot, worker int
	first        bool    // the first lane of its worker
	free         float64 // end of its last bar
}

// bars returns the bars in the order of their starts, and the lanes, by slot and worker.
// slotOf says in which slot the part at a position is, from 1.
func bars(rows []row, slotOf []int) ([]bar, []lane) {
	var all []bar
	for i := range rows {
		for k := range rows[i].Attempts {
			a := &rows[i].Attempts[k]
			if a.Worker < 1 || !(a.Start+a.Seconds >= 0) {
				continue
			}
			built := max(0, a.Start)
			all = append(all, bar{row: i, attempt: k, start: max(0, a.Start-a.Build), built: built, end: max(built, a.Start+a.Seconds), kind: a.Kind})
		}
	}
	slices.SortStableFunc(all, func(a, b bar) int { return cmp.Compare(a.start, b.start) })
	const slack = 0.005 // clocks and rounding
	byWorker := map[[2]int][]int{}
	var lanes []lane
	for i := range all {
		b := &all[i]
		at := [2]int{0, rows[b.row].Attempts[b.attempt].Worker}
		if part := rows[b.row].Part; part > 0 && part <= len(slotOf) {
			at[0] = slotOf[part-1]
		}
		b.lane = -1
		for _, l := range byWorker[at] {
			if lanes[l].free <= b.start+slack {
				b.lane = l
				break
			}
		}
		if b.lane < 0 {
			b.lane = len(lanes)
			lanes = append(lanes, lane{slot: at[0], worker: at[1], first: len(byWorker[at]) == 0})
			byWorker[at] = append(byWorker[at], b.lane)
		}
		lanes[b.lane].free = b.end
	}
	order := make([]int, len(lanes))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(lanes[a].slot, lanes[b].slot), cmp.Compare(lanes[a].worker, lanes[b].worker))
	})
	sorted, to := make([]lane, len(lanes)), make([]int, len(lanes))
	for i, l := range order {
		sorted[i], to[l] = lanes[l], i
	}
	for i := range all {
		all[i].lane = to[all[i].lane]
	}
	return all, sorted
}
