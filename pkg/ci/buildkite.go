package ci

import (
	"fmt"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// buildkiteLog writes groups: a line that begins with --- opens a folded one,
// +++ an open one, and each ends where the next begins. The last one is open,
// for what follows in the log belongs to it.
func buildkiteLog(r Report) string {
	all, left := groups(r)
	notable := notes(r)
	if len(all) == 0 && len(notable) == 0 {
		return ""
	}
	var b strings.Builder
	for _, g := range all {
		b.WriteString("--- " + g.title + "\n")
		g.body(&b)
	}
	b.WriteString("+++ Hub: " + sanitize.Notice(r.Verdict, maxMessage) + "\n" + leftOut(left))
	for _, n := range notable {
		text := n.Title + ": " + n.Message
		if n.File != "" {
			text += " (" + n.File
			if n.Line > 0 {
				text += fmt.Sprintf(":%d", n.Line)
			}
			text += ")"
		}
		b.WriteString(string(n.Level) + ": " + sanitize.Notice(text, maxMessage) + "\n")
	}
	return b.String()
}

// Annotate shows a summary in Markdown above the build, through the agent,
// which start starts with these arguments and this standard input. The scope
// identifies the job among the build's: a later annotation of the same scope
// takes the place of an earlier one.
func Annotate(r Report, markdown []byte, scope string, start func(args []string, stdin []byte) error) error {
	style := "success"
	switch {
	case !r.Good:
		style = "error"
	case len(r.Notes) > 0:
		style = "warning"
	}
	return start([]string{"annotate", "--style", style, "--context", strings.Trim(sectionName("hub-"+scope), "-")}, StepSummary(markdown, 0))
}
