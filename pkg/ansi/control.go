package ansi

import (
	"slices"
	"strconv"
	"strings"
)

// control executes a sequence.
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

// goTo moves to a position of the screen. The first absolute movement, or the first
// clearing, starts a new screen below all previous output.
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

// leave passes on everything and starts a new screen.
func (c *canvas) leave() {
	if len(c.rows) > 1 || len(c.rows[0].cells) > 0 {
		n := len(c.rows)
		if len(c.rows[n-1].cells) == 0 {
			n-- // it is empty
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

// number returns the i-th parameter of a sequence, at most screenColumns; 0 if absent.
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
