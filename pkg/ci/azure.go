package ci

import (
	"strconv"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// azureLog writes logging commands. The agent looks for ##vso[…] anywhere in a
// line, on both streams, and the log viewer for ##[group] and its like.
func azureLog(r Report) string {
	var b strings.Builder
	all, left := groups(r)
	for _, g := range all {
		b.WriteString("##[group]" + g.title + "\n")
		g.body(&b)
		b.WriteString("##[endgroup]\n")
	}
	b.WriteString(leftOut(left))
	for _, n := range notes(r) {
		kind := "error"
		if n.Level != Error { // there is nothing below a warning
			kind = "warning"
		}
		b.WriteString("##vso[task.logissue type=" + kind + ";")
		if n.File != "" {
			b.WriteString("sourcepath=" + azureProperty(n.File) + ";")
			if n.Line > 0 {
				b.WriteString("linenumber=" + strconv.Itoa(n.Line) + ";")
			}
		}
		b.WriteString("]" + azureData(sanitize.Notice(n.Title+": "+n.Message, maxMessage)) + "\n")
	}
	return b.String()
}

// azureProperty escapes the value of a command's property.
func azureProperty(s string) string {
	return strings.NewReplacer("%", "%AZP25", "\r", "%0D", "\n", "%0A", "]", "%5D", ";", "%3B").Replace(s)
}

// azureData escapes what follows a command.
func azureData(s string) string {
	return strings.NewReplacer("%", "%AZP25", "\r", "%0D", "\n", "%0A").Replace(s)
}
