package render

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	wide "github.com/charmbracelet/x/ansi"

	"github.com/seed-00a9b34c/hub/pkg/ansi"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
	"github.com/seed-00a9b34c/hub/pkg/timespec"
)

// Page collects an answer for people.
type Page struct {
	b     bytes.Buffer
	color bool
	ascii bool
	width int       // columns of the terminal; 0: nothing is cut
	now   time.Time // zero: times are dates
}

// Color reports whether the page may contain colour.
func (p *Page) Color() bool { return p.color }

// ASCII reports whether the terminal shows nothing but ASCII.
func (p *Page) ASCII() bool { return p.ascii }

// Width returns the columns of the terminal; 0 if there is none.
func (p *Page) Width() int { return p.width }

// Dots returns the mark for omitted text.
func (p *Page) Dots() string {
	if p.ascii {
		return "..."
	}
	return "…"
}

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

// Prose adds a text after lead, as one line; on a terminal that is too narrow for it, it is
// wrapped between words, its further lines below its start.
func (p *Page) Prose(lead, text string) {
	text = sanitize.Line(text)
	if room := p.width - width(lead); room >= leastText && width(text) > room {
		text = strings.ReplaceAll(wide.Wrap(text, room, ""), "\n", "\n"+strings.Repeat(" ", width(lead)))
	}
	p.Printf("%s%s\n", lead, text)
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

func (p *Page) spaces(n int) {
	for range n {
		p.b.WriteByte(' ')
	}
}

// When returns a time for people: how long ago it was on a terminal, and the local date
// elsewhere, because the page may be kept; "never" for the zero time.
func (p *Page) When(t time.Time) string {
	if p.now.IsZero() || t.IsZero() {
		return When(t)
	}
	return timespec.Ago(t, p.now)
}

// Moment is like [Page.When], but adds the date on a terminal.
func (p *Page) Moment(t time.Time) string {
	ago, date := p.When(t), When(t)
	if ago == date || strings.HasPrefix(date, ago) {
		return date
	}
	return ago + " (" + date + ")"
}

// When returns a time as a local date; "never" for the zero time.
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
