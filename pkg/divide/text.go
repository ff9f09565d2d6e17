package divide

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/balance"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
	"github.com/seed-00a9b34c/hub/reporters/text"
)

// maxNamed bounds what is named of a kind.
const maxNamed = 5

// Text describes the plan for people, detailed with a line for each part.
func (p *Plan) Text(detailed bool) string {
	var b strings.Builder
	file := cmp.Or(p.request.Name, "FILE")
	line := func(format string, args ...any) { fmt.Fprintf(&b, "  "+format+"\n", args...) }
	fmt.Fprintf(&b, "Planned %d of %s in %s (plan %s)\n", len(p.Chosen), text.Plural(p.Header.Catalog, "example"), text.Plural(len(p.Parts), "part"), p.Header.ID)
	for _, l := range p.Header.LeftOut {
		line("%d left out: %s", l.Count, sanitize.Line(l.Reason))
	}
	if p.Known {
		for _, l := range p.Figures.Lines(balance.Words{Seconds: text.Seconds, Planned: true}) {
			line("%s", sanitize.Line(l))
		}
	}
	switch {
	case p.Assumed > 0 && !p.Known:
		line("no duration is known: every example counts alike; plan again after a run, or name --timings=FILE")
	case p.Assumed > 0:
		line("unknown durations (%d of %d) count as %s, the median, and are spread evenly", p.Assumed, len(p.Chosen), text.Seconds(p.Estimate))
	}
	if p.Figures.Empty > 0 && len(p.Chosen) > 0 {
		line("%d of %s have no example, and pass; --parts=%d is enough", p.Figures.Empty, text.Plural(len(p.Parts), "part"), len(p.Parts)-p.Figures.Empty)
	}
	p.long(line)
	if detailed {
		p.each(line)
	}
	if p.request.Submitted {
		return b.String()
	}
	word := sanitize.Line(sanitize.ShellWord("--plan=" + file))
	line("run a part: hub ci %s --part=1; join all: hub merge %s", word, word)
	return b.String()
}

// long names what takes longer than a part should.
func (p *Plan) long(line func(format string, args ...any)) {
	most, named := p.request.PartTime.Seconds(), 0
	if most <= 0 {
		return
	}
	for i := range p.Parts {
		part := &p.Parts[i]
		if part.Seconds <= most*(1+1e-6) {
			continue
		}
		if named++; named > maxNamed {
			continue
		}
		switch {
		case len(part.Limits) > 0:
			line("part %d takes %s, more than --part-time=%s: limits of hub.yaml bound how fast its examples run", part.Index, text.Seconds(part.Seconds), p.request.PartTime)
		default:
			line("part %d takes %s, more than --part-time=%s: %s alone takes as long", part.Index, text.Seconds(part.Seconds), p.request.PartTime, sanitize.Line(part.Examples[0].Item.ID()))
		}
	}
	if named > maxNamed {
		line("… and %d more parts", named-maxNamed)
	}
}

// each describes every part.
func (p *Plan) each(line func(format string, args ...any)) {
	for i := range p.Parts {
		part := &p.Parts[i]
		line("part %d: %s, %s", part.Index, text.Plural(len(part.Examples), "example"), text.Seconds(part.Seconds))
	}
}
