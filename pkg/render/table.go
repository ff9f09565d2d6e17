package render

import (
	"strconv"

	"github.com/seed-00a9b34c/hub/pkg/ansi"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/outcome"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// Column describes a column of a table: its title, and how it is adapted to a narrow
// terminal, see [Grid.Print].
type Column struct {
	Title string
	// Rank decides which columns are left out on a narrow terminal: the highest rank first,
	// rank 0 never.
	Rank int
	// Least is the width, in columns of the terminal, to which cells are shortened before
	// columns are left out; on a wide terminal, columns of rank 0 keep more. 0 means that
	// cells are not shortened.
	Least int
	// Path shortens cells in the middle, and only after the cells of other columns.
	Path bool
	// Right aligns cells to the right, as numbers are.
	Right bool
	// Optional leaves the column out if all its cells are empty.
	Optional bool
}

// Cell is a cell of a table.
type Cell struct {
	text  string
	paint ansi.Paint
	width int
}

// Text returns a cell with a text, which may be untrusted, as one line.
func Text(text string) Cell { return Painted(text, "") }

// Painted returns a cell in a role.
func Painted(text string, as ansi.Paint) Cell {
	text = sanitize.Line(text)
	return Cell{text, as, width(text)}
}

// Number returns a cell with a number.
func Number(n int) Cell { return Text(strconv.Itoa(n)) }

// Type returns a cell with a type of errors.
func Type(t hub.ErrorType) Cell { return Painted(string(t), ansi.Bad) }

// Outcome returns a cell with the sign and the word of an outcome.
func (p *Page) Outcome(o outcome.Outcome) Cell { return Painted(p.Signed(o), o.Role) }

// Signed returns the sign and the word of an outcome, without colour.
func (p *Page) Signed(o outcome.Outcome) string { return o.Sign(!p.ascii) + " " + o.Word }

// Grid is a table on a page: rows of cells below a heading.
type Grid struct {
	page    *Page
	columns []Column
	cells   []Cell // row by row; the titles are the first row
	head    bool
}

// Grid begins a table. It has a heading if a column has a title.
func (p *Page) Grid(columns ...Column) *Grid {
	g := &Grid{page: p, columns: columns}
	for _, c := range columns {
		g.head = g.head || c.Title != ""
	}
	if g.head {
		for _, c := range columns {
			g.cells = append(g.cells, Painted(c.Title, ansi.Strong))
		}
	}
	return g
}

// Reserve makes room for n rows.
func (g *Grid) Reserve(n int) {
	g.cells = append(make([]Cell, 0, len(g.cells)+n*len(g.columns)), g.cells...)
}

// Row adds a row with a cell for each column; cells at the end may be omitted.
func (g *Grid) Row(cells ...Cell) {
	g.cells = append(g.cells, cells...)
	for range len(g.columns) - len(cells) {
		g.cells = append(g.cells, Cell{})
	}
}

// Empty reports whether the table has no rows below its heading.
func (g *Grid) Empty() bool { return g.head && len(g.cells) == len(g.columns) || len(g.cells) == 0 }

// Print adds the table to the page.
//
// On a terminal, no line is wider than the screen. Columns are left out by rank until the
// least widths of the others fit; then texts are shortened, the widest first, then paths.
// If not even the columns of rank 0 fit, they are shortened further, and left out from the
// right.
func (g *Grid) Print() {
	shown, widths := g.fit()
	if len(shown) == 0 {
		return
	}
	g.page.b.Grow(g.size(shown, widths))
	for at := 0; at < len(g.cells); at += len(g.columns) {
		row := g.cells[at : at+len(g.columns)]
		end := len(shown) - 1 // the last cell with a text
		for end > 0 && row[shown[end]].text == "" {
			end--
		}
		for i, k := range shown[:end+1] {
			if i > 0 {
				g.page.spaces(2)
			}
			g.cell(&row[k], k, widths[k], i == end)
		}
		g.page.b.WriteByte('\n')
	}
}

// cell writes a cell, padded to a width unless it is at the end of its line.
func (g *Grid) cell(c *Cell, column, most int, end bool) {
	text, wide := c.text, c.width
	if wide > most {
		text = cut(text, wide, most, g.columns[column].Path, g.page.Dots())
		wide = width(text)
	}
	pad := max(0, most-wide)
	if g.columns[column].Right {
		g.page.spaces(pad)
		pad = 0
	}
	g.page.b.WriteString(g.page.painted(text, c.paint))
	if !end {
		g.page.spaces(pad)
	}
}

// size returns how many bytes the table takes without colours, or some more.
func (g *Grid) size(shown, widths []int) (n int) {
	each := 1
	for _, k := range shown {
		each += widths[k] + 2
	}
	for at := 0; at < len(g.cells); at += len(g.columns) {
		n += each
		for _, k := range shown {
			c := &g.cells[at+k]
			n += max(0, len(c.text)-c.width)
		}
		if last := shown[len(shown)-1]; g.cells[at+last].width < widths[last] {
			n -= widths[last] - g.cells[at+last].width
		}
	}
	return n
}
