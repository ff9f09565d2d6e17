package query

import (
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/render"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
	"github.com/seed-00a9b34c/hub/pkg/status"
)

// CleanedAnswer returns the answer of clean; with dry, nothing was removed. The page
// lists everything with detailed or dry. Without dry it has no summary if nothing was
// removed.
func CleanedAnswer(c *status.Cleaned, dry, detailed bool) render.Answer {
	return render.Answer{Rows: c.Entries, JSON: c, Page: func(p *render.Page) {
		if detailed || dry {
			removed(p, c)
		}
		if c.Backup != "" {
			p.Printf("Copied the status to %s.\n", sanitize.Line(c.Backup))
		}
		verb := "Removed"
		if dry {
			verb = "Would remove"
		}
		switch parts := removals(c); {
		case len(parts) > 0:
			p.Printf("%s %s.\n", verb, strings.Join(parts, ", "))
		case dry:
			p.Printf("Nothing to remove.\n")
		}
	}}
}

// removals counts what was removed, by kind.
func removals(c *status.Cleaned) (parts []string) {
	for _, x := range []struct {
		n    int
		word string
	}{{len(c.Entries), "result"}, {len(c.Runs), "run log"}, {len(c.Files), "file"}} {
		if x.n > 0 {
			parts = append(parts, render.Count(x.n, x.word))
		}
	}
	return parts
}

// removed lists what was removed: results by reason, then run logs and files.
func removed(p *render.Page, c *status.Cleaned) {
	var reasons []string
	of := map[string][]string{}
	for _, e := range c.Entries {
		if of[e.Reason] == nil {
			reasons = append(reasons, e.Reason)
		}
		of[e.Reason] = append(of[e.Reason], e.ID)
	}
	for _, reason := range reasons {
		heading := "Results"
		switch reason {
		case "gone":
			heading = "Results of examples that no longer exist"
		case "old":
			heading = "Old results"
		case "completed":
			heading = "Results of passed examples"
		}
		lines(p, heading, of[reason])
	}
	lines(p, "Run logs", c.Runs)
	lines(p, "Files", c.Files)
}

// lines writes a heading and the names below it, if there are any.
func lines(p *render.Page, heading string, names []string) {
	if len(names) == 0 {
		return
	}
	p.Printf("%s:\n", heading)
	for _, name := range names {
		p.Printf("  %s\n", sanitize.Line(name))
	}
}
