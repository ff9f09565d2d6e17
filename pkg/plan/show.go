package plan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/runner"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// Text shows the plan to people, in its order, and what is left out of the catalog of
// total examples, and why. require holds the skips that are errors.
func (p *Plan) Text(total int, require []hub.Requirement) string {
	var b strings.Builder
	order := ""
	if !slices.IsSortedFunc(p.Order, func(a, b *hub.Example) int { return a.Index - b.Index }) {
		order = ", in the order of their starts"
	}
	fmt.Fprintf(&b, "Would run %d of %d examples%s:\n", len(p.Chosen), total, order)
	for _, e := range p.Order {
		fmt.Fprintf(&b, "%5d  %s", e.Index, sanitize.Line(e.Called()))
		if why := unstarted(e, require); why != "" {
			fmt.Fprintf(&b, "  (%s)", sanitize.Line(why))
		}
		b.WriteByte('\n')
	}
	if len(p.Left)+len(p.Elsewhere) > 0 {
		b.WriteString("Left out:\n")
	}
	for _, l := range p.Elsewhere {
		what := "examples"
		if l.Count == 1 {
			what = "example"
		}
		fmt.Fprintf(&b, "       %d %s  (%s)\n", l.Count, what, sanitize.Line(l.Reason))
	}
	for _, l := range p.Left {
		fmt.Fprintf(&b, "%5d  %s  (%s)\n", l.Example.Index, sanitize.Line(l.Example.Called()), sanitize.Line(l.Reason))
	}
	return b.String()
}

// unstarted says why an example would not be started; empty when it would be.
func unstarted(e *hub.Example, require []hub.Requirement) string {
	switch {
	case e.Invalid != nil:
		return "error: " + e.Invalid.Message
	case e.Fault != nil:
		return "error: " + e.Fault.Message
	case e.Skip == "":
		return ""
	}
	if _, ok := runner.Required(e, hub.Result{Reason: e.Skip}, require); ok {
		return "error: skipped, and required: " + e.Skip
	}
	return "skipped: " + e.Skip
}
