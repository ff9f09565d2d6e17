package main

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// screen is a terminal as far as hub uses one: lines that wrap, the cursor, and
// the sequences that erase and colour. Whatever else it is sent is a mistake.
type screen struct {
	columns int
	// reflow: narrower, it wraps what was one line anew, and the cursor stays at
	// its character, as most terminals do. Without it lines are cut off, as xterm
	// does.
	reflow bool

	lines   [][]rune // whole, however many rows one takes
	at, col int      // the cursor: a line, a character in it
	pending bool     // the last column was written: the row ends with the next character
	styled  bool
	styles  int    // how often a style was set
	partial string // the beginning of a sequence
	strange []string
}

func newScreen(columns int, reflow bool) *screen {
	return &screen{columns: columns, reflow: reflow, lines: [][]rune{nil}}
}

var control = regexp.MustCompile(`^\x1b\[([0-9;?]*)([A-Za-z])`)

// write shows what a program printed, as the kernel passed it on.
func (s *screen) write(text string) {
	text = s.partial + text
	s.partial = ""
	for text != "" {
		if text[0] == 0x1b {
			m := control.FindStringSubmatch(text)
			if m == nil && len(text) < 20 {
				s.partial = text
				return
			}
			if m == nil {
				s.strange = append(s.strange, fmt.Sprintf("%q", text[:20]))
				text = text[1:]
				continue
			}
			s.sequence(m[1], m[2])
			text = text[len(m[0]):]
			continue
		}
		if !utf8.FullRuneInString(text) {
			s.partial = text
			return
		}
		r, size := utf8.DecodeRuneInString(text)
		s.put(r)
		text = text[size:]
	}
}

func (s *screen) sequence(args, kind string) {
	switch {
	case kind == "m":
		s.styled = args != "" && args != "0"
		if s.styled {
			s.styles++
		}
	case (kind == "h" || kind == "l") && (args == "?2026" || args == "?7"): // synchronized output; no line of it wraps
	case kind == "A":
		n, err := strconv.Atoi(args)
		if err != nil {
			s.strange = append(s.strange, "CSI "+args+kind)
		}
		for range n {
			s.up()
		}
	case kind == "J" && args == "":
		s.lines = s.lines[:s.at+1]
		s.cut(s.col)
	case kind == "K" && args == "":
		end := s.rowStart() + s.columns
		if end >= len(s.lines[s.at]) {
			s.cut(s.col)
		}
		for i := s.col; i < end && i < len(s.lines[s.at]); i++ {
			s.lines[s.at][i] = ' '
		}
	default:
		s.strange = append(s.strange, "CSI "+args+kind)
	}
}

// up moves the cursor to the row above.
func (s *screen) up() {
	column := s.col - s.rowStart()
	switch start := s.rowStart(); {
	case start > 0:
		s.col = start - s.columns + column
	case s.at > 0:
		s.at--
		s.col = max(0, len(s.lines[s.at])-1)/s.columns*s.columns + column
	}
	s.pending = false
}

func (s *screen) cut(n int) { s.lines[s.at] = s.lines[s.at][:min(n, len(s.lines[s.at]))] }

func (s *screen) rowStart() int {
	col := s.col
	if s.pending {
		col--
	}
	return col - col%s.columns
}

func (s *screen) put(r rune) {
	switch r {
	case '\r':
		s.col, s.pending = s.rowStart(), false
		return
	case '\n':
		if start := s.rowStart(); start+s.columns < len(s.lines[s.at]) {
			s.col += s.columns
			return
		}
		if s.at++; s.at == len(s.lines) {
			s.lines = append(s.lines, nil)
		}
		s.col, s.pending = s.col%s.columns, false
		return
	}
	if r < ' ' || r == 0x7f {
		s.strange = append(s.strange, fmt.Sprintf("%q", r))
		return
	}
	for len(s.lines[s.at]) <= s.col {
		s.lines[s.at] = append(s.lines[s.at], ' ')
	}
	s.lines[s.at][s.col] = r
	s.col++
	s.pending = s.col%s.columns == 0
}

// resize makes it narrower or wider.
func (s *screen) resize(columns int) {
	if !s.reflow {
		for i := range s.lines {
			s.lines[i] = s.lines[i][:min(len(s.lines[i]), columns)]
		}
		s.col = min(s.col, columns-1)
	}
	s.columns, s.pending = columns, false
}

// text is what has been shown and not been erased, line by line, the cursor's
// the last.
func (s *screen) text() []string {
	var out []string
	for _, l := range s.lines {
		out = append(out, strings.TrimRight(string(l), " "))
	}
	return out
}

// live is what is shown from the cursor's line on.
func (s *screen) live() string { return strings.Join(s.text()[s.at:], "\n") }
