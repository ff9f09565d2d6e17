package markdown

import (
	"fmt"
	"io"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/difference"
)

// Difference writes the difference between two runs, for a comment or a summary: one
// section for each kind of change. It stays within maxSize bytes: what does not fit is
// counted.
func Difference(w io.Writer, d *difference.Difference) error {
	head := fmt.Sprintf("# Hub: %s\n\n%s → %s\n", d.Summary(), code(d.Before.Title()), code(d.After.Title()))
	for _, text := range d.Remarks() {
		head += "\n" + code(text) + "\n"
	}
	var sections []section
	for _, kind := range difference.Kinds() {
		s := section{title: capital(kind.Words())}
		for i := range d.Changes {
			if c := &d.Changes[i]; c.Kind == kind {
				s.items = append(s.items, changeLine(c))
			}
		}
		if len(s.items) > 0 {
			sections = append(sections, s)
		}
	}
	return write(w, head, sections, "")
}

// changeLine returns a change as a list item.
func changeLine(c *difference.Change) string {
	line := "- " + code(c.Called())
	switch c.Kind {
	case difference.Failing:
		line += ": " + code(c.After.Words(c.Kind))
	case difference.Fixed, difference.Gone:
		line += ": was " + code(c.Before.Words(c.Kind))
	case difference.New:
		line += ": " + code(c.After.Words(c.Kind))
	default:
		line += ": " + code(c.Before.Words(c.Kind)) + " → " + code(c.After.Words(c.Kind))
	}
	return line + "\n"
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
