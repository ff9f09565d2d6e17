package html

import (
	"bufio"
	"html/template"
	"io"
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/seed-00a9b34c/hub/pkg/ansi"
)

// markup is trusted HTML. Only untyped constants become markup; no variable text is ever
// converted to it.
type markup string

// printer writes parts of the page into memory. Its methods return it for chaining.
type printer struct {
	*bufio.Writer
	// begin says that nothing visible is on the current line yet.
	begin bool
	// spans counts the styled pieces of outputs.
	spans int
}

func newPrinter(w io.Writer) *printer {
	return &printer{Writer: bufio.NewWriterSize(w, 64<<10), begin: true}
}

// written returns what write writes, for a template.
func written(write func(p *printer)) template.HTML {
	var b strings.Builder
	p := &printer{Writer: bufio.NewWriterSize(&b, 128), begin: true}
	write(p)
	return p.take(&b)
}

// take returns what was written to b, the printer's writer, since the last call.
func (p *printer) take(b *strings.Builder) template.HTML {
	_ = p.Flush()
	defer b.Reset()
	return template.HTML(b.String())
}

func (p *printer) raw(m markup) *printer {
	if m != "" {
		p.WriteString(string(m))
		p.begin = m[len(m)-1] == '\n'
	}
	return p
}

func (p *printer) int(n int) *printer {
	p.begin = false
	p.WriteString(strconv.Itoa(n))
	return p
}

// number writes a coordinate or a width.
func (p *printer) number(f float64) *printer {
	p.begin = false
	p.Write(appendNumber(p.AvailableBuffer(), f))
	return p
}

func number(f float64) string { return string(appendNumber(nil, f)) }

func appendNumber(b []byte, f float64) []byte {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		f = 0
	}
	return strconv.AppendFloat(b, math.Round(f*100)/100, 'f', -1, 64)
}

// text writes untrusted text, between tags or in a quoted attribute. Line ends become
// spaces.
func (p *printer) text(s string) *printer {
	p.escape(ansi.Strip(s), false)
	return p
}

// lines writes untrusted multi-line text, which must not contain control sequences.
func (p *printer) lines(s string) *printer {
	p.escape(s, true)
	return p
}

// escape writes s so that a browser shows it as text. Control characters and characters
// that reorder text are removed; invalid UTF-8 becomes U+FFFD.
//
// Since the page may end up in a CI log, '#' and characters that could begin a command at
// the start of a line are written as character references, which browsers show the same.
func (p *printer) escape(s string, lines bool) {
	for i := 0; i < len(s); {
		if n := plain(s[i:]); n > 0 && !p.begin {
			p.WriteString(s[i : i+n])
			i += n
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		next := s[i+n:]
		i += n
		switch {
		case r == '\r' && next != "" && next[0] == '\n': // the newline follows
		case r == '\n', r == '\r', r == '\u2028', r == '\u2029', r == '\u0085':
			if lines {
				p.WriteByte('\n')
				p.begin = true
			} else {
				p.WriteByte(' ')
			}
		case r == '\t', r == ' ':
			p.WriteByte(byte(r))
		case r < ' ', 0x7f <= r && r < 0xa0, unicode.Is(unicode.Bidi_Control, r):
		case r == '&':
			p.visible("&amp;")
		case r == '<':
			p.visible("&lt;")
		case r == '>':
			p.visible("&gt;")
		case r == '"':
			p.visible("&#34;")
		case r == '\'':
			p.visible("&#39;")
		case r == '#', p.begin && (r == ':' || r == '-' || r == '+' || r == '~' || r == '^'):
			p.visible("&#" + strconv.Itoa(int(r)) + ";")
		case r&0xfffe == 0xfffe, 0xfdd0 <= r && r <= 0xfdef: // noncharacters of Unicode
			p.visible("\ufffd")
		case r > unicode.MaxASCII: // it may have no width
			p.WriteRune(r)
		default:
			p.begin = false
			p.WriteByte(byte(r))
		}
	}
}

func (p *printer) visible(s string) {
	p.begin = false
	p.WriteString(s)
}

// plain returns the length of the prefix of s that needs no escaping.
func plain(s string) int {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c < ' ', c >= 0x7f, c == '&', c == '<', c == '>', c == '"', c == '\'', c == '#':
			return i
		}
	}
	return len(s)
}
