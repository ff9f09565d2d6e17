package ansi

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// cell is one column of a row.
type cell struct {
	r     rune // filler: a part of the character to its left
	style Style
	marks string // what is printed over r: accents and the like
}

const filler = -1

// maxMarks bounds what is printed over one character, in bytes.
const maxMarks = 64

type row struct {
	cells []cell
	wraps bool // the next row went on with its line
}

// goesOn reports whether the next row goes on with the row's line.
func (r *row) goesOn() bool { return r.wraps && len(r.cells) >= screenColumns-1 }

// canvas is the rows that the cursor can reach. There is always one.
type canvas struct {
	rows     []row
	row, col int
	// top is the number of rows[0] among all rows ever, last that of the lowest
	// one when something was drawn over.
	top, last int
	// home: rows[0] is the first of the screen, to which a program may go back.
	home bool
	// count is how many cells there are, about.
	count int
	pen   Style
	saved struct{ row, col int }
	// stained: a style may be in force in what was passed on.
	stained bool
	// out is what was passed on.
	out []byte
}

func newCanvas(pen Style) canvas {
	return canvas{rows: make([]row, 1), pen: pen, stained: pen != Style{}}
}

// still reports whether all rows are younger than the last that was drawn over,
// and the cursor is behind them all.
func (c *canvas) still() bool {
	return c.top > c.last && c.row == len(c.rows)-1 && c.col == len(c.rows[c.row].cells)
}

