package console

import (
	"strings"

	width "github.com/charmbracelet/x/ansi"
)

// fold breaks the lines that are wider than that many columns, at blanks where there are
// some. The rest of a line is indented further, that of an output behind its bar.
func fold(text string, columns int) string {
	if columns < 1 {
		return text
	}
	var b strings.Builder
	for line := range strings.Lines(text) {
		line, ended := strings.CutSuffix(line, "\n")
		if width.StringWidth(line) > columns {
			line = foldLine(line, columns)
		}
		b.WriteString(line)
		if ended {
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// leastFolded is the least width of a folded text; below it nothing is indented.
const leastFolded = 8

func foldLine(line string, columns int) string {
	plain := width.Strip(line)
	hang := plain[:len(plain)-len(strings.TrimLeft(plain, " "))]
	if strings.HasPrefix(plain[len(hang):], "| ") {
		hang += "| "
	} else {
		hang += "    "
	}
	if columns-len(hang) < leastFolded {
		hang = ""
	}
	// The first row has room for hang as well, and is not indented by it.
	first := width.Wrap(line, columns, "")
	head, _, more := strings.Cut(first, "\n")
	if !more || hang == "" {
		return first
	}
	rest := strings.TrimLeft(width.TruncateLeft(line, width.StringWidth(head), ""), " ")
	return head + "\n" + hang + strings.ReplaceAll(width.Wrap(rest, columns-len(hang), ""), "\n", "\n"+hang)
}
