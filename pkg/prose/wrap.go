package prose

import (
	"strings"

	xansi "github.com/charmbracelet/x/ansi"

	"github.com/seed-00a9b34c/hub/pkg/ansi"
)

// leastWidth is the smallest width to which text is wrapped.
const leastWidth = 20

// paragraph writes the lines up to the next block as one text.
func (d *document) paragraph(lines []string, first, next string) int {
	n := 0
	var text strings.Builder
	for ; n < len(lines); n++ {
		l := strings.TrimSpace(lines[n])
		if n > 0 {
			if rule := strings.Trim(l, "="); l != "" && rule == "" || len(l) > 1 && strings.Trim(l, "-") == "" { // the line below a heading
				level := "# "
				if l[0] == '-' {
					level = "## "
				}
				d.heading(level+strings.ReplaceAll(text.String(), "\n", " "), first)
				return n + 1
			}
			if l == "" || heading(l) > 0 || fenceOf(l) != "" || isRule(l) || strings.HasPrefix(l, ">") || marker(lines[n]) != "" || isTable(lines[n:]) {
				break
			}
			text.WriteString(d.between(lines[n-1]))
		}
		text.WriteString(strings.TrimSuffix(l, "\\"))
	}
	for _, l := range d.wrap(d.inline(text.String()), xansi.StringWidth(next)) {
		d.line(first + d.join(l))
		first = next
	}
	return n
}

// between returns what is between a line and the next in a paragraph.
func (d *document) between(line string) string {
	if d.Width <= 0 || strings.HasSuffix(line, "  ") || strings.HasSuffix(line, "\\") {
		return "\n"
	}
	return " "
}

// wrap wraps pieces into lines that leave room for indent columns.
func (d *document) wrap(pieces []piece, indent int) (lines [][]piece) {
	width := 0
	if d.Width > 0 {
		width = max(leastWidth, d.Width-indent)
	}
	return wrapped(pieces, width)
}

// wrapped wraps pieces at spaces into lines of at most width columns; longer words stay
// whole. Width 0 breaks lines only at line breaks.
func wrapped(pieces []piece, width int) (lines [][]piece) {
	var line, word []piece
	lineWidth, wordWidth := 0, 0
	space := piece{}
	flush := func() {
		if wordWidth == 0 {
			return
		}
		if lineWidth > 0 && width > 0 && lineWidth+len(space.text)+wordWidth > width {
			lines, line, lineWidth = append(lines, line), nil, 0
		} else if lineWidth > 0 && space.text != "" {
			line, lineWidth = append(line, space), lineWidth+len(space.text)
		}
		line, lineWidth = append(line, word...), lineWidth+wordWidth
		word, wordWidth, space = nil, 0, piece{}
	}
	for _, p := range pieces {
		if p.hard {
			flush()
			lines, line, lineWidth, space = append(lines, line), nil, 0, piece{}
			continue
		}
		for i, part := range strings.Split(p.text, " ") {
			if i > 0 {
				flush()
				space = piece{text: " ", as: p.as}
			}
			if part != "" {
				word, wordWidth = append(word, piece{text: part, as: p.as}), wordWidth+xansi.StringWidth(part)
			}
		}
	}
	flush()
	return append(lines, line)
}

// join returns the text of a line. Every style ends with the line.
func (d *document) join(line []piece) string {
	var b strings.Builder
	for i := 0; i < len(line); {
		as := line[i].as
		var text strings.Builder
		for i < len(line) && (line[i].as == as) {
			text.WriteString(line[i].text)
			i++
		}
		b.WriteString(d.paint(text.String(), ansi.Paint(as)))
	}
	return b.String()
}
