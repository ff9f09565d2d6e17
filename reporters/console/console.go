package console

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/cause"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
	"github.com/seed-00a9b34c/hub/reporters/text"
)

// Console shows a run while it happens. On a terminal it prints the line of an example as
// soon as it finishes, above a footer that lists the running ones. Elsewhere it rewrites
// nothing, and prints lines in the order of the plan, each as soon as all earlier ones are
// printed: except for times, SLOW lines and the first line, the text is the same for any
// number of workers.
//
// Its methods are for one goroutine at a time.
type Console struct {
	o     Options
	style style
	foot  footer
	items []item
	at    map[string]int
	// next is the index of the first item that is not printed yet, without a terminal.
	next int
	// causes are those of the printed failures.
	causes cause.Finder
	err    error
}

// item is the state of one planned example.
type item struct {
	example *hub.Example
	// estimate is the recorded duration in seconds, 0 if unknown.
	estimate float64
	started  time.Time
	finished bool
	seconds  float64
	failed   bool
	slow     bool
	// held is the text of a finished example that is not printed yet; brief is the
	// short text if another failure of the same cause was printed before, empty if it
	// is always printed in full.
	held, brief string
	cause       cause.Cause
	// announced says that the start line is printed, printed that everything is.
	announced, printed bool
}

// New returns a new console.
func New(o Options) *Console {
	c := &Console{
		o:     o,
		style: newStyle(o),
		foot:  footer{out: o.Live, width: o.Width},
		items: make([]item, len(o.Plan)),
		at:    make(map[string]int, len(o.Plan)),
	}
	if o.Quiet {
		c.o.Verbose = false
		c.foot.out = nil
	}
	for i, e := range o.Plan {
		c.items[i].example = e
		c.at[e.ID] = i
		if o.Estimate != nil {
			c.items[i].estimate = text.Sane(o.Estimate(e.ID))
		}
	}
	return c
}

// Observe processes the next event. It ignores events of examples outside the plan.
func (c *Console) Observe(e hub.Event) {
	if e.Step != nil && (e.Step.Error != nil || len(e.Step.Leaked) > 0 || c.o.Verbose) {
		c.print(c.style.step(e.Step))
		c.draw(e.Time, false)
		return
	}
	if e.Run != nil && !c.o.Quiet {
		c.print(c.style.begin(e.Run, len(c.items)))
	}
	i, ok := c.at[e.ID]
	if !ok {
		return
	}
	it := &c.items[i]
	switch e.Type {
	case hub.EventExampleStarted:
		it.started = e.Time
	case hub.EventExampleDeferred:
		it.started, it.slow = time.Time{}, false
	case hub.EventExampleFinished:
		if e.Result == nil || it.finished {
			return
		}
		it.finished = true
		it.seconds = text.Sane(e.Result.Seconds)
		it.failed = e.Result.Gates()
		c.hold(it, e.Result)
	default:
		return
	}
	if c.o.Live != nil {
		c.show(i)
	} else {
		c.advance()
	}
	c.draw(e.Time, false)
}

// show prints what is ready of one example and not printed yet.
func (c *Console) show(i int) {
	it := &c.items[i]
	if c.o.Verbose && !it.started.IsZero() && !it.announced {
		it.announced = true
		c.print(c.count(i) + c.style.start(it.example))
	}
	if it.finished && !it.printed {
		it.printed = true
		if text := c.release(it); text != "" {
			c.print(c.count(i) + text)
		}
	}
}

// count returns the number of the next line and of all lines, as in "(3/308) ". It is
// empty without Verbose, and on a terminal, where the footer shows the count.
func (c *Console) count(i int) string {
	if !c.o.Verbose || c.o.Live != nil {
		return ""
	}
	n := strconv.Itoa(len(c.items))
	return fmt.Sprintf("(%*d/%s) ", len(n), i+1, n)
}

