package ansi

import (
	"strings"
	"unicode/utf8"
)

// cell is one column of a row.
type cell struct {
	r     rune // filler: part of the character to its left
	style Style
	marks string // combining characters
}

const filler = -1

// maxMarks bounds the combining characters of one cell, in bytes.
const maxMarks = 64

type row struct {
	cells []cell
	wraps bool // its line continued in the next row
}

// continues reports whether the next row continues the line.
func (r *row) continues() bool { return r.wraps && len(r.cells) >= screenColumns-1 }

// canvas holds the rows that the cursor can reach, at least one.
type canvas struct {
	rows     []row
	row, col int
	// top is the number of rows[0] among all rows ever; last is the number of the last
	// row at the time of the last change of an earlier position.
	top, last int
	// home says that rows[0] is the first row of the screen, which programs may address.
	home bool
	// count is the approximate number of cells.
	count int
	pen   Style
	saved struct{ row, col int }
	// stained says that a style may be active in the text passed on.
	stained bool
	// out is the text to pass on.
	out []byte
}

func newCanvas(pen Style) canvas {
	return canvas{rows: make([]row, 1), pen: pen, stained: pen != Style{}}
}

// idle reports whether no row could have been changed since it was printed, and the
// cursor is at the end.
func (c *canvas) idle() bool {
	return c.top > c.last && c.row == len(c.rows)-1 && c.col == len(c.rows[c.row].cells)
}

// all renders all rows, followed by the active style.
func (c *canvas) all(out []byte) []byte {
	c.out = out
	for i := range c.rows {
		c.render(&c.rows[i])
		if i < len(c.rows)-1 && !c.rows[i].continues() {
			c.out = append(c.out, '\n')
		}
	}
	if c.pen != (Style{}) {
		c.out = append(c.out, c.pen.sgr()...)
	}
	out, c.out = c.out, nil
	return out
}

func (c *canvas) render(r *row) {
	var now Style
	if c.stained {
		c.out, c.stained = append(c.out, now.sgr()...), false
	}
	for i := range r.cells {
		x := &r.cells[i]
		if x.r == filler {
			continue
		}
		if x.style != now {
			now = x.style
			c.out = append(c.out, now.sgr()...)
		}
		c.out = append(utf8.AppendRune(c.out, x.r), x.marks...)
	}
	if now != (Style{}) {
		c.out = append(c.out, Style{}.sgr()...)
	}
}

// scroll passes on the first n rows.
func (c *canvas) scroll(n int) {
	for i := range n {
		c.render(&c.rows[i])
		if !c.rows[i].continues() {
			c.out = append(c.out, '\n')
		}
		c.count -= len(c.rows[i].cells)
	}
	kept := copy(c.rows, c.rows[n:])
	clear(c.rows[kept:])
	c.rows = c.rows[:kept]
	c.top, c.row = c.top+n, max(0, c.row-n)
	c.home = c.home && n == 0
}

// touch records that an earlier position may change.
func (c *canvas) touch() { c.last = c.top + len(c.rows) - 1 }

// down moves to the start of the next row, which it adds if necessary.
func (c *canvas) down() {
	c.row, c.col = c.row+1, 0
	if c.row < len(c.rows) {
		return
	}
	c.rows = append(c.rows, row{})
	c.bound()
}

// bound passes on rows beyond the bounds, but not the cursor's.
func (c *canvas) bound() {
	n, count := 0, c.count
	for n < c.row && (len(c.rows)-n > screenRows || count > screenCells) {
		count -= len(c.rows[n].cells)
		n++
	}
	if n > 0 {
		c.scroll(n)
	}
}

// draw prints text, whose sequences must be complete.
func (c *canvas) draw(text string) {
	for text != "" {
		if text[0] == esc || text[0] == c1Lead && len(text) > 1 && isIntroducer(text[1]) {
			n := sequence(text)
			c.control(text[:n])
			text = text[n:]
			continue
		}
		r, n := utf8.DecodeRuneInString(text)
		text = text[n:]
		switch {
		case r == '\n', r == '\u0085':
			c.down()
		case r == '\r':
			if !strings.HasPrefix(text, "\n") {
				c.touch()
				c.col = 0
			}
		case r == '\b':
			c.touch()
			c.col = max(0, c.col-1)
		case r == '\t':
			c.tab()
		case r < ' ', 0x7f <= r && r < 0xa0:
		default:
			c.put(r)
		}
	}
}

func (c *canvas) put(r rune) {
	if isMark(r) && c.mark(r) {
		return
	}
	w := 1
	if isWide(r) {
		w = 2
	}
	if c.col+w > screenColumns {
		c.rows[c.row].wraps = true
		c.down()
	}
	c.set(r, w)
}

// set writes a character of the given width at the cursor.
func (c *canvas) set(r rune, columns int) {
	line := &c.rows[c.row]
	had := len(line.cells)
	for len(line.cells) < c.col {
		line.cells = append(line.cells, cell{r: ' '})
	}
	line.split(c.col)
	line.split(c.col + columns)
	for range columns {
		x := cell{r: r, style: c.pen}
		if c.col < len(line.cells) {
			line.cells[c.col] = x
		} else {
			line.cells = append(line.cells, x)
		}
		c.col++
		r = filler
	}
	c.count += len(line.cells) - had
}

// mark adds a combining character to the one before the cursor; false if there is none.
func (c *canvas) mark(r rune) bool {
	line := &c.rows[c.row]
	if c.col == 0 || c.col > len(line.cells) {
		return false
	}
	at := c.col - 1
	for at > 0 && line.cells[at].r == filler {
		at--
	}
	if x := &line.cells[at]; len(x.marks) < maxMarks {
		x.marks += string(r)
	}
	return true
}

// tab moves to the next stop. At the end of a row the tab itself is kept.
func (c *canvas) tab() {
	stop := min((c.col/8+1)*8, screenColumns)
	if c.col >= len(c.rows[c.row].cells) && stop > c.col {
		c.set('\t', stop-c.col)
		return
	}
	c.col = stop
}

// split replaces a wide character by blanks if at is inside it.
func (r *row) split(at int) {
	if at >= len(r.cells) || r.cells[at].r != filler {
		return
	}
	for at > 0 && r.cells[at].r == filler {
		at--
	}
	r.cells[at] = cell{r: ' ', style: r.cells[at].style}
	for at++; at < len(r.cells) && r.cells[at].r == filler; at++ {
		r.cells[at].r = ' '
	}
}

// erase clears the columns from (inclusive) to (exclusive).
func (c *canvas) erase(from, to int) {
	line := &c.rows[c.row]
	if from >= len(line.cells) {
		return
	}
	line.split(from)
	line.split(to)
	if to >= len(line.cells) {
		c.count -= len(line.cells) - from
		line.cells = line.cells[:from]
		return
	}
	for i := from; i < to; i++ {
		line.cells[i] = cell{r: ' '}
	}
}

func (c *canvas) recount() {
	c.count = 0
	for i := range c.rows {
		c.count += len(c.rows[i].cells)
	}
}
