package html

import (
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
	"github.com/seed-00a9b34c/hub/reporters/text"
)

// share adds the causes with several examples, and marks their rows.
func (p *page) share(run *hub.Run) {
	for _, g := range text.Causes(run, (*hub.Result).Gates) {
		if !g.Several() {
			return // the rest are smaller
		}
		message, at := text.Shared(run, &g)
		p.Causes = append(p.Causes, shared{
			Why: sanitize.Clip(text.Type(g.Type)+": "+message, maxText), Location: at,
			Link: text.SourceLink(run.SourceURL, g.File, g.Line),
		})
		for _, i := range g.Members {
			p.Rows[i].Cause = len(p.Causes)
		}
	}
}