// hold keeps the text of a finished example until it is printed.
func (c *Console) hold(it *item, res *hub.Result) {
	it.held = c.style.block(it.example, res)
	if res.Status == hub.StatusError && it.held != "" && !c.o.Verbose {
		err := text.Failure(res)
		it.cause, it.brief = cause.Of(it.example, &err), c.style.line(it.example, res)
	}
}

// release returns the text of a finished example; for a further failure of a cause only
// one line.
func (c *Console) release(it *item) string {
	full, brief := it.held, it.brief
	it.held, it.brief = "", ""
	if brief == "" {
		return full
	}
	first, same := c.causes.Same(it.cause, it.example.Index)
	if !same {
		return full
	}
	return fmt.Sprintf("%s  same cause as %d\n", brief, first)
}

// advance prints finished examples in the order of the plan, up to the first unfinished.
func (c *Console) advance() {
	for ; c.next < len(c.items); c.next++ {
		c.show(c.next)
		if !c.items[c.next].printed {
			return
		}
	}
}

// Tick reports examples that have become slow, and redraws the footer. Call it a few times
// a second.
func (c *Console) Tick(now time.Time) {
	if c.o.SlowAfter > 0 && !c.o.Quiet {
		for i := range c.items {
			it := &c.items[i]
			if !it.running() || it.slow || now.Sub(it.started) < c.o.SlowAfter {
				continue
			}
			it.slow = true
			c.print(c.style.slow(it.example, now.Sub(it.started)))
		}
	}
	c.draw(now, true)
}

func (it *item) running() bool { return !it.started.IsZero() && !it.finished }

// Finish clears the footer and prints everything held back, results that no event has
// reported, and the summary; the last two only if run is not nil. It returns the first
// write error of the console.
func (c *Console) Finish(run *hub.Run) error {
	c.foot.clear()
	var results map[string]*hub.Result
	if run != nil {
		results = make(map[string]*hub.Result, len(run.Results))
		for i := range run.Results {
			results[run.Results[i].ID] = &run.Results[i]
		}
	}
	for i := range c.items {
		it := &c.items[i]
		res := results[it.example.ID]
		if !it.finished && res != nil && res.Ended() {
			// It has a result but no event: it was cut off, or the event was lost.
			it.finished = true
			c.hold(it, res)
		}
		c.show(i)
	}
	if run != nil {
		c.print(c.style.recap(run))
	}
	if c.err == nil {
		c.err = c.foot.err
	}
	return c.err
}

// print clears the footer and writes to Out. After an error it writes nothing.
func (c *Console) print(text string) {
	if text == "" || c.err != nil {
		return
	}
	c.foot.clear()
	if _, err := io.WriteString(c.o.Out, text); err != nil {
		c.err = fmt.Errorf("writing to the console: %w", err)
	}
}

func (c *Console) draw(now time.Time, always bool) {
	if c.foot.out == nil || c.err != nil || !always && !c.foot.due(now) {
		return
	}
	c.foot.draw(now, c.progress(now))
}

// progress returns the text of the footer, uncut.
func (c *Console) progress(now time.Time) string {
	done, failed := 0, 0
	var running []*item
	for i := range c.items {
		it := &c.items[i]
		switch {
		case it.finished:
			done++
			if it.failed {
				failed++
			}
		case it.running():
			running = append(running, it)
		}
	}
	text := fmt.Sprintf("%d/%d", done, len(c.items))
	if failed > 0 {
		text += fmt.Sprintf(" · %d failed", failed)
	}
	if left, ok := c.remaining(now); ok {
		text += " · about " + roughly(left) + " left"
	}
	// What runs longest comes first: the line is cut at its end.
	slices.SortStableFunc(running, func(a, b *item) int { return a.started.Compare(b.started) })
	for i, it := range running {
		between := ", "
		if i == 0 {
			between = " · "
		}
		text += fmt.Sprintf("%s%s %ds", between, sanitize.Line(it.example.Called()), int(max(0, now.Sub(it.started)).Seconds()))
	}
	return text
}
