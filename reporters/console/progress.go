package console

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	width "github.com/charmbracelet/x/ansi"

	"github.com/seed-00a9b34c/hub/pkg/ansi"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

const (
	// maxRunning bounds the running examples that the region names.
	maxRunning = 3
	// longestBar and shortestBar bound the bar, in columns.
	longestBar, shortestBar = 24, 6
)

// progress returns the lines of the region: the progress of the run, and the running
// examples.
func (c *Console) progress(now time.Time, columns int) []string {
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
		text += " · " + c.style.paint(ansi.Bad, fmt.Sprintf("%d failed", failed))
	}
	if !c.began.IsZero() && now.Sub(c.began) >= time.Second {
		text += " · " + roughly(now.Sub(c.began))
	}
	if left, ok := c.remaining(now); ok {
		text += " · about " + roughly(left) + " left"
	}
	if n := min(longestBar, columns-width.StringWidth(text)-2); n >= shortestBar {
		text = c.style.bar(n, done, failed, len(c.items)) + "  " + text
	}
	return append([]string{text}, c.running(now, running, columns)...)
}

// bar draws n columns: failures first, so that even one failure is visible in a long run.
func (s style) bar(n, done, failed, all int) string {
	part := func(k int) int { return k * n / max(1, all) }
	bad := part(failed)
	if failed > 0 {
		bad = max(1, bad)
	}
	good := max(0, part(done)-bad)
	return s.paint(ansi.Bad, strings.Repeat("█", bad)) + s.paint(ansi.Good, strings.Repeat("█", good)) + s.paint(ansi.Dim, strings.Repeat("░", n-bad-good))
}

// running returns the lines of the running examples: first those that are nearest to their
// time limits, then those that have run longest.
func (c *Console) running(now time.Time, running []*item, columns int) []string {
	slices.SortStableFunc(running, func(a, b *item) int {
		return cmp.Or(cmp.Compare(b.share(now), a.share(now)), a.started.Compare(b.started))
	})
	var lines []string
	for i, it := range running {
		if i == maxRunning {
			lines = append(lines, c.style.paint(ansi.Dim, fmt.Sprintf("  and %d more", len(running)-i)))
			break
		}
		took := now.Sub(it.started)
		text := roughly(took)
		if took < time.Second {
			text = "0s"
		}
		if limit := it.limit(); limit > 0 {
			text += " of " + roughly(limit)
		}
		if it.share(now) >= 0.5 {
			text = c.style.paint(ansi.Warn, text)
		}
		// The name is shortened at its beginning, because its end says most; the time is
		// not cut.
		name := sanitize.Line(it.example.Called())
		if over := width.StringWidth(name) - max(8, columns-width.StringWidth(text)-4); over > 0 {
			name = width.TruncateLeft(name, over+1, "…")
		}
		lines = append(lines, "  "+name+"  "+text)
	}
	return lines
}

// limit returns the time limit of an example; 0 without one.
func (it *item) limit() time.Duration {
	if it.example.Settings == nil { // recorded
		return 0
	}
	return it.example.Settings.Timeout
}

// share returns the used fraction of an example's time limit; 0 without a limit, and below
// one half.
func (it *item) share(now time.Time) float64 {
	if limit := it.limit(); limit > 0 && now.Sub(it.started) >= limit/2 {
		return float64(now.Sub(it.started)) / float64(limit)
	}
	return 0
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
			if rest -= now.Sub(it.started).Seconds(); rest < 0 { // nobody knows how long it takes
				return 0, false
			}
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
