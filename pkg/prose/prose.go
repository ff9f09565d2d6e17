// Package prose formats Markdown for a terminal: headings, paragraphs, lists, quotes,
// code, tables, emphasis and links (CommonMark, and the tables of GitHub). What it does
// not know is printed as it is written, and no text is lost but the marks themselves and
// the language of a code block.
//
// Note: this is a small reader of lines, not a parser, on purpose. glamour and its
// highlighter are larger than the rest of hub; goldmark compiles its expressions before
// main, in every command, and a commit hook would pay for it.
package prose

import (
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/ansi"
)

// Style says for which terminal the text is formatted.
type Style struct {
	// Width is the number of columns to which paragraphs and tables are wrapped; 0: lines
	// stay as they are written.
	Width int
	// Color allows colour and other styles. Without it the marks of headings stay.
	Color bool
	// ASCII excludes signs that are not ASCII.
	ASCII bool
}

// What is nested deeper, longer or wider is printed as it is written, so that no text
// takes long.
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

// Terminal returns Markdown as a terminal shows it, in lines that end with a newline. The
// text must be safe for a terminal; what is returned is as safe.
func Terminal(text string, s Style) string {
	d := &document{Style: s}
	lines := strings.Split(strings.TrimRight(strings.ReplaceAll(text, "\r\n", "\n"), "\n"), "\n")
	rest := d.frontMatter(lines)
	for len(rest) > 0 {
		rest = rest[d.block(rest, "", ""):]
	}
	return strings.TrimLeft(d.b.String(), "\n")
}

// document is what is written so far.
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

// line writes a line; of several empty ones only the first.
func (d *document) line(text string) {
	text = strings.TrimRight(text, " ")
	if text == "" && d.empty {
		return
	}
	d.empty = text == ""
	d.b.WriteString(text + "\n")
}

// frontMatter writes the metadata at the top as it is, and returns the lines below.
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

// block writes the block at the beginning of the lines, and returns how many lines it
// has. first is put before its first line, and next before the others.
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

// heading returns the level of a heading; 0 if the line is none.
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

// fenceOf returns the fence that the line begins; empty if it begins none.
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
