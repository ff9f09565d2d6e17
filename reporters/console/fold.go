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

// wrap wraps a line into rows of at most that many columns: at blanks, and never at the
// hyphens of a command, which could not be copied then. Only a word that is wider than a
// row is broken.
func wrap(line string, columns int) string {
	var rows []string
	row := ""
	for line != "" {
		word := strings.TrimLeft(line, " ")
		end := len(line) - len(word) + strings.IndexByte(word+" ", ' ')
		part := line[:end]
		line = line[end:]
		if width.StringWidth(row+part) <= columns {
			row += part
			continue
		}
		if strings.TrimLeft(width.Strip(row), " ") != "" {
			rows, row, part = append(rows, row), "", strings.TrimLeft(part, " ")
		}
		broken := strings.Split(width.Hardwrap(row+part, columns, true), "\n")
		rows, row = append(rows, broken[:len(broken)-1]...), broken[len(broken)-1]
	}
	return strings.Join(append(rows, row), "\n")
}
