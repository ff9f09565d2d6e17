package head

import "bytes"

// line is one line of a comment, with its number in the file and the number of
// characters before it on that line.
type line struct {
	text []byte
	num  int
	lead int
}

// block is a comment style with an end marker.
type block struct {
	open, close string
	stars       bool // lines may begin with a star
	lead        bool // a letter may precede it (Python's r""")
}

var blocks = []block{
	{open: "/**", close: "*/", stars: true},
	{open: "/*", close: "*/", stars: true},
	{open: "<!--", close: "-->"},
	{open: "--[[", close: "]]"},
	{open: `"""`, close: `"""`, lead: true},
	{open: "'''", close: "'''", lead: true},
}

// comment is one comment or docstring, or several line comments of one style
// separated only by blank lines.
type comment struct {
	lines  []line
	marker byte // first byte of a line comment's marker; 0: block comment, lines without markers
	stars  bool
}

// comment reads the comment at the current position; ok is false, and nothing
// is read, if there is none.
func (t *text) comment() (c comment, ok bool) {
	rest := t.rest()
	for _, b := range blocks {
		at := 0
		if b.lead && len(rest) > 0 && bytes.IndexByte([]byte("rRuU"), rest[0]) >= 0 {
			at = 1
		}
		if bytes.HasPrefix(rest[at:], []byte(b.open)) {
			return t.block(b, at), true
		}
	}
	if len(rest) == 0 || markerLen(rest) == 0 {
		return c, false
	}
	c.marker = rest[0]
	for !t.done() {
		// Only the first line may begin within a line.
		trimmed := bytes.TrimLeft(t.rest(), " \t")
		switch {
		case len(bytes.TrimSpace(trimmed)) == 0:
			c.lines = append(c.lines, line{nil, t.line, 0})
		case trimmed[0] == c.marker && markerLen(trimmed) > 0:
			c.lines = append(c.lines, line{trimmed, t.line, t.lead() + len(t.rest()) - len(trimmed)})
		default:
			return c, true
		}
		t.next()
	}
	return c, true
}

func (t *text) block(b block, at int) comment {
	c := comment{stars: b.stars}
	n := at + len(b.open)
	if b.stars && bytes.HasPrefix(t.rest(), []byte("/**/")) {
		t.skip(len("/**/"))
		return c
	}
	body := t.data[t.pos+n:]
	end := bytes.Index(body, []byte(b.close))
	if end >= 0 {
		body = body[:end]
		n += len(b.close)
	}
	lead := t.lead() + at + len(b.open)
	for num := t.line; ; num++ {
		text, more, found := bytes.Cut(body, []byte("\n"))
		c.lines = append(c.lines, line{bytes.TrimSuffix(text, []byte("\r")), num, lead})
		lead = 0
		if !found {
			break
		}
		body = more
	}
	t.skip(n + max(end, 0))
	if end < 0 {
		t.pos = len(t.data)
	}
	return c
}

// markerLen returns the length of the line comment marker at the start of s; 0
// if there is none.
func markerLen(s []byte) int {
	run := 0
	for run < len(s) && s[run] == s[0] {
		run++
	}
	switch s[0] {
	case ';', '%':
		return run
	case '#':
		if run == 1 && (len(s) > 1 && (s[1] == '[' || s[1] == '!')) || isPreprocessor(s) {
			return 0 // attributes of Rust and PHP
		}
		return run
	case '/':
		if run < 2 {
			return 0
		}
		if run < len(s) && s[run] == '!' {
			run++
		}
		return run
	case '-':
		if run < 2 {
			return 0
		}
		return 2 // more dashes are text: "-- ---", "-----"
	}
	return 0
}

// isPreprocessor reports whether s is a directive like #include, not a comment.
func isPreprocessor(s []byte) bool {
	for _, word := range []string{"include", "define", "pragma", "if", "ifdef", "ifndef", "import", "undef", "nullable", "region", "lang"} {
		if rest, ok := bytes.CutPrefix(s[1:], []byte(word)); ok && (len(rest) == 0 || isSpace(rest[0])) {
			return true
		}
	}
	return false
}
