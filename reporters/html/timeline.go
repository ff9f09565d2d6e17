package html

import (
	"cmp"
	"html/template"
	"iter"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-00a9b34c/hub/reporters/text"
)

// bar is one attempt in the timeline, its build included.
type bar struct {
	row, attempt      int
	start, built, end float64
	lane              int
	kind              string
}

// lane is a line of the timeline for a worker. If attempts of one worker overlap, as in
// merged runs of several machines, it has further lanes.
type lane struct {
	worker int
	first  bool
	free   float64 // end of its last bar
}

// bars returns the bars in the order of their starts, and the lanes.
func bars(rows []row) ([]bar, []lane) {
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
	byWorker := map[int][]int{}
	var lanes []lane
	for i := range all {
		b := &all[i]
		worker := rows[b.row].Attempts[b.attempt].Worker
		b.lane = -1
		for _, l := range byWorker[worker] {
			if lanes[l].free <= b.start+slack {
				b.lane = l
				break
			}
		}
		if b.lane < 0 {
			b.lane = len(lanes)
			lanes = append(lanes, lane{worker: worker, first: len(byWorker[worker]) == 0})
			byWorker[worker] = append(byWorker[worker], b.lane)
		}
		lanes[b.lane].free = b.end
	}
	// Sort the lanes by worker.
	order := make([]int, len(lanes))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(lanes[a].worker, lanes[b].worker) })
	sorted, to := make([]lane, len(lanes)), make([]int, len(lanes))
	for i, l := range order {
		sorted[i], to[l] = lanes[l], i
	}
	for i := range all {
		all[i].lane = to[all[i].lane]
	}
	return all, sorted
}

// timeline shows which worker ran what and when, and when it was idle; above them, what
// hub itself did.
type timeline struct {
	rows  []row
	bars  []bar
	lanes []lane
	own   []own
	// zero is the time at its left, in seconds since the start of the run: not above 0.
	zero float64
	// longest is the index of the longest bar; lane is the height of a lane.
	longest, lane int

	// Used is the share of the workers' time that was used, in percent.
	Used    int
	Workers string
	// Length is the length of the run in seconds.
	Length  float64
	Longest stretch
	// Last is the example that ended last while another worker was idle for more than 5 %
	// of the time; nil if there is none.
	Last *stretch
}

// link leads to the row of an example.
type link struct{ Row *row }

// stretch is an example and a period of its time in seconds.
type stretch struct {
	link
	Seconds float64
	// Built says that the period includes a build.
	Built bool
}

// Timeline returns the timeline; nil if it is empty.
func (v view) Timeline() *timeline {
	all, lanes := bars(v.Rows)
	t := timeline{rows: v.Rows, bars: all, lanes: lanes, own: v.Own, Length: v.Seconds}
	for _, o := range t.own {
		t.zero = min(t.zero, o.Start)
	}
	busy := 0.0
	last := 0
	for i := range all {
		b := &all[i]
		t.Length = max(t.Length, b.end)
		busy += b.end - b.start
		if d := b.end - b.start; d > all[t.longest].end-all[t.longest].start {
			t.longest = i
		}
		if b.end > all[last].end {
			last = i
		}
	}
	if len(all) == 0 || t.Length <= 0 {
		return nil
	}
	stretchOf := func(i int, seconds float64) stretch {
		b := &all[i]
		return stretch{link: link{&v.Rows[b.row]}, Seconds: seconds, Built: b.built > b.start}
	}
	workers := max(v.Workers, len(lanes))
	t.Used = int(100*min(1, busy/(t.Length*float64(workers))) + 0.5)
	t.Workers = text.Plural(workers, "worker")
	t.Longest = stretchOf(t.longest, all[t.longest].end-all[t.longest].start)
	if tail := all[last].end - idleFrom(all, lanes, workers); tail > t.Length/20 && workers > 1 {
		s := stretchOf(last, tail)
		t.Last = &s
	}
	const room = 320
	t.lane = max(4, min(22, room/t.count()))
	return &t
}

