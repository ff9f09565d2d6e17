package manpage

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/alecthomas/kong"
)

// roff writes a page in the macros of man.
type roff struct {
	out   bytes.Buffer
	begun bool // a section has begun, and nothing is in it
}

func (r *roff) bytes() []byte { return r.out.Bytes() }

// head begins the page.
func (r *roff) head(name, section, date, version string) {
	fmt.Fprintf(&r.out, ".TH \"%s\" \"%s\" \"%s\" \"%s\" \"Hub manual\"\n", quoted(strings.ToUpper(name)), section, quoted(date), quoted("hub "+version))
	r.out.WriteString(".nh\n.ad l\n") // words of command lines are not broken
}

// section begins a section.
func (r *roff) section(title string) { r.heading(".SH", title) }

// subsection begins a part of a section.
func (r *roff) subsection(title string) { r.heading(".SS", title) }

func (r *roff) heading(macro, title string) {
	fmt.Fprintf(&r.out, "%s \"%s\"\n", macro, quoted(title))
	r.begun = true
}

// space begins a paragraph, except at the start of a section, where man warns about it.
func (r *roff) space() {
	if !r.begun {
		r.out.WriteString(".PP\n")
	}
	r.begun = false
}

// text writes a line, in which [bold] and [italic] may be marked.
func (r *roff) text(line string) {
	r.out.WriteString(escaped(line) + "\n")
	r.begun = false
}

// paragraph begins a paragraph.
func (r *roff) paragraph(text string) {
	r.space()
	r.text(strings.Join(strings.Fields(text), " "))
}

// item writes a tag, and below it its description.
func (r *roff) item(tag, text string) {
	r.out.WriteString(".TP\n")
	r.text(tag)
	r.text(strings.Join(strings.Fields(text), " "))
}

// bullet writes an element of a list, marked with a dot or a number.
func (r *roff) bullet(mark, text string) {
	if mark == "" {
		mark = `\(bu`
	}
	fmt.Fprintf(&r.out, ".IP \"%s\" 4\n", mark)
	r.text(text)
}

// verbatim writes lines as they are.
func (r *roff) verbatim(lines []string) {
	r.space()
	r.out.WriteString(".RS 4\n.nf\n")
	for _, line := range lines {
		r.text(line)
	}
	r.out.WriteString(".fi\n.RE\n")
}

// prose writes the text of a command's help. Empty lines separate paragraphs, and indented
// lines are not wrapped.
func (r *roff) prose(text string) {
	var block, plain []string
	flush := func() {
		if len(block) > 0 {
			r.verbatim(block)
		}
		if len(plain) > 0 {
			r.paragraph(strings.Join(plain, " "))
		}
		block, plain = nil, nil
	}
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		indented := strings.HasPrefix(line, " ")
		if strings.TrimSpace(line) == "" || indented && len(plain) > 0 || !indented && len(block) > 0 {
			flush()
		}
		switch {
		case strings.TrimSpace(line) == "":
		case indented:
			block = append(block, strings.TrimPrefix(line, "  "))
		default:
			plain = append(plain, line)
		}
	}
	flush()
}

// synopsis writes the command line of a command.
func (r *roff) synopsis(node *kong.Node) {
	line := bold(node.FullPath())
	switch {
	case node.Parent == nil:
		line += " [" + italic("COMMAND") + "]"
	case len(node.Children) > 0:
		line += " " + italic("COMMAND")
	}
	for _, arg := range node.Positional {
		word := italic(strings.ToUpper(arg.Name))
		if arg.IsCumulative() {
			word += " …"
		}
		if !arg.Required {
			word = "[" + word + "]"
		}
		line += " " + word
	}
	r.text(line + " [" + italic("FLAG") + " …]")
}

// Marks of fonts. They cannot occur in text, because [glyph] replaces them there.
const (
	beginBold   = '\x01'
	beginItalic = '\x02'
	endFont     = '\x03'
)

func bold(text string) string   { return string(beginBold) + text + string(endFont) }
func italic(text string) string { return string(beginItalic) + text + string(endFont) }

// escaped returns a line of text as roff prints it, rune for rune.
func escaped(line string) string {
	var b strings.Builder
	for i, r := range line {
		if i == 0 && r == '.' {
			b.WriteString(`\&`)
		}
		b.WriteString(glyph(r))
	}
	return b.String()
}

// glyph returns a character, as an escape if roff would interpret it or print another one.
func glyph(r rune) string {
	switch r {
	case '\\':
		return `\e`
	case '-':
		return `\-`
	case '\'':
		return `\(aq`
	case '`':
		return `\(ga`
	case '^':
		return `\(ha`
	case '~':
		return `\(ti`
	case '\n':
		return " "
	case '\t':
		return "    "
	case beginBold:
		return `\fB`
	case beginItalic:
		return `\fI`
	case endFont:
		return `\fR`
	}
	if r > '~' {
		return fmt.Sprintf(`\[u%04X]`, r)
	}
	return string(r)
}

// quoted returns text as an argument of a macro.
func quoted(text string) string { return strings.ReplaceAll(escaped(text), `"`, `\(dq`) }
