package junit

import (
	"github.com/jstemmer/go-junit-report/v2/junit"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
	"github.com/seed-00a9b34c/hub/reporters/text"
)

// noteOrigin adds what is known of where the run took place to the first suite.
func (d *document) noteOrigin(h *hub.RunHeader) {
	if len(d.suites) == 0 {
		return
	}
	for _, p := range []junit.Property{
		{Name: "hub.run", Value: h.ID}, {Name: "hub.commit", Value: h.Origin.Commit}, {Name: "hub.branch", Value: h.Origin.Branch},
		{Name: "hub.system", Value: h.Origin.System}, {Name: "hub.page", Value: h.Origin.Page},
	} {
		if p.Value != "" {
			d.suites[0].AddProperty(p.Name, sanitize.XML(sanitize.Head(p.Value, text.MaxMessage)))
		}
	}
}
