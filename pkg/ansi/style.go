package ansi

import (
	"iter"
	"strconv"
	"strings"
)

// Color is one of the sixteen colours of a terminal's palette.
type Color uint8

// The colours, in the order of their codes; from Gray on, the bright forms of Black to
// White.
const (
	Default Color = iota
	Black
	Red
	Green
	Yellow
	Blue
	Magenta
	Cyan
	White
	Gray
	BrightRed
	BrightGreen
	BrightYellow
	BrightBlue
	BrightMagenta
	BrightCyan
	BrightWhite
)

// Style is the style of text on a terminal. Backgrounds, blinking and hidden text are
// ignored, since they could make a report unreadable.
type Style struct {
	Color                           Color
	Bold, Italic, Underline, Strike bool
}

// Styled yields the text between the sequences that [Strip] removes, each piece with its
// style. Joined, the pieces are Strip(s). Only SGR sequences change the style. Colours
// beyond the sixteen become the nearest of them in hue.
func Styled(s string) iter.Seq2[string, Style] {
	return func(yield func(string, Style) bool) {
		var now Style
		dirty := In(s)
		for {
			start := nextSequence(s)
			text := s
			if start >= 0 {
				text = s[:start]
			}
			if dirty {
				var b strings.Builder
				writeValid(&b, text)
				text = b.String()
			}
			if text != "" && !yield(text, now) {
				return
			}
			if start < 0 {
				return
			}
			n := sequence(s[start:])
			now = now.after(s[start : start+n])
			s = s[start+n:]
		}
	}
}

// afterAll returns the style after a text.
func (st Style) afterAll(text string) Style {
	for start := nextSequence(text); start >= 0; start = nextSequence(text) {
		n := sequence(text[start:])
		st = st.after(text[start : start+n])
		text = text[start+n:]
	}
	return st
}

// sgr returns the sequence that sets exactly this style.
func (st Style) sgr() string {
	codes := "0"
	for _, f := range []struct {
		on   bool
		code string
	}{{st.Bold, ";1"}, {st.Italic, ";3"}, {st.Underline, ";4"}, {st.Strike, ";9"}} {
		if f.on {
			codes += f.code
		}
	}
	switch {
	case st.Color >= Gray:
		codes += ";" + strconv.Itoa(90+int(st.Color-Gray))
	case st.Color > Default:
		codes += ";" + strconv.Itoa(30+int(st.Color-Black))
	}
	return "\x1b[" + codes + "m"
}

// after returns the style after a sequence.
func (st Style) after(seq string) Style {
	seq = strings.TrimPrefix(strings.TrimPrefix(seq, "\x1b["), "\u009b")
	params, ok := strings.CutSuffix(seq, "m")
	if !ok || strings.Trim(params, "0123456789;:") != "" {
		return st
	}
	codes := strings.Split(strings.ReplaceAll(params, ":", ";"), ";")
	for i := 0; i < len(codes); i++ {
		code, err := strconv.Atoi(codes[i])
		if codes[i] != "" && err != nil {
			continue
		}
		switch {
		case code == 0:
			st = Style{}
		case code == 1:
			st.Bold = true
		case code == 3:
			st.Italic = true
		case code == 4:
			st.Underline = true
		case code == 9:
			st.Strike = true
		case code == 22:
			st.Bold = false
		case code == 23:
			st.Italic = false
		case code == 24:
			st.Underline = false
		case code == 29:
			st.Strike = false
		case 30 <= code && code <= 37:
			st.Color = Black + Color(code-30)
		case 90 <= code && code <= 97:
			st.Color = Gray + Color(code-90)
		case code == 39:
			st.Color = Default
		case code == 38, code == 48, code == 58:
			color, used := extended(codes[i+1:])
			if code == 38 {
				st.Color = color
			}
			i += used
		}
	}
	return st
}

// extended reads the codes after 38: 5;N or 2;R;G;B. used is their number.
func extended(codes []string) (color Color, used int) {
	number := func(i int) int {
		if i >= len(codes) {
			return 0
		}
		n, err := strconv.Atoi(codes[i])
		if err != nil {
			return 0
		}
		return max(0, min(n, 255))
	}
	switch number(0) {
	case 5:
		switch n := number(1); {
		case n < 16:
			color = Black + Color(n)
		case n < 232:
			level := func(n int) int { return n % 6 * 51 }
			n -= 16
			color = nearest(level(n/36), level(n/6), level(n))
		}
		return color, 2
	case 2:
		return nearest(number(1), number(2), number(3)), 4
	}
	return Default, 1
}

// nearest returns the colour of that hue; Default for a grey.
func nearest(r, g, b int) Color {
	high, low := max(r, g, b), min(r, g, b)
	if high-low < 60 {
		return Default
	}
	middle := (high + low) / 2
	bits := 0
	for i, part := range []int{r, g, b} {
		if part > middle {
			bits |= 1 << i
		}
	}
	return Black + Color(bits)
}
