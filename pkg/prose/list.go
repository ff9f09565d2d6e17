package prose

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// marker returns the marker of a list item with its indentation; empty if the line does not
// begin an item.
func marker(line string) string {
	text := strings.TrimLeft(line, " ")
	indent := line[:len(line)-len(text)]
	n := 0
	switch {
	case text == "":
		return ""
	case strings.ContainsRune("-*+", rune(text[0])):
		n = 1
	default:
		for n < len(text) && n < 9 && text[n] >= '0' && text[n] <= '9' {
			n++
		}
		if n == 0 || n == len(text) || text[n] != '.' && text[n] != ')' {
			return ""
		}
		n++
	}
	if n < len(text) && text[n] != ' ' {
		return ""
	}
	for n < len(text) && text[n] == ' ' && n < 5 {
		n++
	}
	return indent + text[:n]
}

// item writes one list item with the blocks that are indented below it.
func (d *document) item(lines []string, first, next string) int {
	mark := marker(lines[0])
	inner := []string{lines[0][len(mark):]}
	n := 1
	for ; n < len(lines); n++ {
		l := lines[n]
		indent := len(l) - len(strings.TrimLeft(l, " "))
		switch text := strings.TrimSpace(l); {
		case text == "":
			if n+1 == len(lines) || !strings.HasPrefix(lines[n+1], strings.Repeat(" ", min(len(mark), 2))) {
				d.finish(inner, mark, first, next)
				return n
			}
			inner = append(inner, "")
			continue
		case indent >= len(mark):
			inner = append(inner, l[len(mark):])
			continue
		case indent == 0 && (marker(l) != "" || heading(text) > 0 || fenceOf(text) != "" || isRule(text) || text[0] == '>' || inner[len(inner)-1] == ""), marker(l) != "" && indent < len(mark):
			d.finish(inner, mark, first, next)
			return n
		default: // a line of the same paragraph
			inner = append(inner, strings.TrimLeft(l, " "))
			continue
		}
	}
	d.finish(inner, mark, first, next)
	return n
}

// finish writes the blocks of an item behind its mark.
func (d *document) finish(inner []string, mark, first, next string) {
	text := strings.TrimSpace(mark)
	if len(text) == 1 {
		text = d.sign("•", "-")
	}
	indent := mark[:len(mark)-len(strings.TrimLeft(mark, " "))]
	text = indent + text + " "
	d.nested(inner, first+text, next+strings.Repeat(" ", ansi.StringWidth(text)))
}
