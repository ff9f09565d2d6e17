package render

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/ansi"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// Page collects an answer for people.
type Page struct {
	b     bytes.Buffer
	color bool
	width int // columns of the terminal; 0: nothing is cut
}

// Color reports whether the page may contain colour.
func (p *Page) Color() bool { return p.color }

// Printf adds formatted text, unchanged.
func (p *Page) Printf(format string, args ...any) { fmt.Fprintf(&p.b, format, args...) }

// Heading begins a section.
func (p *Page) Heading(text string) { p.Printf("\n%s\n", p.painted(text, ansi.Strong)) }

// Field adds a line with a name, padded to width columns, and a value. It adds
// nothing for an empty value.
func (p *Page) Field(width int, name, value string) {
	if value != "" {
		p.Printf("%-*s %s\n", width, name, sanitize.Line(value))
	}
}

// Block adds quoted text, each line behind a bar. The text must be safe for a terminal
// and a CI log.
func (p *Page) Block(text string) {
	for l := range strings.SplitSeq(strings.TrimRight(text, "\n"), "\n") {
		p.Printf("  | %s\n", l)
	}
}

func (p *Page) painted(text string, as ansi.Paint) string {
	if !p.color {
		return text
	}
	return as.On(text)
}

// Seconds formats a duration in seconds with three decimals.
func Seconds(s float64) string { return fmt.Sprintf("%.3f", s) }

// When formats a time for people, in local time; the zero time is "never".
func When(t time.Time) string {
	if t.IsZero() {
		return "never"
	}
	return t.Local().Format(time.DateTime)
}

// Count formats a number of things; the plural of word ends in s.
func Count(n int, word string) string {
	if n != 1 {
		word += "s"
	}
	return fmt.Sprintf("%d %s", n, word)
}
