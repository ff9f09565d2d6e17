package console

import (
	"fmt"
	"io"
	"time"

	"github.com/charmbracelet/x/ansi"
)

// erase clears everything from the start of the cursor's line on.
const erase = "\r\x1b[J"

// redrawEvery is the minimum interval between redraws for events.
const redrawEvery = 100 * time.Millisecond

// footer is the last line of a terminal, redrawn in place. The cursor stays at its start:
// if the window becomes so narrow that the terminal wraps the line, erasing from there
// still clears all of it and nothing else, and typed characters do not lengthen it.
type footer struct {
	// out is nil without a terminal; nothing is written then.
	out   io.Writer
	width func() int
	drawn bool
	last  time.Time
	text  string
	err   error
}

// due reports whether it is time for a redraw.
func (f *footer) due(now time.Time) bool {
	return !f.drawn && now.Sub(f.last) >= redrawEvery || now.Before(f.last)
}

// draw replaces the footer. It cuts the text to less than the width, since a line that
// wraps cannot be erased.
func (f *footer) draw(now time.Time, text string) {
	columns := 80
	if f.width != nil {
		if w := f.width(); w > 0 {
			columns = w
		}
	}
	text = ansi.Truncate(text, columns-1, "…")
	f.last = now
	if f.drawn && f.text == text {
		return
	}
	f.write(erase + text + "\r")
	f.drawn, f.text = true, text
}

// clear erases the footer.
func (f *footer) clear() {
	if f.drawn {
		f.write(erase)
		f.drawn = false
	}
}

func (f *footer) write(s string) {
	if f.out == nil || f.err != nil {
		return
	}
	if _, err := io.WriteString(f.out, s); err != nil {
		f.err = fmt.Errorf("writing to the terminal: %w", err)
	}
}

// remaining estimates the time until the run ends: the remaining work divided by the
// workers, and at least the longest remaining example. Examples of unknown duration count
// as the mean of the finished ones; without any it returns false.
func (c *Console) remaining(now time.Time) (time.Duration, bool) {
	var sum float64
	var ran int
	for i := range c.items {
		if it := &c.items[i]; it.finished && !it.started.IsZero() {
			sum += it.seconds
			ran++
		}
	}
	var work, longest float64
	unfinished := 0
	for i := range c.items {
		it := &c.items[i]
		if it.finished {
			continue
		}
		unfinished++
		rest := it.estimate
		if rest == 0 {
			if ran == 0 {
				return 0, false
			}
			rest = sum / float64(ran)
		}
		if it.running() {
			rest = max(0, rest-now.Sub(it.started).Seconds())
		}
		work += rest
		longest = max(longest, rest)
	}
	if unfinished == 0 {
		return 0, false
	}
	rest := max(work/float64(max(1, c.o.Workers)), longest)
	return time.Duration(min(rest, 1e8) * float64(time.Second)), true
}

// roughly formats a duration for people, without false precision.
func roughly(d time.Duration) string {
	switch {
	case d < time.Minute:
		return fmt.Sprintf("%ds", max(1, int(d.Seconds()+0.5)))
	case d < time.Hour:
		return fmt.Sprintf("%dm%02ds", int(d.Minutes()), int(d.Seconds())%60)
	}
	return fmt.Sprintf("%dh%02dm", int(d.Hours()), int(d.Minutes())%60)
}
