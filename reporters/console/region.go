package console

import (
	"fmt"
	"io"
	"strings"
	"time"

	width "github.com/charmbracelet/x/ansi"
)

const (
	// erase clears everything from the start of the cursor's line on.
	erase = "\r\x1b[J"
	// begin and end enclose a frame. A terminal with synchronized output shows it at once;
	// others ignore the sequence. Line wrapping is off, even if the window has just become
	// narrower, because the cursor goes up by as many rows as there are lines.
	begin, end = "\x1b[?2026h\x1b[?7l", "\x1b[?7h\x1b[?2026l"
)

// redrawEvery is the minimum interval between redraws for events.
const redrawEvery = 100 * time.Millisecond

// region is the block of lines at the bottom of a terminal, redrawn in place. Between
// frames, the cursor is at the start of the first line. However the terminal rewraps the
// lines when the window changes, erasing from there clears all of them and nothing else,
// and no line is above the cursor, where it could scroll away.
//
// Note: bubbletea and mpb leave the cursor below the block and go up by the number of lines
// that they wrote, which is wrong after a narrower window has wrapped these lines. Both
// also take over the terminal or the main loop.
type region struct {
	// out is nil without a terminal; nothing is written then.
	out  io.Writer
	size func() (columns, rows int)
	// ascii replaces what a terminal without UTF-8 cannot show.
	ascii func(string) string
	drawn bool
	// hush is [Options.Hush], unhush ends it; nil while it is not in force.
	hush   func() func()
	unhush func()
	last   time.Time
	frame  string
	err    error
}

// due reports whether it is time for a redraw.
func (g *region) due(now time.Time) bool {
	return !g.drawn && now.Sub(g.last) >= redrawEvery || now.Before(g.last)
}

// room returns the columns and rows that the region may use, at least one each: a line
// that reaches the last column may wrap, and the region leaves a row to the lines above.
func (g *region) room() (columns, rows int) {
	columns, rows = 80, 24
	if g.size != nil {
		if c, r := g.size(); c > 0 {
			columns = c
			if r > 0 {
				rows = r
			}
		}
	}
	return max(1, columns-1), max(1, rows-1)
}

// draw replaces the region. It cuts the lines to its room.
func (g *region) draw(now time.Time, lines []string) {
	if g.hush != nil && g.unhush == nil {
		g.unhush = g.hush()
	}
	columns, rows := g.room()
	lines = lines[:min(len(lines), rows)]
	var b strings.Builder
	for i, line := range lines {
		if i > 0 {
			b.WriteString("\r\n")
		}
		b.WriteString(width.Truncate(g.ascii(line), columns, g.ascii("…")))
	}
	b.WriteString("\r")
	if len(lines) > 1 {
		fmt.Fprintf(&b, "\x1b[%dA", len(lines)-1)
	}
	frame := b.String()
	g.last = now
	if g.drawn && g.frame == frame {
		return
	}
	g.write(begin + erase + frame + end)
	g.drawn, g.frame = true, frame
}

// clear erases the region.
func (g *region) clear() {
	if g.drawn {
		g.write(erase)
		g.drawn = false
	}
}

// free lets the terminal show what is typed, until the region is drawn again.
func (g *region) free() {
	if g.unhush != nil {
		g.unhush()
		g.unhush = nil
	}
}

func (g *region) write(s string) {
	if g.out == nil || g.err != nil {
		return
	}
	if _, err := io.WriteString(g.out, s); err != nil {
		g.err = fmt.Errorf("writing to the terminal: %w", err)
	}
}
