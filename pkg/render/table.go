package render

import (
	"fmt"
	"strings"

	"github.com/mattn/go-runewidth"

	"github.com/seed-00a9b34c/hub/pkg/ansi"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// Grid is a table: rows of cells below a heading.
type Grid struct {
	// Cut allows the last column to be cut to the width of the terminal.
	Cut  bool
	head int // heading rows: 0 or 1
	rows [][]cell
}

type cell struct {
	text  string
	paint ansi.Paint
}

// leastCut is the least width of a cut column, in columns of the terminal.
const leastCut = 16

// NewGrid returns an empty table with a heading of these titles, or without one.
func NewGrid(titles ...string) *Grid {
	g := &Grid{}
	if len(titles) > 0 {
		row := make([]cell, len(titles))
		for i, t := range titles {
			row[i] = cell{t, ansi.Strong}
		}
		g.head, g.rows = 1, [][]cell{row}
	}
	return g
}

// Row adds a row. A [hub.Status] is printed in its colour, a [hub.ErrorType] in the
// colour of errors.
func (g *Grid) Row(values ...any) {
	row := make([]cell, len(values))
	for i, v := range values {
		row[i].text = sanitize.Line(fmt.Sprint(v))
		switch v := v.(type) {
		case hub.Status:
			row[i].paint = statusPaint(v)
		case hub.ErrorType:
			row[i].paint = ansi.Bad
		}
	}
	g.rows = append(g.rows, row)
}

// Empty reports whether the table has no rows below its heading.
func (g *Grid) Empty() bool { return len(g.rows) == g.head }

// statusPaint returns the role of a status.
func statusPaint(s hub.Status) ansi.Paint {
	switch s {
	case hub.StatusCompleted:
		return ansi.Good
	case hub.StatusError:
		return ansi.Bad
	case hub.StatusInterrupted, hub.StatusRunning:
		return ansi.Incomplete
	case hub.StatusStale:
		return ansi.Warn
	}
	return ansi.Dim
}

// Table adds the table. Columns are as wide as their widest cells; the first is
// aligned right.
func (p *Page) Table(g *Grid) {
	widths := g.widths()
	last := len(widths) - 1
	if left := p.width - sum(widths[:max(last, 0)]) - 2*last; g.Cut && p.width > 0 && left >= leastCut {
		for _, r := range g.rows {
			if len(r) > last {
				r[last].text = runewidth.Truncate(r[last].text, left, "…")
			}
		}
	}
	for _, r := range g.rows {
		var l strings.Builder
		for i, c := range r {
			pad := strings.Repeat(" ", widths[i]-min(widths[i], runewidth.StringWidth(c.text)))
			text := p.painted(c.text, c.paint)
			switch i {
			case 0:
				l.WriteString(pad + text)
			case len(r) - 1:
				l.WriteString("  " + text)
			default:
				l.WriteString("  " + text + pad)
			}
		}
		p.b.WriteString(strings.TrimRight(l.String(), " ") + "\n")
	}
}

func (g *Grid) widths() []int {
	var widths []int
	for _, r := range g.rows {
		for i, c := range r {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], runewidth.StringWidth(c.text))
		}
	}
	return widths
}

func sum(numbers []int) (total int) {
	for _, n := range numbers {
		total += n
	}
	return total
}
