package ansi

import (
	"bytes"
	"io"
	"strings"
	"unicode/utf8"
)

const (
	// screenRows and screenCells bound the rows that a cursor can reach, and their
	// characters.
	screenRows, screenCells = 100, 32 << 10
	// screenColumns is the width of the screen. A longer line wraps, as on a terminal,
	// and is passed on as one line.
	screenColumns = 1000
	// maxRaw bounds the text that is held without a canvas, in bytes; usually enough for
	// the rows that a cursor can reach.
	maxRaw = 2 * screenCells
)

// Shown returns what a terminal shows after a text was printed: carriage returns,
// backspaces and cursor sequences move the cursor, and text printed there replaces what
// was there before. Of a progress bar the last state is left. Text without such movements
// is returned unchanged.
//
// Otherwise colours and styles are kept as SGR sequences; all other sequences, and
// control characters except tabs and line feeds, are removed; invalid UTF-8 becomes
// U+FFFD. The screen has 1,000 columns and 100 rows; what has scrolled off does not
// change. The first clearing of the screen keeps previous output, to which a terminal
// could scroll back. Shown(Shown(s)) equals Shown(s).
func Shown(s string) string {
	if !draws(s) {
		return s
	}
	var b strings.Builder
	sc := NewScreen(&b)
	// A strings.Builder never fails.
	_, _ = sc.Write([]byte(s))
	_ = sc.Flush()
	return b.String()
}

// Screen is an io.Writer that applies [Shown] to a stream: it passes on rows once the
// cursor cannot reach them. Its memory is bounded. Call Flush at the end.
type Screen struct {
	w   io.Writer
	err error

	// raw is the end of the text while nothing moves the cursor back.
	raw []byte
	// rest may begin a sequence, a character or a line end.
	rest []byte

	// pen is the style at the start of raw.
	pen Style

	canvas  canvas
	drawing bool // the last rows are in canvas instead of raw
}

// NewScreen returns an empty screen.
func NewScreen(w io.Writer) *Screen { return &Screen{w: w} }

// Write processes all of p. It fails if the underlying writer does.
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

// Flush passes on everything and ends the text.
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

// take processes text that does not end inside a character or sequence.
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
	// Once all reachable rows are unchanged, the canvas is not needed.
	if s.canvas.idle() {
		s.drawing, s.pen = false, Style{}
		s.raw = s.canvas.all(s.raw[:0])
	}
}

func (s *Screen) draw(p []byte) {
	s.canvas.out = s.canvas.out[:0]
	s.canvas.draw(string(p))
	s.pass(s.canvas.out)
}

// passRaw passes on what the cursor cannot reach. A text without line ends is passed on
// entirely: on a terminal it would have wrapped many times.
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

// mayDraw is a fast test: it is false only if [draws] is.
func mayDraw(p []byte) bool {
	for _, c := range []byte{'\r', '\b', esc, c1Lead} {
		if bytes.IndexByte(p, c) >= 0 {
			return true
		}
	}
	return false
}

// draws reports whether s moves the cursor back to printed text, or erases some.
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

// moves reports whether a sequence does so.
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

// command returns the final byte and parameters of a CSI sequence; 0 for any other and
// for private ones.
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

// unfinishedEnd returns the length of the possible beginning of a character, line end or
// sequence at the end of p.
func unfinishedEnd(p []byte) int {
	if len(p) > 0 && p[len(p)-1] == '\r' {
		return 1
	}
	for i := len(p) - 1; i >= 0 && p[i] != '\n'; i-- { // no sequence crosses a line feed
		// A lead byte at the end may be part of an open sequence, and is half a character.
		if p[i] == esc || p[i] == c1Lead && i+1 < len(p) && isIntroducer(p[i+1]) {
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