// Key returns the classes of the bars, for the legend.
func (t *timeline) Key() []markup {
	there := map[markup]bool{"idle": true}
	for i := range t.bars {
		b := &t.bars[i]
		there[class(b.kind)] = true
		there["build"] = there["build"] || b.built > b.start
	}
	there["hub"] = len(t.own) > 0
	return slices.DeleteFunc([]markup{passed, failed, interrupted, skipped, "build", "hub", "idle"}, func(k markup) bool { return !there[k] })
}

// count returns the number of lanes, with that of hub itself.
func (t *timeline) count() int { return t.top() + len(t.lanes) }

// top returns how many lanes come before those of the workers.
func (t *timeline) top() int { return min(1, len(t.own)) }

// Height returns the height of all lanes together.
func (t *timeline) Height() int { return t.lane * t.count() }

// Labelled reports whether the lanes are high enough for their labels.
func (t *timeline) Labelled() bool { return t.lane >= 12 }

// label is beside a lane.
type label struct {
	Y    int
	Text string
}

// Labels returns the numbers of the workers, each beside its first lane, and hub's name.
func (t *timeline) Labels() []label {
	var all []label
	add := func(lane int, text string) { all = append(all, label{lane*t.lane + t.lane/2 + 4, text}) }
	if t.top() > 0 {
		add(0, "hub")
	}
	for i, l := range t.lanes {
		if l.first {
			add(t.top()+i, strconv.Itoa(l.worker))
		}
	}
	return all
}

// Axis returns the times below the lanes, in seconds from the left.
func (t *timeline) Axis() []float64 {
	var all []float64
	for i := range 5 {
		all = append(all, (t.Length-t.zero)*float64(i)/4)
	}
	return all
}

// idleFrom returns the time from which the first worker was idle until the end.
func idleFrom(all []bar, lanes []lane, workers int) float64 {
	if len(lanes) < workers {
		return all[0].start
	}
	first := lanes[0].free
	for _, l := range lanes {
		first = min(first, l.free)
	}
	return first
}

// Rects yields the lanes and the bars as markup.
func (t *timeline) Rects() iter.Seq[template.HTML] {
	return func(yield func(template.HTML) bool) {
		var b strings.Builder
		p := newPrinter(&b)
		for i := range t.count() {
			p.rect("lane", "", i*t.lane+1, 0, wide, t.lane-2).raw(`"/>`)
		}
		for _, o := range t.own {
			p.rect("hub", "", 1, t.at(o.Start), t.at(o.Start+o.Seconds)-t.at(o.Start), t.lane-2)
			p.raw(`"><title>`).text(o.Name).raw(`, `).text(text.Seconds(o.Seconds)).raw(`</title></rect>`)
		}
		for i := range t.bars {
			p.bar(t, i)
			if !yield(p.take(&b)) {
				return
			}
		}
	}
}

// wide is the width of the timeline.
const wide = 1000.0

// at returns the place of a time, which is in seconds since the start of the run.
func (t *timeline) at(seconds float64) float64 {
	return (seconds - t.zero) / (t.Length - t.zero) * wide
}

func (p *printer) bar(t *timeline, i int) {
	b := &t.bars[i]
	y := (t.top()+b.lane)*t.lane + 1
	if b.built > b.start {
		p.rect("build", "", y, t.at(b.start), t.at(b.built)-t.at(b.start), t.lane-2).raw(`"/>`)
	}
	look := markup("t ")
	if i == t.longest {
		look = "t long "
	}
	p.rect(look, class(b.kind), y, t.at(b.built), t.at(b.end)-t.at(b.built), t.lane-2)
	p.raw(`" data-e="`).int(b.row).raw(`"><title>`).text(t.rows[b.row].Names)
	p.raw(`, `).text(text.Seconds(b.end - b.start)).raw(`</title></rect>`)
}

// rect writes a rectangle up to the value of its height, with a minimum width so that it
// is visible.
func (p *printer) rect(look, kind markup, y int, x, width float64, height int) *printer {
	p.raw(`<rect class="`).raw(look).raw(kind).raw(`" x="`).number(x).raw(`" y="`).int(y)
	return p.raw(`" width="`).number(max(width, 0.8)).raw(`" height="`).int(max(1, height))
}
