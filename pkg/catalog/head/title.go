package head

import (
	"path"
	"strings"
	"unicode"

	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// titleLines is the number of comment lines that are searched for a title.
const titleLines = 200

// titles collects the text of leading comments until the title is known.
type titles struct {
	paragraph []string
	heading   string
	first     string
	lines     int
}

// add adds one line of text without comment markers.
func (t *titles) add(raw string) {
	s := strings.TrimSpace(raw)
	t.lines++
	if !strings.ContainsFunc(s, isWordRune) {
		t.flush()
		return
	}
	if t.heading == "" {
		if text, ok := heading(s); ok {
			t.heading = text
			return
		}
	}
	t.paragraph = append(t.paragraph, s)
}

// flush ends a paragraph.
func (t *titles) flush() {
	lines := t.paragraph
	t.paragraph = lines[:0]
	if t.first != "" || len(lines) == 0 || isLicence(strings.ToLower(strings.Join(lines, " "))) {
		return
	}
	for _, s := range lines {
		lower := strings.ToLower(s)
		if strings.HasPrefix(lower, "/// script") {
			return // inline metadata of a Python script
		}
		if !directive(lower) && strings.ContainsFunc(s, unicode.IsLetter) {
			t.first = undecorate(s)
			return
		}
	}
}

// title returns the title; the first heading wins.
func (t *titles) title() string {
	t.flush()
	if t.heading != "" {
		return sanitize.Title(t.heading)
	}
	return sanitize.Title(t.first)
}

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

// undecorate removes rulers from both ends: === Title ===.
func undecorate(s string) string {
	const ruler = "=*-~_#<>|+"
	if !strings.ContainsRune(ruler, rune(s[0])) {
		return s
	}
	if bare := strings.TrimSpace(strings.Trim(s, ruler+" ")); bare != "" {
		return bare
	}
	return s
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