// all renders all rows, and the style that is in force behind them.
func (c *canvas) all(out []byte) []byte {
	c.out = out
	for i := range c.rows {
		c.render(&c.rows[i])
		if i < len(c.rows)-1 && !c.rows[i].goesOn() {
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
		if !c.rows[i].goesOn() {
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

// touch notes that something is drawn over.
func (c *canvas) touch() { c.last = c.top + len(c.rows) - 1 }

// down goes to the begin of the next row, and makes one when there is none.
func (c *canvas) down() {
	c.row, c.col = c.row+1, 0
	if c.row < len(c.rows) {
		return
	}
	c.rows = append(c.rows, row{})
	c.bound()
}

// bound passes on rows that are too many, but for the cursor's.
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

// draw prints text, whose sequences are whole.
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

// set writes a character of so many columns at the cursor.
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

// mark prints over the character before the cursor; false when there is none.
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

// tab goes to the next stop. At the end of a row it is printed: it stays what it
// is.
func (c *canvas) tab() {
	stop := min((c.col/8+1)*8, screenColumns)
	if c.col >= len(c.rows[c.row].cells) && stop > c.col {
		c.set('\t', stop-c.col)
		return
	}
	c.col = stop
}

// split makes blanks of a character that is cut when at begins another one.
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

// erase takes away what is printed from one column to before another.
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

// control does what a sequence says.
func (c *canvas) control(seq string) {
	if len(seq) == 2 && seq[0] == esc {
		c.escape(seq[1])
		return
	}
	final, params := command(seq)
	if final == 'm' {
		c.pen = c.pen.after(seq)
		return
	}
	if moves(seq) || final == 'J' {
		c.touch()
	}
	n := max(1, number(params, 0))
	line := &c.rows[c.row]
	switch final {
	case 'A':
		c.row = max(0, c.row-n)
	case 'B', 'e':
		c.row = min(len(c.rows)-1, c.row+n)
	case 'E':
		c.row, c.col = min(len(c.rows)-1, c.row+n), 0
	case 'F':
		c.row, c.col = max(0, c.row-n), 0
	case 'C', 'a':
		c.col = min(screenColumns-1, c.col+n)
	case 'D':
		c.col = max(0, c.col-n)
	case 'G', '`':
		c.col = min(screenColumns, n) - 1
	case 'H', 'f':
		c.goTo(n-1, max(1, number(params, 1))-1)
	case 'd':
		c.goTo(n-1, c.col)
	case 'K':
		switch params {
		case "1":
			c.erase(0, c.col+1)
		case "2":
			c.erase(0, screenColumns)
		default:
			c.erase(c.col, screenColumns)
		}
	case 'J':
		c.eraseRows(params)
	case 'X':
		c.erase(c.col, c.col+n)
	case 'P':
		if c.col < len(line.cells) {
			line.split(c.col)
			to := min(c.col+n, len(line.cells))
			line.split(to)
			line.cells = slices.Delete(line.cells, c.col, to)
		}
	case '@':
		if c.col < len(line.cells) {
			line.split(c.col)
			blanks := slices.Repeat([]cell{{r: ' '}}, min(n, screenColumns))
			line.cells = slices.Insert(line.cells, c.col, blanks...)
			line.split(screenColumns)
			line.cells = line.cells[:min(len(line.cells), screenColumns)]
		}
	case 'L':
		c.rows = slices.Insert(c.rows, c.row, make([]row, min(n, screenRows))...)
		c.rows = c.rows[:max(c.row+1, min(len(c.rows), screenRows))]
	case 'M':
		c.rows = slices.Delete(c.rows, c.row, min(c.row+n, len(c.rows)))
		c.rows = append(c.rows, row{})
	case 's':
		c.save()
	case 'u':
		c.restore()
	default:
		return
	}
	c.recount()
}

func (c *canvas) escape(kind byte) {
	switch kind {
	case '7':
		c.save()
	case '8':
		c.restore()
	case 'c':
		c.pen = Style{}
		c.clear()
		c.row, c.col = 0, 0
	case 'D':
		col := c.col
		c.down()
		c.col = col
	case 'E':
		c.down()
	case 'M':
		c.row = max(0, c.row-1)
	default:
		return
	}
	c.touch()
}

func (c *canvas) save() { c.saved.row, c.saved.col = c.top+c.row, c.col }

func (c *canvas) restore() {
	c.row, c.col = max(0, min(c.saved.row-c.top, len(c.rows)-1)), c.saved.col
}

// goTo goes to a place of the screen. Where its first row is is not known before
// something has gone there, or cleared it: then it is behind all that there is.
func (c *canvas) goTo(line, column int) {
	if !c.home {
		c.leave()
	}
	c.row, c.col = min(line, screenRows-1), min(column, screenColumns-1)
	for len(c.rows) <= c.row {
		c.rows = append(c.rows, row{})
	}
}

// clear empties the screen, see [canvas.goTo].
func (c *canvas) clear() {
	if !c.home {
		c.leave()
		return
	}
	clear(c.rows)
}

// leave passes on everything and begins a screen.
func (c *canvas) leave() {
	if len(c.rows) > 1 || len(c.rows[0].cells) > 0 {
		n := len(c.rows)
		if len(c.rows[n-1].cells) == 0 {
			n-- // nothing is on it
		}
		c.scroll(n)
		c.rows = make([]row, 1)
	}
	c.row, c.col, c.home = 0, 0, true
	c.touch()
}

func (c *canvas) eraseRows(params string) {
	switch params {
	case "", "0":
		c.erase(c.col, screenColumns)
		clear(c.rows[c.row+1:])
		c.rows = c.rows[:c.row+1]
	case "1":
		clear(c.rows[:c.row])
		c.erase(0, c.col+1)
	case "2", "3":
		c.clear()
	}
}

func (c *canvas) recount() {
	c.count = 0
	for i := range c.rows {
		c.count += len(c.rows[i].cells)
	}
}

// number is a parameter of a sequence, 0 when it is not given; bounded.
func number(params string, i int) int {
	for range i {
		_, params, _ = strings.Cut(params, ";")
	}
	text, _, _ := strings.Cut(params, ";")
	n, err := strconv.Atoi(text)
	if err != nil && text != "" {
		return screenColumns
	}
	return min(n, screenColumns)
}

// isMark reports whether r has no column of its own.
func isMark(r rune) bool {
	return r >= 0x300 && unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf)
}

// isWide reports whether r takes two columns, as terminals have it.
func isWide(r rune) bool {
	if r < 0x1100 {
		return false
	}
	for _, w := range [...][2]rune{
		{0x1100, 0x115f}, {0x2e80, 0x303e}, {0x3041, 0xa4cf}, {0xa960, 0xa97c}, {0xac00, 0xd7a3}, {0xf900, 0xfaff}, {0xfe30, 0xfe6f},
		{0xff00, 0xff60}, {0xffe0, 0xffe6}, {0x1f300, 0x1f64f}, {0x1f680, 0x1f6ff}, {0x1f900, 0x1f9ff}, {0x20000, 0x3fffd},
	} {
		if w[0] <= r && r <= w[1] {
			return true
		}
	}
	return false
}
