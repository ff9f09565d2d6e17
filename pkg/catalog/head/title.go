package head

import (
	"path"
	"strings"
	"unicode"

	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// titleLines is the number of comment lines that are searched for a title.
const titleLines = 200

// titles looks for the first heading in the text of leading comments.
//
// Note: the first line of a comment is no title. It is a sentence cut at the end of
// the line, or what a generator writes into each of its files.
type titles struct {
	// paragraph counts the lines since the last blank line or ruler, and last is
	// the last of them.
	paragraph int
	last      string
	heading   string
	lines     int
}

// add adds one line of text without comment markers.
func (t *titles) add(raw string) {
	s := strings.TrimSpace(raw)
	t.lines++
	if !strings.ContainsFunc(s, isWordRune) {
		if t.paragraph == 1 && isRuler(s) && isTitle(t.last) {
			t.heading = t.last // underlined
		}
		t.paragraph = 0
		return
	}
	t.paragraph, t.last = t.paragraph+1, s
	if t.heading != "" {
		return
	}
	if text, ok := heading(s); ok {
		t.heading = text
	} else if text := within(s); isTitle(text) {
		t.heading = text
	}
}

// end ends a comment.
func (t *titles) end() { t.paragraph = 0 }

// title returns the heading; empty if there is none.
func (t *titles) title() string { return sanitize.Title(t.heading) }

// full reports whether more lines cannot change the title, or are too many.
func (t *titles) full() bool { return t.heading != "" || t.lines > titleLines }

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// heading parses a Markdown heading: up to six #, white space and text.
func heading(s string) (string, bool) {
	text := strings.TrimLeft(s, "#")
	n := len(s) - len(text)
	if n == 0 || n > 6 || text == "" || !isSpace(text[0]) || !strings.ContainsFunc(text, unicode.IsLetter) {
		return "", false
	}
	text = strings.TrimSpace(text)
	if trimmed := strings.TrimRight(text, "#"); strings.HasSuffix(trimmed, " ") {
		text = strings.TrimSpace(trimmed)
	}
	return text, true
}

// isRuler reports whether a line underlines the one above.
func isRuler(s string) bool {
	return len(s) > 2 && strings.Trim(s, s[:1]) == "" && strings.ContainsAny(s[:1], "=-~*#_")
}

// within returns the text between two rulers: === Title ===.
func within(s string) string {
	const ruler = "=*-~_#<>|+"
	if len(s) < 5 || !strings.ContainsRune(ruler, rune(s[0])) || !strings.ContainsRune(ruler, rune(s[len(s)-1])) {
		return ""
	}
	text := strings.Trim(s, ruler)
	if len(s)-len(text) < 4 || text == "" || !isSpace(text[0]) {
		return ""
	}
	return strings.TrimSpace(text)
}

// isTitle reports whether a line in the place of a heading is meant for people.
func isTitle(s string) bool {
	lower := strings.ToLower(s)
	return strings.ContainsFunc(s, unicode.IsLetter) && !isLicence(lower) && !directive(lower) && !strings.HasPrefix(lower, "/// script")
}

// isMarkdown reports whether a file with this name is Markdown, not a program
// with comments.
func isMarkdown(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".md", ".markdown", ".mdx", ".rmd", ".qmd":
		return true
	}
	return false
}
