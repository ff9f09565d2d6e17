package head

import (
	"bytes"
	"regexp"
	"sync"
	"unicode/utf8"
)

// Matter is the front matter of a file.
type Matter struct {
	// YAML is the text between the fences, without comment markers.
	YAML []byte
	// Line is the 1-based line of the first line of YAML.
	Line int
	// Cut has, for every line of YAML, the number of characters before it on
	// the file's line, to convert columns.
	Cut []int
	// Open says that the closing fence is missing; YAML is empty then, and Line
	// is the line of the opening fence.
	Open bool
}

const fence = "---"

// keyLine matches the first line of a YAML mapping, and rarely the first line
// of a comment decorated with dashes; knownKey rarely matches any line of one.
var (
	keyLine = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^(?:"[^"]*"|'[^']*'|[\pL_][\pL\pN_.-]*)[ \t]*:(?:\s|$)|^[{:?]`)
	})
	knownKey = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^(?:id|title|docname|order|skip|tags|runner|args|env|stdin|timeout|retries|needs|expect|fail-on|skip-on|allow-failure|group|limit|exclusive|inputs|workdir)[ \t]*:`)
	})
)

// matter finds front matter in the lines of a comment. after is the number of
// lines that belong to it.
func (c *comment) matter() (m *Matter, after int) {
	first := 0
	for first < len(c.lines) && blank(c.lines[first].text) {
		first++
	}
	if first == len(c.lines) {
		return nil, 0
	}
	opening := c.lines[first].text
	strip := func(s []byte) ([]byte, bool) { return s, true }
	switch {
	case c.marker != 0:
		marker := opening[:markerLen(opening)]
		strip = func(s []byte) ([]byte, bool) {
			if blank(s) {
				return nil, true
			}
			return bytes.CutPrefix(s, marker)
		}
		if rest := opening[len(marker):]; c.marker == '-' && (len(rest) == 0 || !isSpace(rest[0])) {
			return nil, 0
		}
	case c.stars:
		next := first + 1
		for next < len(c.lines) && blank(c.lines[next].text) {
			next++
		}
		if starred(opening) || (first == 0 && next < len(c.lines) && starred(c.lines[next].text)) {
			strip = func(s []byte) ([]byte, bool) {
				if starred(s) {
					return bytes.TrimLeft(s, " \t")[1:], true
				}
				return s, true
			}
		}
	}
	if s, _ := strip(opening); string(bytes.TrimSpace(s)) != fence {
		return nil, 0
	}
	return between(c.lines, first, strip)
}

// raw finds front matter outside comments, and moves past it.
func (t *text) raw() *Matter {
	if string(bytes.TrimRight(t.rest(), " \t\f\v")) != fence {
		return nil
	}
	at := *t
	var lines []line
	for ; !t.done(); t.next() {
		lines = append(lines, line{t.rest(), t.line, t.lead()})
	}
	m, after := between(lines, 0, func(s []byte) ([]byte, bool) { return s, true })
	*t = at
	if m == nil {
		return nil
	}
	for range after {
		t.next()
	}
	return m
}

// between reads the lines after the opening fence, lines[first]. after is the
// number of lines consumed.
func between(lines []line, first int, strip func([]byte) ([]byte, bool)) (m *Matter, after int) {
	var body [][]byte
	var cut []int
	indent := -1 // minimum so far
	looks, looked := false, false
	for i := first + 1; i < len(lines); i++ {
		s, ok := strip(lines[i].text)
		if !ok {
			break
		}
		trimmed := bytes.TrimSpace(s)
		lead := len(s) - len(bytes.TrimLeft(s, " \t"))
		// A --- with more indentation is text of a block scalar.
		if string(trimmed) == fence && (indent < 0 || lead <= indent) {
			if looked && !looks {
				return nil, 0
			}
			text, common := dedent(body)
			for k := range cut {
				if !blank(body[k]) {
					cut[k] += common
				}
			}
			return &Matter{YAML: text, Line: lines[first].num + 1, Cut: cut}, i + 1
		}
		if len(trimmed) > 0 {
			if indent < 0 || lead < indent {
				indent = lead
			}
			if trimmed[0] != '#' {
				looks = looks || knownKey().Match(trimmed) || !looked && keyLine().Match(trimmed)
				looked = true
			}
		}
		body = append(body, s)
		cut = append(cut, lines[i].lead+utf8.RuneCount(bytes.TrimSuffix(lines[i].text, s)))
	}
	if !looks {
		return nil, 0
	}
	return &Matter{Line: lines[first].num, Open: true}, len(lines)
}

// dedent removes the common leading white space, whose length it returns, and
// the content of blank lines.
func dedent(lines [][]byte) ([]byte, int) {
	var common []byte
	set := false
	for _, l := range lines {
		if blank(l) {
			continue
		}
		lead := l[:len(l)-len(bytes.TrimLeft(l, " \t"))]
		if !set {
			common, set = lead, true
			continue
		}
		n := 0
		for n < len(common) && n < len(lead) && common[n] == lead[n] {
			n++
		}
		common = common[:n]
	}
	var out bytes.Buffer
	for _, l := range lines {
		if !blank(l) {
			out.Write(l[len(common):])
		}
		out.WriteByte('\n')
	}
	return out.Bytes(), len(common)
}

func blank(s []byte) bool { return len(bytes.TrimSpace(s)) == 0 }

// starred reports whether the line begins with the star of a block comment's
// line. In YAML a star is never followed by white space.
func starred(s []byte) bool {
	s = bytes.TrimLeft(s, " \t")
	return len(s) > 0 && s[0] == '*' && (len(s) == 1 || isSpace(s[1]) || bytes.HasPrefix(s[1:], []byte(fence)))
}
