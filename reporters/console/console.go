package console

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/cause"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/reporters/text"
)

// Console shows a run while it happens. On a terminal it prints the line of an example as
// soon as it finishes, above a region of at most five lines with the progress and what
// runs. Elsewhere it rewrites nothing, and prints lines in the order of the plan, each as
// soon as all earlier ones are printed: except for times, SLOW lines and the first line,
// the text is the same for any number of workers.
//
// Its methods are for one goroutine at a time, but for [Console.Suspend].
type Console struct {
	mu    sync.Mutex // for Suspend, and until all items are there
	o     Options
	style style
	live  region
	items []item
	began time.Time
	at    map[string]int
	// next is the index of the first item that is not printed yet, without a terminal.
	next int
	// causes are those of the printed failures.
	causes cause.Finder
	// noted says that an example with notes was printed, and below counts the rows from
	// the first of them on.
	noted bool
	below int
	err   error
}

// item is the state of one planned example.
type item struct {
	example *hub.Example
	// estimate is the recorded duration in seconds, 0 if unknown.
	estimate float64
	started  time.Time
	seconds  float64
	held     *held // of a finished example that is not printed yet, if it has a text
	finished bool
	failed   bool
	slow     bool
	// announced says that the start line is printed, printed that everything is.
	announced, printed bool
}

// held is what is printed of an example when it is its turn.
type held struct {
	// full is the text; brief is the short one if another failure of the same cause was
	// printed before, empty if it is always printed in full.
	full, brief string
	cause       cause.Cause
	// noted says that the line says more than that it passed.
	noted bool
}

// New returns a new console.
func New(o Options) *Console {
	c := &Console{
		o:     o,
		style: newStyle(o),
		live:  region{out: o.Live, size: o.Size},
		items: make([]item, 0, len(o.Plan)),
		at:    make(map[string]int, len(o.Plan)),
	}
	c.live.ascii = c.style.shown
	if o.Quiet {
		c.o.Verbose = false
		c.live.out = nil
	}
	c.live.hush = o.Hush
	c.mu.Lock()
	if len(o.Plan) < many {
		defer c.mu.Unlock()
		c.addAll()
	} else { // whoever needs them waits
		go func() {
			defer c.mu.Unlock()
			c.addAll()
		}()
	}
	return c
}

// many is a number of examples that take so long to add that it is done beside what else
// has to be done before the first of them starts.
const many = 1000

func (c *Console) addAll() {
	for _, e := range c.o.Plan {
		c.add(e)
	}
}

// add adds an example behind the others.
func (c *Console) add(e *hub.Example) {
	if _, twice := c.at[e.ID]; twice {
		return
	}
	it := item{example: e}
	if c.o.Estimate != nil {
		it.estimate = text.Sane(c.o.Estimate(e.ID))
	}
	c.at[e.ID] = len(c.items)
	c.items = append(c.items, it)
}

// Observe processes the next event. It ignores events of examples outside the plan.
func (c *Console) Observe(e hub.Event) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if e.Step != nil && (e.Step.Error != nil || len(e.Step.Leaked) > 0 || c.o.Verbose) {
		c.print(c.style.step(e.Step))
		c.draw(e.Time, false)
		return
	}
	if e.Run != nil {
		c.began, c.style.header = e.Time, e.Run
		if !c.o.Quiet {
			c.print(c.style.begin(e.Run, len(c.items)))
		}
	}
	if e.Example != nil {
		c.add(e.Example)
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
		if text, noted := c.release(it); text != "" {
			c.noted = c.noted || noted
			c.print(c.count(i) + text)
		}
	}
}

// count returns the number of the next line and of all lines, as in "(3/308) ". It is
// empty without Verbose, and on a terminal, where the region shows the count.
func (c *Console) count(i int) string {
	if !c.o.Verbose || c.o.Live != nil || c.style.header != nil && c.style.header.Part.Queued() {
		return ""
	}
	n := strconv.Itoa(len(c.items))
	return fmt.Sprintf("(%*d/%s) ", len(n), i+1, n)
}

