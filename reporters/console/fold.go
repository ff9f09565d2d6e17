package console

import (
	"strings"

	width "github.com/charmbracelet/x/ansi"
)

// fold wraps lines that are wider than that many columns, at blanks if possible.
// Continuation lines are indented further; those of an output begin with its bar.
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

// leastFolded is the smallest width of wrapped text; on narrower terminals continuation
// lines are not indented.
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
	rows := wrap(line, columns)
	head, _, more := strings.Cut(rows, "\n")
	if !more || hang == "" {
		return rows
	}
	// Only the first row is as wide as that.
	rest := width.TruncateLeft(line, width.StringWidth(head), "")
	if blanks := width.Strip(rest); blanks != "" {
		rest = width.TruncateLeft(rest, len(blanks)-len(strings.TrimLeft(blanks, " ")), "")
	}
	return head + "\n" + hang + strings.ReplaceAll(wrap(rest, columns-len(hang)), "\n", "\n"+hang)
}

// wrap wraps a line into rows of at most that many columns.
func wrap(line string, columns int) string {
	rows := strings.Split(width.Wrap(line, columns, ""), "\n")
	for i, row := range rows {
		if width.StringWidth(row) > columns { // blanks at the start of a line do not count to Wrap
			rows[i] = width.Hardwrap(row, columns, true)
		}
	}
	return strings.Join(rows, "\n")
}
