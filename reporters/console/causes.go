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
		b.WriteString("  " + s.listed(run, i, func(res *hub.Result) string { return member(g, res) }))
	}
}

// member returns the details of one example of a cause: its location, unless all share
// it, and its allowance.
func member(g *cause.Group, res *hub.Result) string {
	var parts []string
	if res.Error != nil && g.File == "" && res.Error.File != "" {
		parts = append(parts, text.Location(res.Error))
	}
	if res.AllowedFailure != nil {
		parts = append(parts, text.Allowed(res.AllowedFailure))
	}
	return strings.Join(parts, "; ")
}