// hold keeps the text of a finished example until it is printed.
func (c *Console) hold(it *item, res *hub.Result) {
	full := c.style.block(it.example, res)
	if full == "" {
		return
	}
	noted := res.Status != hub.StatusCompleted || c.style.notes(it.example, res) != ""
	it.held = &held{full: full, noted: noted}
	if res.Status == hub.StatusError && !c.o.Verbose {
		err := text.Failure(res)
		it.held.cause, it.held.brief = cause.Of(it.example, &err), c.style.line(it.example, res)
	}
}

// release returns the text of a finished example, for a further failure of a cause only
// one line, and whether it is noted.
func (c *Console) release(it *item) (string, bool) {
	h := it.held
	it.held = nil
	if h == nil {
		return "", false
	}
	if h.brief == "" {
		return h.full, h.noted
	}
	first, same := c.causes.Same(h.cause, it.example.Index)
	if !same {
		return h.full, h.noted
	}
	return fmt.Sprintf("%s  same cause as %d\n", h.brief, first), h.noted
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

// Tick reports slow examples and redraws the region. Call it a few times a second.
func (c *Console) Tick(now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
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

// screenful is the assumed number of visible lines if there is no terminal.
const screenful = 20

// inView reports whether the lines about examples, which the lists at the end would repeat,
// are still on the screen when text is printed below them.
func (c *Console) inView(text string) bool {
	rows := screenful
	if c.live.out != nil {
		_, rows = c.live.room()
		rows -= 5 // verdict, hints and prompt
	}
	return c.below+strings.Count(c.folded(text), "\n") <= rows
}

func (it *item) running() bool { return !it.started.IsZero() && !it.finished }

// Finish clears the region and prints everything held back, results that no event has
// reported, and the summary; the last two only if run is not nil. It returns the first
// write error of the console.
func (c *Console) Finish(run *hub.Run) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.live.clear()
	defer c.live.free()
	var results map[string]*hub.Result
	if run != nil && slices.ContainsFunc(c.items, func(it item) bool { return !it.finished }) {
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
		c.style.header = &run.RunHeader
		c.print(c.style.recap(run, c.inView))
	}
	if c.err == nil {
		c.err = c.live.err
	}
	return c.err
}

// print clears the region and writes to Out. After an error it writes nothing.
func (c *Console) print(text string) {
	if text == "" || c.err != nil {
		return
	}
	c.live.clear()
	text = c.folded(text)
	if c.noted {
		c.below += strings.Count(text, "\n")
	}
	if _, err := io.WriteString(c.o.Out, text); err != nil {
		c.err = fmt.Errorf("writing to the console: %w", err)
	}
}

// folded returns text as it is printed; on a terminal each line of it is one row.
func (c *Console) folded(text string) string {
	text = c.style.shown(text)
	if c.live.out == nil {
		return text
	}
	columns, _ := c.live.room()
	return fold(text, columns)
}

func (c *Console) draw(now time.Time, always bool) {
	if c.live.out == nil || c.err != nil || !always && !c.live.due(now) {
		return
	}
	columns, _ := c.live.room()
	c.live.draw(now, c.progress(now, columns))
}

// Suspend clears the region, calls during, and draws the region again with the next event
// or tick. during may write to the terminal, or stop this process. Suspend may be called
// while another goroutine uses the console.
func (c *Console) Suspend(during func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.live.clear()
	if c.o.Flush != nil {
		c.o.Flush()
	}
	c.live.free()
	during()
}

// Around wraps print, a function that also writes to the terminal: the region is cleared
// before each call.
func (c *Console) Around(print func(format string, args ...any)) func(format string, args ...any) {
	if c.live.out == nil {
		return print
	}
	return func(format string, args ...any) { c.Suspend(func() { print(format, args...) }) }
}
