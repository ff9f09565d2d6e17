package html

import (
	"cmp"
	"slices"
	"strconv"
)

// bar is one attempt in the timeline, its build included.
type bar struct {
	row, attempt      int
	start, built, end float64
	lane              int
	kind              string
}

// lane is a line of the timeline: a worker's. Where attempts of one worker
// overlap, as they do when the runs of several machines were joined, it has
// further lanes.
type lane struct {
	worker int
	first  bool
	free   float64 // from when on nothing is in it
}

// bars lays the attempts out, in the order of their starts.
func bars(rows []Row) ([]bar, []lane) {
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
	// By worker, whichever started first.
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

// timeline shows which worker ran what and when: where nothing is drawn, it
// was idle.
func (p *printer) timeline(page *Page) {
	all, lanes := bars(page.Rows)
	if len(all) == 0 {
		return
	}
	length := page.Seconds
	busy := 0.0
	longest, last := 0, 0
	for i := range all {
		b := &all[i]
		length = max(length, b.end)
		busy += b.end - b.start
		if d := b.end - b.start; d > all[longest].end-all[longest].start {
			longest = i
		}
		if b.end > all[last].end {
			last = i
		}
	}
	if length <= 0 {
		return
	}
	workers := max(page.Workers, len(lanes))
	p.raw("<section aria-labelledby=\"timeline\">\n<h2 id=\"timeline\">Timeline</h2>\n<p>")
	p.int(int(100*min(1, busy/(length*float64(workers))) + 0.5))
	p.raw(` % of the time of `)
	p.text(count(workers, "worker"))
	p.raw(` was used. The longest was <a href="#e`)
	p.int(all[longest].row + 1)
	p.raw(`">`)
	p.text(page.Rows[all[longest].row].ID)
	p.raw(`</a>, `)
	p.text(Duration(all[longest].end - all[longest].start))
	if all[longest].built > all[longest].start {
		p.raw(` with its build`)
	}
	p.raw(` of `)
	p.text(Duration(length))
	if tail := all[last].end - idleFrom(all, lanes, workers); tail > length/20 && workers > 1 {
		p.raw(`; the last `)
		p.text(Duration(tail))
		p.raw(` were waiting for <a href="#e`)
		p.int(all[last].row + 1)
		p.raw(`">`)
		p.text(page.Rows[all[last].row].ID)
		p.raw(`</a> while another worker was idle`)
	}
	p.raw(".</p>\n")
	p.lanes(page.Rows, all, lanes, length, longest)
	p.key(all)
	p.raw("<p id=\"bar\" class=\"dim\" aria-hidden=\"true\"></p>\n</section>\n")
}

// key says what the colours of the timeline stand for.
func (p *printer) key(all []bar) {
	there := map[string]bool{"idle": true}
	for i := range all {
		there[all[i].kind] = true
		there["build"] = there["build"] || all[i].built > all[i].start
	}
	p.raw(`<p class="dim key">`)
	for _, k := range []markup{"completed", "error", "interrupted", "skipped", "build", "idle"} {
		if there[string(k)] {
			p.raw(`<span><i class="k `, k, `"></i> `, k, `</span> `)
		}
	}
	p.raw("</p>\n")
}

// idleFrom is when the first worker had nothing left to do.
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

func (p *printer) lanes(rows []Row, all []bar, lanes []lane, length float64, longest int) {
	const wide, room = 1000.0, 320
	height := max(4, min(22, room/len(lanes)))
	p.raw(`<div class="lanes"><div class="who" aria-hidden="true">`)
	if height >= 12 {
		p.raw(`<svg width="28" height="`)
		p.int(height * len(lanes))
		p.raw(`">`)
		for i, l := range lanes {
			if l.first {
				p.raw(`<text x="22" y="`)
				p.int(i*height + height/2 + 4)
				p.raw(`">`)
				p.int(l.worker)
				p.raw(`</text>`)
			}
		}
		p.raw(`</svg>`)
	}
	p.raw(`</div><svg class="time" role="img" aria-labelledby="timeline" height="`)
	p.int(height * len(lanes))
	p.raw(`" viewBox="0 0 1000 `)
	p.int(height * len(lanes))
	p.raw(`" preserveAspectRatio="none">`)
	for i := range lanes {
		p.rect(`<rect class="lane" x="`, i*height+1, 0, wide, height-2)
		p.raw(`"/>`)
	}
	for i := range all {
		b := &all[i]
		y := b.lane*height + 1
		if b.built > b.start {
			p.rect(`<rect class="build" x="`, y, b.start/length*wide, (b.built-b.start)/length*wide, height-2)
			p.raw(`"/>`)
		}
		if i == longest {
			p.rect(`<rect class="t long `+class(b.kind)+`" x="`, y, b.built/length*wide, (b.end-b.built)/length*wide, height-2)
		} else {
			p.rect(`<rect class="t `+class(b.kind)+`" x="`, y, b.built/length*wide, (b.end-b.built)/length*wide, height-2)
		}
		p.raw(`" data-e="`)
		p.int(b.row + 1)
		p.raw(`"><title>`)
		p.text(rows[b.row].ID)
		p.raw(`, `)
		p.text(Duration(b.end - b.start))
		p.raw(`</title></rect>`)
	}
	p.raw("</svg>\n<div></div><div class=\"axis\" aria-hidden=\"true\">")
	for i := range 5 {
		p.raw(`<span>`)
		p.text(Duration(length * float64(i) / 4))
		p.raw(`</span>`)
	}
	p.raw("</div></div>\n")
}

// rect writes a rectangle, from its x to the quote that closes its height. What
// took no time is seen as well.
func (p *printer) rect(open markup, y int, x, width float64, height int) {
	p.raw(open)
	p.number(x)
	p.raw(`" y="`)
	p.int(y)
	p.raw(`" width="`)
	p.number(max(width, 0.8))
	p.raw(`" height="`)
	p.int(max(1, height))
}

func count(n int, word string) string {
	if n != 1 {
		word += "s"
	}
	return strconv.Itoa(n) + " " + word
}
