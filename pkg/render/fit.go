package render

import (
	"github.com/charmbracelet/x/ansi"
)

// leastPath and leastText are the widths to which, as the last resort, columns of rank 0
// with paths and with other texts are shortened.
const leastPath, leastText = 12, 8

// fit returns the columns to show, by their indexes, and the width of each column.
func (g *Grid) fit() (shown, widths []int) {
	shown, widths = g.natural()
	screen := g.page.width
	if screen <= 0 || total(shown, widths) <= screen {
		return shown, widths
	}
	least := g.least(widths)
	for total(shown, least) > screen {
		worst := -1 // an index in shown
		for i, k := range shown {
			if g.columns[k].Rank > 0 && (worst < 0 || g.columns[k].Rank >= g.columns[shown[worst]].Rank) {
				worst = i
			}
		}
		if worst < 0 {
			break
		}
		shown = append(shown[:worst], shown[worst+1:]...)
	}
	if total(shown, least) <= screen {
		g.shorten(shown, widths, least, func(c *Column) bool { return !c.Path })
	} else { // the last resort
		for k, c := range g.columns {
			if c.Least > 0 && c.Path {
				least[k] = min(least[k], leastPath)
			} else if c.Least > 0 {
				least[k] = min(least[k], leastText)
			}
		}
		for len(shown) > 1 && total(shown, least) > screen {
			shown = shown[:len(shown)-1]
		}
		if len(shown) == 1 {
			least[shown[0]] = min(least[shown[0]], screen)
		}
	}
	g.shorten(shown, widths, least, func(*Column) bool { return true })
	return shown, widths
}

// natural returns the columns that are not empty, and the widths of all cells as they
// are.
func (g *Grid) natural() (shown, widths []int) {
	widths = make([]int, len(g.columns))
	filled := make([]bool, len(g.columns))
	for i := range g.cells {
		k := i % len(g.columns)
		widths[k] = max(widths[k], g.cells[i].width)
		filled[k] = filled[k] || g.cells[i].width > 0 && !(g.head && i < len(g.columns))
	}
	for k, c := range g.columns {
		if filled[k] || !c.Optional {
			shown = append(shown, k)
		}
	}
	return shown, widths
}

// least returns the widths to which columns are shortened before any is left out. Columns
// that are never left out keep a share of a wide screen.
func (g *Grid) least(widths []int) []int {
	least := make([]int, len(widths))
	for k, c := range g.columns {
		part := 0
		switch {
		case c.Least == 0:
			part = widths[k]
		case c.Rank == 0 && c.Path:
			part = g.page.width * 2 / 5
		case c.Rank == 0:
			part = g.page.width / 4
		}
		least[k] = min(widths[k], max(part, c.Least, width(c.Title)))
	}
	return least
}

// shorten reduces the widest shown columns of a kind until the table fits or they have
// their least widths. Of columns with equal widths, it reduces the last.
func (g *Grid) shorten(shown, widths, least []int, kind func(c *Column) bool) {
	for over := total(shown, widths) - g.page.width; over > 0; over-- {
		widest := -1
		for _, k := range shown {
			if kind(&g.columns[k]) && widths[k] > least[k] && (widest < 0 || widths[k] >= widths[widest]) {
				widest = k
			}
		}
		if widest < 0 {
			return
		}
		widths[widest]--
	}
}

// total returns the width of a line with these columns.
func total(shown, widths []int) int {
	n := 2 * (len(shown) - 1)
	for _, k := range shown {
		n += widths[k]
	}
	return n
}

// width returns the width of a line of text, in columns of the terminal.
func width(text string) int {
	for i := 0; i < len(text); i++ {
		if text[i] >= 0x80 || text[i] < ' ' {
			return ansi.StringWidth(text)
		}
	}
	return len(text)
}

// cut shortens a text to most columns, at its end or in the middle. In the middle, the end
// of the text keeps two thirds, because it distinguishes paths best.
func cut(text string, wide, most int, middle bool, dots string) string {
	left := most - width(dots)
	if !middle || left < 4 {
		return ansi.Truncate(text, most, dots)
	}
	tail := left * 2 / 3
	end := ansi.TruncateLeft(text, wide-tail, "")
	for gone := wide - tail + 1; width(end) > tail; gone++ { // a wide character is not divided
		end = ansi.TruncateLeft(text, gone, "")
	}
	return ansi.Truncate(text, left-tail, "") + dots + end
}
