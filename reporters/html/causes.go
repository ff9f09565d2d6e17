package html

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
	"github.com/seed-00a9b34c/hub/reporters/text"
)

const (
	// maxFailures bounds the causes at the top of the page, maxFolded the examples that
	// one of them lists folded; the table has all failures.
	maxFailures, maxFolded = 12, 1000
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

// failures are the causes of most failures, and the number of failures of further ones.
type failures struct {
	First []*failed
	More  int
}

// failed is a cause at the top of the page: what its examples share, the first example,
// the folded ones, and the number of those that only the table lists.
type failed struct {
	shared
	Several      string // how many examples; empty for one
	Links, Rest  []link
	Folded, More int
}

// Failures returns the results that gate, by cause; nil if there are none.
func (v view) Failures() *failures {
	var all []*failed
	of := map[int]*failed{}
	for i := range v.Rows {
		r := &v.Rows[i]
		if !r.Failed {
			continue
		}
		f := of[r.Cause]
		if f == nil || r.Cause == 0 {
			f = &failed{shared: shared{r.Why, r.Location, r.Link}}
			if r.Cause > 0 && r.Cause <= len(v.Causes) {
				f.shared = v.Causes[r.Cause-1]
			}
			of[r.Cause] = f
			all = append(all, f)
		}
		f.add(link{r, i + 1})
	}
	if len(all) == 0 {
		return nil
	}
	slices.SortStableFunc(all, func(a, b *failed) int { return cmp.Compare(b.size(), a.size()) })
	out := &failures{First: all[:min(len(all), maxFailures)]}
	for _, f := range out.First {
		f.Folded = len(f.Rest) + f.More
		if n := f.size(); n > 1 {
			f.Several = fmt.Sprintf("%d examples", n)
		}
	}
	for _, f := range all[len(out.First):] {
		out.More += f.size()
	}
	return out
}

func (f *failed) size() int { return len(f.Links) + len(f.Rest) + f.More }

func (f *failed) add(l link) {
	switch {
	case len(f.Links) < text.MaxMembers:
		f.Links = append(f.Links, l)
	case len(f.Rest) < maxFolded:
		f.Rest = append(f.Rest, l)
	default:
		f.More++
	}
}
