package prose

import (
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/ansi"
)

// piece is a part of a line in one style.
type piece struct {
	text string
	as   ansi.Paint
	hard bool // a line break
}

// inline returns the pieces of a text with emphasis, code and links.
func (d *document) inline(text string) []piece {
	if len(text) > maxInline {
		return []piece{{text: text}}
	}
	s := &scanner{text: text, ticks: !d.Color}
	s.scan("")
	return s.pieces
}

// scanner reads inline text.
type scanner struct {
	text   string
	ticks  bool // code keeps its marks
	pieces []piece
}

func (s *scanner) add(text string, as ansi.Paint) {
	if text != "" {
		s.pieces = append(s.pieces, piece{text: text, as: as})
	}
}

// scan reads text in a style.
func (s *scanner) scan(as ansi.Paint) {
	text, from := s.text, 0
	for i := 0; i < len(text); {
		n, handled := 0, false
		if strings.IndexByte("\\`*_[!<&\n", text[i]) >= 0 {
			s.add(text[from:i], as)
			n, handled = s.mark(text, i, as)
			from = i
		}
		if handled {
			i += n
			from = i
			continue
		}
		i++
	}
	s.add(text[from:], as)
}

// within scans an inner text in a style.
func (s *scanner) within(text string, as ansi.Paint) {
	inner := &scanner{text: text, ticks: s.ticks}
	inner.scan(as)
	s.pieces = append(s.pieces, inner.pieces...)
}

// mark reads the mark at text[i] and returns the length of the marked text. handled is
// false if the character is not a mark.
func (s *scanner) mark(text string, i int, as ansi.Paint) (n int, handled bool) {
	rest := text[i:]
	switch rest[0] {
	case '\n':
		s.pieces = append(s.pieces, piece{hard: true})
		return 1, true
	case '\\':
		if len(rest) > 1 && strings.IndexByte("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", rest[1]) >= 0 {
			s.add(rest[1:2], as)
			return 2, true
		}
	case '`':
		ticks := rest[:len(rest)-len(strings.TrimLeft(rest, "`"))]
		if end := closing(rest[len(ticks):], ticks); end >= 0 {
			code := rest[len(ticks) : len(ticks)+end]
			if len(code) > 2 && code[0] == ' ' && code[len(code)-1] == ' ' {
				code = code[1 : len(code)-1]
			}
			if s.ticks {
				code = rest[:2*len(ticks)+end]
			}
			s.add(code, codeStyle)
			return 2*len(ticks) + end, true
		}
		s.add(ticks, as)
		return len(ticks), true
	case '*', '_':
		return s.emphasised(text, i, as)
	case '[':
		return s.link(rest, as)
	case '!':
		if strings.HasPrefix(rest, "![") {
			n, handled := s.link(rest[1:], as)
			return n + 1, handled
		}
	case '<':
		if end := strings.IndexAny(rest, "> \n"); end > 0 && rest[end] == '>' && (strings.Contains(rest[:end], "://") || strings.HasPrefix(rest, "<mailto:")) {
			s.add(rest[1:end], as)
			return end + 1, true
		}
	case '&':
		for _, e := range [][2]string{{"&lt;", "<"}, {"&gt;", ">"}, {"&amp;", "&"}, {"&quot;", `"`}, {"&nbsp;", " "}} {
			if strings.HasPrefix(rest, e[0]) {
				s.add(e[1], as)
				return len(e[0]), true
			}
		}
	}
	return 0, false
}

// closing returns the index of a run of exactly these backticks; -1 if there is none.
func closing(text, ticks string) int {
	for at := 0; ; {
		i := strings.Index(text[at:], ticks)
		if i < 0 {
			return -1
		}
		i += at
		end := i + len(text[i:]) - len(strings.TrimLeft(text[i:], "`"))
		if end-i == len(ticks) {
			return i
		}
		at = end
	}
}

// emphasised reads emphasis (*, _) or strong emphasis (**, __).
func (s *scanner) emphasised(text string, i int, as ansi.Paint) (n int, handled bool) {
	rest := text[i:]
	mark := rest[:1]
	if strings.HasPrefix(rest, mark+mark) {
		mark += mark
	}
	inner := rest[len(mark):]
	word := func(c byte) bool {
		return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80
	}
	if inner == "" || inner[0] == ' ' || inner[0] == '\n' || inner[0] == mark[0] || mark[0] == '_' && i > 0 && word(text[i-1]) {
		run := len(rest) - len(strings.TrimLeft(rest, rest[:1]))
		s.add(rest[:run], as)
		return run, true
	}
	for at := 1; at < len(inner); {
		end := strings.Index(inner[at:], mark)
		if end < 0 {
			break
		}
		end += at
		after := end + len(mark)
		open := inner[end-1] == ' ' || inner[end-1] == '\\' || inner[end-1] == '\n'
		longer := after < len(inner) && inner[after] == mark[0]
		if open || longer || mark[0] == '_' && after < len(inner) && word(inner[after]) {
			at = end + 1
			for at < len(inner) && inner[at] == mark[0] {
				at++
			}
			continue
		}
		style := emphasis
		if len(mark) == 2 {
			style = ansi.Strong
		}
		if as != "" && as != style {
			style = as + ";" + style
		}
		s.within(inner[:end], style)
		return after + len(mark), true
	}
	s.add(mark, as)
	return len(mark), true
}

// link reads [text](target), and writes the target behind the text.
func (s *scanner) link(rest string, as ansi.Paint) (n int, handled bool) {
	depth, end := 0, -1
	for i := 0; i < len(rest) && end < 0; i++ {
		switch rest[i] {
		case '\\':
			i++
		case '[':
			depth++
		case ']':
			if depth--; depth == 0 {
				end = i
			}
		}
	}
	if end < 0 || end+1 >= len(rest) || rest[end+1] != '(' {
		return 0, false
	}
	stop := strings.IndexByte(rest[end:], ')')
	if stop < 0 {
		return 0, false
	}
	text, target := rest[1:end], strings.TrimSpace(rest[end+2:end+stop])
	s.within(text, as)
	if target != "" && target != text && !strings.HasPrefix(target, "#") {
		s.add(" ("+target+")", ansi.Dim)
	}
	return end + stop + 1, true
}
