package render

import (
	"fmt"
	"strings"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// Page is an answer for people.
type Page struct {
	b     strings.Builder
	color bool
	width int // columns of the terminal; 0: nothing is cut
}

// Color reports whether the page may hold colour.
func (p *Page) Color() bool { return p.color }

// Printf adds formatted text as it is.
func (p *Page) Printf(format string, args ...any) { fmt.Fprintf(&p.b, format, args...) }

// Heading begins a section.
func (p *Page) Heading(text string) { p.Printf("\n%s\n", p.styled(text, bold)) }

// Field adds a line with a value behind its name, which is padded to width
// columns. An empty value adds nothing.
func (p *Page) Field(width int, name, value string) {
	if value != "" {
		p.Printf("%-*s %s\n", width, name, sanitize.Line(value))
	}
}

// Block adds text of others, each line behind a bar. The text must be safe for a
// terminal and a CI system's log.
func (p *Page) Block(text string) {
	for l := range strings.SplitSeq(strings.TrimRight(text, "\n"), "\n") {
		p.Printf("  | %s\n", l)
	}
}

// bold is the SGR code of headings.
const bold = "1"

func (p *Page) styled(text, style string) string {
	if !p.color || style == "" || text == "" {
		return text
	}
	return "\x1b[" + style + "m" + text + "\x1b[0m"
}

// Seconds writes a length of time for people.
func Seconds(s float64) string { return fmt.Sprintf("%.3f", s) }

// When writes a moment for people, in local time; the zero time is never.
func When(t time.Time) string {
	if t.IsZero() {
		return "never"
	}
	return t.Local().Format(time.DateTime)
}

// Count writes a number of things, whose plural ends in s.
func Count(n int, word string) string {
	if n != 1 {
		word += "s"
	}
	return fmt.Sprintf("%d %s", n, word)
}
