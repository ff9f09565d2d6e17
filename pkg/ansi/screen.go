package ansi

import (
	"bytes"
	"io"
	"strings"
	"unicode/utf8"
)

const (
	// screenRows and screenCells bound what a cursor can go back to: so many
	// rows, and so many characters in them.
	screenRows, screenCells = 100, 32 << 10
	// screenColumns is how wide the screen is. A longer line goes on in a further
	// row, as on a terminal, and is passed on as one line.
	screenColumns = 1000
	// maxRaw is how much is held of text that draws nothing, in bytes: as many rows
	// as the cursor can reach, most often.
	maxRaw = 2 * screenCells
)

// Shown returns what a terminal would show of a text after all of it was printed:
// carriage returns and backspaces move the cursor, so do the sequences for that,
// and what is printed there takes the place of what was. Of a progress bar the
// last state is left. Text in which nothing does is returned as it is.
//
// Else colours and the like are kept, as SGR sequences, and all other sequences
// and controls but tabs and line feeds are gone; bytes that are not UTF-8 are
// U+FFFD. The screen is 1,000 columns wide and as high as 100 rows: what is
// further up stays as it was. What clears the screen for the first time clears
// nothing that was printed before, for a terminal would scroll back to it.
// Shown(Shown(s)) equals Shown(s).
func Shown(s string) string {
	if !draws(s) {
		return s
	}
	var b strings.Builder
	sc := NewScreen(&b)
	// A strings.Builder takes everything.
	_, _ = sc.Write([]byte(s))
	_ = sc.Flush()
	return b.String()
}

// Screen is an io.Writer that passes on what [Shown] makes of all that is written
// to it: rows that the cursor cannot reach any more, and at the end the others.
// Its memory is bounded: call Flush at the end.
type Screen struct {
	w   io.Writer
	err error

	// raw is the last of a text that draws nothing, as it came.
	raw []byte
	// rest may begin a sequence, a character or a line end.
	rest []byte

	// pen is in force where raw begins.
	pen Style

	canvas  canvas
	drawing bool // the last rows are in canvas, and not in raw
}

// NewScreen returns an empty screen.
func NewScreen(w io.Writer) *Screen { return &Screen{w: w} }

// Write takes all of p. It fails when the underlying writer does.
func (s *Screen) Write(p []byte) (int, error) {
	all := p
	if len(s.rest) > 0 {
		all = append(s.rest, p...)
	}
	n := len(all) - unfinishedEnd(all)
	s.take(all[:n])
	s.rest = append(s.rest[:0], shortened(string(all[n:]))...)
	return len(p), s.err
}

// Flush passes on what is held back. The text ends with that.
func (s *Screen) Flush() error {
	rest := s.rest
	s.rest = nil
	s.take(rest)
	if s.drawing {
		s.raw = s.canvas.all(s.raw[:0])
		s.drawing = false
	}
	s.pass(s.raw)
	s.raw = s.raw[:0]
	return s.err
}

func (s *Screen) pass(p []byte) {
	if len(p) > 0 && s.err == nil {
		_, s.err = s.w.Write(p)
	}
}

// take takes text that ends between characters and sequences.
func (s *Screen) take(p []byte) {
	if len(p) == 0 {
		return
	}
	if !s.drawing {
		if !mayDraw(p) || !draws(string(p)) {
			s.raw = append(s.raw, p...)
			if len(s.raw) > 2*maxRaw {
				s.passRaw()
			}
			return
		}
		s.drawing, s.canvas = true, newCanvas(s.pen)
		s.draw(s.raw)
		s.raw = s.raw[:0]
	}
	s.draw(p)
	// When nothing on the screen was drawn over, text is held as it comes again.
	if s.canvas.still() {
		s.drawing, s.pen = false, Style{}
		s.raw = s.canvas.all(s.raw[:0])
	}
}

func (s *Screen) draw(p []byte) {
	s.canvas.out = s.canvas.out[:0]
	s.canvas.draw(string(p))
	s.pass(s.canvas.out)
}

// passRaw passes on what the cursor cannot reach. A text without line ends is
// passed on whole: a terminal has wrapped it many times.
func (s *Screen) passRaw() {
	cut := len(s.raw)
	if i := bytes.IndexByte(s.raw[cut-maxRaw:], '\n'); i >= 0 {
		cut += i + 1 - maxRaw
	}
	if bytes.IndexByte(s.raw[:cut], esc) >= 0 || bytes.IndexByte(s.raw[:cut], c1Lead) >= 0 {
		s.pen = s.pen.afterAll(string(s.raw[:cut]))
	}
	s.pass(s.raw[:cut])
	s.raw = append(s.raw[:0], s.raw[cut:]...)
}

// mayDraw reports whether p holds one of the bytes without which nothing draws.
func mayDraw(p []byte) bool {
	for _, c := range []byte{'\r', '\b', esc, c1Lead} {
		if bytes.IndexByte(p, c) >= 0 {
			return true
		}
	}
	return false
}

// draws reports whether s moves a cursor to where something may be printed
// already, or takes away what is.
func draws(s string) bool {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= ' ' && c != c1Lead:
		case c == '\b', c == '\r' && (i+1 == len(s) || s[i+1] != '\n'):
			return true
		case c == esc, c == c1Lead && i+1 < len(s) && isIntroducer(s[i+1]):
			n := sequence(s[i:])
			if moves(s[i : i+n]) {
				return true
			}
			i += n - 1
		}
	}
	return false
}

// moves reports whether a sequence is of those that [draws] means.
func moves(seq string) bool {
	if len(seq) == 2 && seq[0] == esc {
		return strings.IndexByte("78cDEM", seq[1]) >= 0
	}
	final, params := command(seq)
	switch final {
	case 'K', 'J':
		return params != "" && params != "0"
	}
	return final != 0 && strings.IndexByte("ABCDEFGHLMPX@`abdefsu", final) >= 0
}

// command takes a CSI sequence apart; 0 when it is none, or a private one.
func command(seq string) (final byte, params string) {
	body, ok := strings.CutPrefix(seq, "\x1b[")
	if !ok {
		if body, ok = strings.CutPrefix(seq, "\u009b"); !ok {
			return 0, ""
		}
	}
	if body == "" || strings.Trim(body[:len(body)-1], "0123456789;:") != "" || !within(body[len(body)-1], 0x40, 0x7e) {
		return 0, ""
	}
	return body[len(body)-1], body[:len(body)-1]
}

// unfinishedEnd is the length of what may be the begin of a character, a line
// end or a sequence at the end of p.
func unfinishedEnd(p []byte) int {
	if len(p) > 0 && p[len(p)-1] == '\r' {
		return 1
	}
	for i := len(p) - 1; i >= 0 && p[i] != '\n'; i-- { // where a sequence ends at the latest
		if p[i] == esc || p[i] == c1Lead && (i+1 == len(p) || isIntroducer(p[i+1])) {
			if _, _, open := Next(string(p[i:])); open {
				return len(p) - i
			}
			break
		}
	}
	for i := 1; i <= min(utf8.UTFMax-1, len(p)); i++ {
		if utf8.RuneStart(p[len(p)-i]) {
			if !utf8.FullRune(p[len(p)-i:]) {
				return i
			}
			break
		}
	}
	return 0
}
