package query

import (
	"slices"

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
			for _, e := range c.Entries {
				p.Printf("  %s (%s)\n", sanitize.Line(e.ID), e.Reason)
			}
			for _, name := range slices.Concat(c.Runs, c.Files) {
				p.Printf("  %s\n", sanitize.Line(name))
			}
		}
		if c.Backup != "" {
			p.Printf("Copied the status to %s.\n", sanitize.Line(c.Backup))
		}
		verb := "Removed"
		if dry {
			verb = "Would remove"
		}
		if dry || !c.Nothing() {
			p.Printf("%s %s, %s, %s.\n", verb, render.Count(len(c.Entries), "result"), render.Count(len(c.Runs), "run log"), render.Count(len(c.Files), "file"))
		}
	}}
}
