package markdown

import (
	"fmt"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/reporters/text"
)

// maxRows bounds the rows of the table of causes, maxCell one text in it, in bytes.
const maxRows, maxCell = 20, 200

// table returns the causes of the failures, those of most failures first; empty if there
// are fewer than two failures, since their section says the same. A column without
// entries is omitted.
func table(run *hub.Run) string {
	causes := text.Causes(run, func(r *hub.Result) bool { return r.Gates() })
	failed, rows, anyNew := 0, make([][2]string, 0, maxRows), false
	news := make([]int, len(causes))
	for k := range causes {
		g := &causes[k]
		failed += len(g.Members)
		for _, i := range g.Members {
			if run.NewlyFailing(&run.Results[i]) {
				news[k]++
				anyNew = true
			}
		}
		if len(rows) == maxRows {
			continue
		}
		message, at := text.Shared(run, g)
		what := fmt.Sprintf("**%s**: %s", text.Type(g.Type), cell(message))
		if at != "" {
			what += " at " + cell(at)
		}
		first := &run.Plan[g.Members[0]]
		name, _ := first.Names()
		where := fmt.Sprintf("%d · %s", first.Index, cell(name))
		if g.Several() {
			where += fmt.Sprintf(" and %d more", len(g.Members)-1)
		}
		rows = append(rows, [2]string{what, where})
	}
	if failed < 2 {
		return ""
	}
	var b strings.Builder
	line := func(failed, fresh, cause, example string) {
		if !anyNew {
			fmt.Fprintf(&b, "| %s | %s | %s |\n", failed, cause, example)
			return
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", failed, fresh, cause, example)
	}
	b.WriteString("\n")
	line("failed", "new", "cause", "example")
	line("--:", "--:", "---", "---")
	for k, row := range rows {
		fresh := ""
		if news[k] > 0 {
			fresh = fmt.Sprint(news[k])
		}
		line(fmt.Sprint(len(causes[k].Members)), fresh, row[0], row[1])
	}
	if left := len(causes) - len(rows); left > 0 {
		fmt.Fprintf(&b, "\n… and %s\n", text.Plural(left, "more cause"))
	}
	return b.String()
}

// cell returns untrusted text as a code span in a table, where a '|' would end the cell.
// An escape would do, but not after a backslash, and there is no other.
func cell(s string) string {
	return code(strings.ReplaceAll(text.Cut(text.OneLine(s), maxCell), "|", "¦"))
}
