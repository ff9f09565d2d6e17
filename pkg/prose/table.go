package prose

import (
	"strings"

	xansi "github.com/charmbracelet/x/ansi"

	"github.com/seed-00a9b34c/hub/pkg/ansi"
)

// isTable reports whether the lines begin with the header and the delimiter row of a table.
func isTable(lines []string) bool {
	if len(lines) < 2 || !strings.Contains(lines[0], "|") {
		return false
	}
	rule := strings.TrimSpace(lines[1])
	return strings.Contains(rule, "-") && strings.Trim(rule, "|-: \t") == "" && strings.Count(rule, "|") <= maxColumns && len(cellsOf(rule)) == len(cellsOf(lines[0]))
}

// cellsOf returns the cells of a row, without spaces around them.
func cellsOf(line string) (cells []string) {
	line = strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(line), "|"), "|")
	var b strings.Builder
	for i := 0; i < len(line); i++ {
		switch {
		case line[i] == '\\' && i+1 < len(line) && line[i+1] == '|':
			b.WriteByte('|')
			i++
		case line[i] == '|':
			cells = append(cells, strings.TrimSpace(b.String()))
			b.Reset()
		default:
			b.WriteByte(line[i])
		}
	}
	return append(cells, strings.TrimSpace(b.String()))
}

// table writes a table. Cells are wrapped where it is too wide, in the widest columns.
func (d *document) table(lines []string, first, next string) int {
	n := 0
	var rows [][][]piece
	for n < len(lines) && strings.Contains(lines[n], "|") {
		if n != 1 {
			var row [][]piece
			for _, c := range cellsOf(lines[n]) {
				row = append(row, d.inline(c))
			}
			rows = append(rows, row)
		}
		n++
	}
	widths, words := make([]int, len(rows[0])), make([]int, len(rows[0]))
	for _, row := range rows {
		for k, c := range row[:min(len(row), len(widths))] {
			widths[k] = max(widths[k], widthOf(c))
			words[k] = max(words[k], longestWord(c))
		}
	}
	if d.Width > 0 {
		width := max(leastWidth, d.Width-xansi.StringWidth(next))
		narrow(widths, words, width)
		narrow(widths, make([]int, len(widths)), width)
	}
	for i, row := range rows {
		if i == 0 {
			for _, c := range row {
				for k := range c {
					c[k].as = ansi.Strong
				}
			}
		}
		first = d.row(row, widths, first, next)
	}
	return n
}

// narrow reduces the widest columns until the table has this width, but each to no less
// than 8 columns and its least width.
func narrow(widths, least []int, width int) {
	total := 2 * (len(widths) - 1)
	for _, w := range widths {
		total += w
	}
	for ; total > width; total-- {
		widest := -1
		for k := range widths {
			if widths[k] > max(8, least[k]) && (widest < 0 || widths[k] > widths[widest]) {
				widest = k
			}
		}
		if widest < 0 {
			return
		}
		widths[widest]--
	}
}

// longestWord returns the width of the longest text without a space: it is not divided.
func longestWord(cell []piece) (n int) {
	for _, line := range wrapped(cell, 1) {
		n = max(n, widthOf(line))
	}
	return n
}

// row writes a row, in as many lines as its longest cell has. It returns the prefix of the
// next row.
func (d *document) row(row [][]piece, widths []int, first, next string) string {
	var cells [][][]piece
	most := 0
	for k := range min(len(row), len(widths)) {
		cells = append(cells, wrapped(row[k], widths[k]))
		most = max(most, len(cells[k]))
	}
	for i := range most {
		var b strings.Builder
		for k, c := range cells {
			wide := 0
			if i < len(c) {
				b.WriteString(d.join(c[i]))
				wide = widthOf(c[i])
			}
			if k < len(cells)-1 {
				b.WriteString(strings.Repeat(" ", max(0, widths[k]-wide)+2))
			}
		}
		d.line(first + b.String())
		first = next
	}
	for _, extra := range row[len(cells):] { // more cells than the heading has
		d.line(next + d.join(extra))
	}
	return next
}

func widthOf(line []piece) (n int) {
	for _, p := range line {
		n += xansi.StringWidth(p.text)
	}
	return n
}
