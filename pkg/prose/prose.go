// Package prose formats Markdown for a terminal: headings, paragraphs, lists, quotes, code,
// tables, emphasis and links (CommonMark, and the tables of GitHub). It prints what it does
// not know as it is written. It drops only the marks and the language of a code block,
// never text.
//
// Note: this is deliberately a small line reader and not a full parser. glamour with its
// highlighter is larger than the rest of hub. goldmark compiles regular expressions at
// start-up, which would slow down every command and the commit hook.
package prose

import (
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/ansi"
)

// Style describes the terminal for which the text is formatted.
type Style struct {
	// Width is the number of columns to which paragraphs and tables are wrapped; 0 means no
	// wrapping.
	Width int
	// Color allows colour and other styles. Without it, headings keep their marks.
	Color bool
	// ASCII replaces the bullets, bars and arrows by ASCII characters.
	ASCII bool
}

// Text that is nested deeper, longer or wider is printed as it is written, which bounds the
// time.
const (
	maxDepth   = 16
	maxInline  = 8 << 10 // bytes of a paragraph
	maxColumns = 50
)

// The styles of inline text, besides the roles of package ansi.
const (
	codeStyle ansi.Paint = "36"
	emphasis  ansi.Paint = "3"
)

// Terminal formats Markdown for a terminal, in lines that end with a newline. text must
// already be safe for a terminal (see package sanitize); the result then is, too.
func Terminal(text string, s Style) string {
	d := &document{Style: s}
	lines := strings.Split(strings.TrimRight(strings.ReplaceAll(text, "\r\n", "\n"), "\n"), "\n")
	rest := d.frontMatter(lines)
	for len(rest) > 0 {
		rest = rest[d.block(rest, "", ""):]
	}
	return strings.TrimLeft(d.b.String(), "\n")
}

// document collects the formatted lines.
type document struct {
	Style
	b     strings.Builder
	empty bool // the last line is
	depth int  // of nested blocks
}

func (d *document) sign(sign, ascii string) string {
	if d.ASCII {
		return ascii
	}
	return sign
}

func (d *document) paint(text string, as ansi.Paint) string {
	if !d.Color {
		return text
	}
	return as.On(text)
}

// line writes a line. It writes only the first of several empty lines.
func (d *document) line(text string) {
	text = strings.TrimRight(text, " ")
	if text == "" && d.empty {
		return
	}
	d.empty = text == ""
	d.b.WriteString(text + "\n")
}

// frontMatter writes the metadata at the top unchanged, and returns the lines below.
func (d *document) frontMatter(lines []string) []string {
	if lines[0] != "---" {
		return lines
	}
	for i := 1; i < len(lines); i++ {
		if lines[i] != "---" {
			continue
		}
		for _, l := range lines[:i+1] {
			d.line(d.paint(l, ansi.Dim))
		}
		d.line("")
		return lines[i+1:]
	}
	return lines
}

// block writes the first block of lines and returns its number of lines. first is the
// prefix of its first line, next that of the others.
func (d *document) block(lines []string, first, next string) int {
	l := strings.TrimSpace(lines[0])
	switch {
	case l == "":
		d.empty = d.empty && first == next // the mark of an empty item stays
		d.line(strings.TrimRight(first, " "))
		return 1
	case strings.HasPrefix(lines[0], "    ") || strings.HasPrefix(l, "<!--") || d.depth > maxDepth: // code, a comment
		d.line(first + strings.TrimRight(lines[0], " "))
		return 1
	case fenceOf(l) != "":
		return d.fenced(lines, first, next)
	case isRule(l):
		d.line(first + d.paint(strings.Repeat(d.sign("─", "-"), 8), ansi.Dim))
		return 1
	case heading(l) > 0:
		d.heading(l, first)
		return 1
	case isTable(lines):
		return d.table(lines, first, next)
	case strings.HasPrefix(l, ">"):
		return d.quote(lines, first, next)
	case marker(lines[0]) != "":
		return d.item(lines, first, next)
	}
	return d.paragraph(lines, first, next)
}

// heading returns the level of a heading; 0 if the line is not a heading.
func heading(line string) int {
	n := len(line) - len(strings.TrimLeft(line, "#"))
	if n == 0 || n > 6 || n < len(line) && line[n] != ' ' && line[n] != '\t' {
		return 0
	}
	return n
}

func (d *document) heading(line, first string) {
	n := heading(line)
	text := strings.TrimSpace(strings.TrimRight(strings.TrimSpace(line[n:]), "#"))
	if !d.Color {
		d.line(first + line[:n] + " " + text)
		return
	}
	as := ansi.Strong
	if n == 1 {
		as += ";4"
	}
	for _, l := range d.wrap(d.inline(text), 0) {
		for i := range l {
			l[i].as = as
		}
		d.line(first + d.join(l))
	}
}

// isRule reports whether the line is a thematic break.
func isRule(line string) bool {
	text := strings.ReplaceAll(strings.ReplaceAll(line, " ", ""), "\t", "")
	return len(text) >= 3 && strings.ContainsRune("-*_", rune(text[0])) && strings.Trim(text, text[:1]) == ""
}

// fenceOf returns the fence at the beginning of the line; empty if there is none.
func fenceOf(line string) string {
	for _, c := range []string{"`", "~"} {
		if n := len(line) - len(strings.TrimLeft(line, c)); n >= 3 && (c == "~" || !strings.Contains(line[n:], c)) {
			return line[:n]
		}
	}
	return ""
}

// fenced writes a code block, indented.
func (d *document) fenced(lines []string, first, next string) int {
	fence := fenceOf(strings.TrimSpace(lines[0]))
	indent := len(lines[0]) - len(strings.TrimLeft(lines[0], " "))
	for i := 1; i < len(lines); i++ {
		l := strings.TrimSpace(lines[i])
		if strings.HasPrefix(l, fence) && strings.Trim(l, fence[:1]) == "" {
			return i + 1
		}
		code := lines[i]
		for n := 0; n < indent && strings.HasPrefix(code, " "); n++ {
			code = code[1:]
		}
		d.empty = false // empty lines of code stay
		d.line(first + "    " + d.paint(strings.TrimRight(code, " \t"), codeStyle))
		first = next
	}
	return len(lines)
}

// quote writes the lines of a quotation behind a bar.
func (d *document) quote(lines []string, first, next string) int {
	n := 0
	var inner []string
	for n < len(lines) && strings.HasPrefix(strings.TrimSpace(lines[n]), ">") {
		inner = append(inner, strings.TrimPrefix(strings.TrimPrefix(strings.TrimSpace(lines[n]), ">"), " "))
		n++
	}
	bar := d.paint(d.sign("│", "|"), ansi.Dim) + " "
	d.nested(inner, first+bar, next+bar)
	return n
}

// nested writes blocks within another.
func (d *document) nested(lines []string, first, next string) {
	d.depth++
	defer func() { d.depth-- }()
	for len(lines) > 0 {
		lines = lines[d.block(lines, first, next):]
		first = next
	}
}
