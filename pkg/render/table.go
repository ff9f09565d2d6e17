package render

import (
	"bytes"
	"fmt"
	"strconv"

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
		switch v := v.(type) {
		case string:
			row[i].text = sanitize.Line(v)
		case int:
			row[i].text = strconv.Itoa(v)
		case hub.Status:
			row[i] = cell{sanitize.Line(string(v)), statusPaint(v)}
		case hub.ErrorType:
			row[i] = cell{sanitize.Line(string(v)), ansi.Bad}
		default:
			row[i].text = sanitize.Line(fmt.Sprint(v))
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
	p.b.Grow(g.size(widths))
	for _, r := range g.rows {
		begin := p.b.Len()
		for i, c := range r {
			pad := widths[i] - min(widths[i], runewidth.StringWidth(c.text))
			if i > 0 {
				p.spaces(2)
			} else {
				p.spaces(pad)
			}
			p.b.WriteString(p.painted(c.text, c.paint))
			if i > 0 && i < len(r)-1 {
				p.spaces(pad)
			}
		}
		p.b.Truncate(begin + len(bytes.TrimRight(p.b.Bytes()[begin:], " ")))
		p.b.WriteByte('\n')
	}
}

func (p *Page) spaces(n int) {
	for range n {
		p.b.WriteByte(' ')
	}
}

// size returns how many bytes the table takes without colours, or some more.
func (g *Grid) size(widths []int) (n int) {
	for _, r := range g.rows {
		n++
		for i, c := range r {
			if n += 2 + len(c.text); i < len(r)-1 {
				n += max(0, widths[i]-len(c.text))
			}
		}
	}
	return n
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
