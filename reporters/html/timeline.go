package html

import (
	"html/template"
	"iter"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-00a9b34c/hub/reporters/text"
)

// timeline shows which worker ran what and when, and when it was idle; above them, what
// hub itself did.
type timeline struct {
	rows  []row
	bars  []bar
	lanes []lane
	own   []own
	// parts are those of a merged run, and slots where they are.
	parts []partRun
	slots slots
	// zero is the time at its left, in seconds since the start of the run: not above 0.
	zero float64
	// longest is the index of the longest bar; lane is the height of a lane.
	longest, lane int

	// Used is the share of the workers' time that was used, in percent.
	Used    int
	Workers string
	// Parts says what the bands are, in a merged run; else it is empty. Hidden is the
	// number of lanes that are not shown.
	Parts  string
	Hidden int
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
	slots := slotsOf(v.Parts)
	all, lanes := bars(v.Rows, slots.of)
	t := timeline{rows: v.Rows, bars: all, lanes: lanes, own: v.Own, parts: v.Parts, slots: slots, Parts: slots.text(v.Parts), Length: v.Seconds}
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
	if slots.count > 0 {
		workers = max(slots.workers, len(lanes))
	}
	t.Used = int(100*min(1, busy/(t.Length*float64(workers))) + 0.5)
	t.Workers = text.Plural(workers, "worker")
	t.Longest = stretchOf(t.longest, all[t.longest].end-all[t.longest].start)
	if tail := all[last].end - idleFrom(all, lanes, workers); tail > t.Length/20 && workers > 1 {
		s := stretchOf(last, tail)
		t.Last = &s
	}
	t.cut()
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

// Labels returns the numbers of the workers, each beside its first lane, and hub's name. In a
// merged run they are the numbers of the slots; of the parts, if each has one slot.
func (t *timeline) Labels() []label {
	var all []label
	add := func(lane int, text string) { all = append(all, label{lane*t.lane + t.lane/2 + 4, text}) }
	if t.top() > 0 {
		add(0, "hub")
	}
	for i, l := range t.lanes {
		switch {
		case l.slot == 0 && l.first:
			add(t.top()+i, strconv.Itoa(l.worker))
		case l.slot > 0 && (i == 0 || t.lanes[i-1].slot != l.slot):
			add(t.top()+i, strconv.Itoa(t.slots.label(t.parts, l.slot)))
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
		for i := range t.top() {
			p.rect("lane", "", i*t.lane+1, 0, wide, t.lane-2).raw(`"/>`)
		}
		for i := range t.lanes {
			p.lane(t, i)
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

// lane writes the background of a lane: when the worker was there.
func (p *printer) lane(t *timeline, i int) {
	y, l := (t.top()+i)*t.lane+1, &t.lanes[i]
	if l.slot == 0 {
		p.rect("lane", "", y, 0, wide, t.lane-2).raw(`"/>`)
		return
	}
	for _, k := range t.slots.parts[l.slot-1] {
		part := &t.parts[k]
		p.rect("lane", "", y, t.at(part.Start), t.at(part.End)-t.at(part.Start), t.lane-2)
		p.raw(`"><title>`).text(part.text()).raw(`</title></rect>`)
	}
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
