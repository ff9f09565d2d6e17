package console

import (
	"fmt"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/cause"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
	"github.com/seed-00a9b34c/hub/reporters/text"
)

// writeCauses writes a list of results by cause: one line for a cause with one example,
// else a heading and its examples. bounded bounds the number of causes.
func (s style) writeCauses(b *strings.Builder, title string, run *hub.Run, causes []cause.Group, bounded bool, line func(*hub.Result) string) {
	total := 0
	for i := range causes {
		total += len(causes[i].Members)
	}
	if total == 0 {
		return
	}
	fmt.Fprintf(b, "\n%s (%d)\n", title, total)
	for i := range causes {
		if bounded && !s.o.Verbose && i == maxRecap {
			left := total
			for _, g := range causes[:i] {
				left -= len(g.Members)
			}
			fmt.Fprintf(b, "  … and %d more\n", left)
			return
		}
		g := &causes[i]
		if !g.Several() {
			b.WriteString(s.listed(run, g.Members[0], line))
			continue
		}
		s.writeCause(b, run, g)
	}
}

// listed returns the line of one result in a list.
func (s style) listed(run *hub.Run, i int, text func(*hub.Result) string) string {
	line := "  " + s.name(&run.Plan[i], false)
	if t := sanitize.Clip(sanitize.Line(text(&run.Results[i])), maxColumns); t != "" {
		line += "  " + t
	}
	return line + "\n"
}

// writeCause writes what several examples have in common, and which they are.
func (s style) writeCause(b *strings.Builder, run *hub.Run, g *cause.Group) {
	message, at := text.Shared(run, g)
	heading := sanitize.Clip(sanitize.Line(message), maxColumns/2)
	if g.Type != hub.ErrDoubtful {
		heading = text.Type(g.Type) + ": " + heading
	}
	if at != "" {
		heading += "  (" + sanitize.Line(at) + ")"
	}
	fmt.Fprintf(b, "  %s: %s\n", text.Plural(len(g.Members), "example"), heading)
	for k, i := range g.Members {
		if k == text.MaxMembers && !s.o.Verbose {
			fmt.Fprintf(b, "    … and %d more\n", len(g.Members)-k)
			return
		}
		b.WriteString("    " + s.name(&run.Plan[i], false) + member(&run.Plan[i], g, &run.Results[i]) + "\n")
	}
}

// member returns what follows the name of one example of a cause: its location, unless all
// share it, how it differs from the baseline, and the details of its allowance. The title
// of the list says that the failures are allowed.
func member(e *hub.Example, g *cause.Group, res *hub.Result) string {
	at := ""
	if res.Error != nil && g.File == "" && res.Error.File != "" {
		at = sanitize.Line(text.Location(res.Error))
		name := sanitize.Line(e.Called())
		if line, same := strings.CutPrefix(at, name); same && (line == "" || line[0] == ':') { // a file that is its own name
			at = line
		} else {
			at = "  " + at
		}
	}
	var parts []string
	if res.Gates() && res.Baseline != "" {
		parts = append(parts, string(res.Baseline))
	}
	if a := res.AllowedFailure; a != nil {
		if more := strings.TrimSpace(strings.TrimPrefix(text.Allowed(a), text.Allowance(a))); more != "" {
			parts = append(parts, more)
		}
	}
	if len(parts) > 0 {
		at += "  " + sanitize.Clip(sanitize.Line(strings.Join(parts, "; ")), maxColumns)
	}
	return at
}
