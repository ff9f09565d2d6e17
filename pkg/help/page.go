package help

import (
	"io"
	"strings"
	"unicode/utf8"

	"github.com/seed-00a9b34c/hub/pkg/ansi"
	"github.com/seed-00a9b34c/hub/pkg/outcome"
)

// page collects the lines of a help text.
type page struct {
	Options
	lines []string
}

// page returns an empty page of readable width.
func (o Options) page() *page {
	if o.Width <= 0 {
		o.Width = usual
	}
	o.Width = max(narrowest, min(o.Width, widest))
	return &page{Options: o}
}

// write writes the lines.
func (p *page) write(w io.Writer) error {
	for len(p.lines) > 0 && p.lines[0] == "" {
		p.lines = p.lines[1:]
	}
	_, err := io.WriteString(w, strings.Join(p.lines, "\n")+"\n")
	return err
}

func (p *page) line(text string) { p.lines = append(p.lines, text) }

// blank writes an empty line, unless the last line is empty.
func (p *page) blank() {
	if n := len(p.lines); n > 0 && p.lines[n-1] != "" {
		p.line("")
	}
}

// wrap writes a paragraph, each line after the indent.
func (p *page) wrap(indent, text string) {
	for _, l := range fold(p.shown(text), p.Width-len(indent)) {
		p.line(indent + l)
	}
}

// shown returns a text of hub's own as the stream can show it.
func (o Options) shown(text string) string {
	if !o.ASCII {
		return text
	}
	return outcome.ASCII(text)
}

// hang writes a text after lead: unchanged if it fits, else wrapped, with further lines
// after the indent, which is as wide as lead or wider.
func (p *page) hang(lead, indent, text string) {
	if utf8.RuneCountInString(ansi.Strip(lead)+text) <= p.Width {
		p.line(lead + text)
		return
	}
	for i, l := range fold(text, p.Width-len(indent)) {
		if i > 0 {
			lead = indent
		}
		p.line(lead + l)
	}
}

// gap is the space between two columns; column is the smallest width of the right one.
const (
	gap    = 2
	column = 20
)

// rows writes two columns, indented by two. The right column is wrapped. A name that is too
// long gets its own line. If there is no room for two columns, the right one is below the
// left one.
func (p *page) rows(rows [][2]string) {
	left, most := 0, max(p.Width*3/8, 16)
	for i, r := range rows {
		r = [2]string{p.shown(r[0]), p.shown(r[1])}
		rows[i] = r
		if n := utf8.RuneCountInString(r[0]); n <= most {
			left = max(left, n)
		}
	}
	p.columns(rows, left)
}

// columns is [page.rows] with a left column of the width left.
func (p *page) columns(rows [][2]string, left int) {
	indent := strings.Repeat(" ", 2+left+gap)
	if p.Width < len(indent)+column {
		indent, left = "    ", -1
	}
	for _, r := range rows {
		texts := fold(r[1], p.Width-len(indent))
		name := "  " + r[0]
		if n := utf8.RuneCountInString(r[0]); n <= left && len(texts) > 0 {
			name += strings.Repeat(" ", left-n+gap) + texts[0]
			texts = texts[1:]
		}
		p.line(name)
		for _, t := range texts {
			p.line(indent + t)
		}
	}
}

// fold wraps text at words into lines of at most width characters; a longer word gets its
// own line.
func fold(text string, width int) (lines []string) {
	line, used := "", 0
	for word := range strings.FieldsSeq(text) {
		n := utf8.RuneCountInString(word)
		if used > 0 && used+1+n > width {
			lines, line, used = append(lines, line), "", 0
		}
		if used > 0 {
			line += " "
			used++
		}
		line += word
		used += n
	}
	if used > 0 {
		lines = append(lines, line)
	}
	return lines
}
