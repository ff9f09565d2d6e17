package head

import (
	"bytes"
	"strings"
)

// Head is the content of the first bytes of a file.
type Head struct {
	// Matter is the front matter; nil if there is none.
	Matter *Matter
	// Title is the first heading in the leading comments, or in a Markdown file:
	// # Title, === Title ===, or a line that is underlined; empty if there is none.
	// It is one line of valid UTF-8.
	Title string
}

// Parse reads the first bytes of the file called name, at most [Size]. Only the
// extension of the name matters.
func Parse(name string, data []byte) Head {
	data = data[:min(len(data), Size)]
	if bytes.IndexByte(data[:min(len(data), 512)], 0) >= 0 {
		return Head{} // not text
	}
	t := newText(data)
	var h Head
	var found titles
	t.prelude()
	if h.Matter = t.raw(); h.Matter != nil {
		t.prelude()
	}
	if isMarkdown(name) {
		h.Title = t.markdown(&found)
		return h
	}
	for first := h.Matter == nil; ; first = false {
		if t.blanks(); t.done() || found.full() {
			break
		}
		c, ok := t.comment()
		if !ok {
			break
		}
		after := 0
		if first {
			h.Matter, after = c.matter()
		}
		for _, l := range c.lines[after:] {
			found.add(c.plain(l.text))
			if found.full() {
				break
			}
		}
		found.end()
	}
	h.Title = found.title()
	return h
}

// plain returns a comment's line without its markers.
func (c *comment) plain(s []byte) string {
	switch {
	case c.marker != 0 && len(s) > 0:
		s = s[markerLen(s):]
	case c.stars:
		s = bytes.TrimLeft(s, " \t")
		s = bytes.TrimPrefix(s, []byte("*"))
	}
	return string(s)
}

// markdown returns the first heading outside comments and fences.
func (t *text) markdown(found *titles) string {
	fenced := false
	for ; !t.done() && !found.full(); t.next() {
		s := strings.TrimSpace(string(t.rest()))
		if strings.HasPrefix(s, "```") || strings.HasPrefix(s, "~~~") {
			fenced = !fenced
		}
		if !fenced {
			found.add(s)
		}
	}
	return found.title()
}
