package chat

import (
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
	"github.com/seed-00a9b34c/hub/reporters/text"
)

// Bounds of a message: entries of all sections, and bytes of one text. A message is read in
// passing; the reports have the rest.
const (
	maxEntries = 10
	maxName    = 160
	maxText    = 400
)

// message is what a channel is told.
type message struct {
	verdict  hub.Verdict
	title    string // short, one line
	summary  string
	from     string // project, branch and commit; may be empty
	sections []section
	page     string // the URL of the CI job; may be empty
}

// section is one kind of trouble.
type section struct {
	title string
	total int // examples or problems of all entries, also of those that do not fit
	items []entry
}

// entry is one cause of failures, or one problem.
type entry struct {
	name  string
	what  string
	place string // may be empty
	size  int    // examples with this cause
}

// messageOf returns the whole message about a run.
func messageOf(run *hub.Run) *message {
	paired := text.Paired(run)
	m := &message{
		verdict: run.Verdict(),
		title:   clip("Hub: "+string(run.Verdict()), maxName),
		summary: clip(text.Summary(run), 2*maxText),
		page:    webPage(run.Origin.Page),
	}
	if run.Origin.Project != "" {
		m.title = clip(m.title+" · "+run.Origin.Project, maxName-20) // Slack takes 150 characters, and the sign is one
	}
	var from []string
	if run.Origin.Branch != "" {
		from = append(from, "branch "+clip(run.Origin.Branch, maxName))
	}
	if run.Origin.Commit != "" {
		from = append(from, "commit "+sanitize.Head(run.Origin.Commit, 12))
	}
	m.from = strings.Join(from, " · ")
	for _, s := range []section{failures(paired), problems(run)} {
		if s.total > 0 {
			m.sections = append(m.sections, s)
		}
	}
	return m
}

// failures lists the failures that count, by cause.
func failures(run *hub.Run) section {
	s := section{title: "Failed"}
	for _, g := range text.Causes(run, func(r *hub.Result) bool { return r.Gates() }) {
		e := entry{size: len(g.Members)}
		res := &run.Results[g.Members[0]]
		name, _ := run.Plan[g.Members[0]].Names()
		err := text.Failure(res)
		what, place := err.Message, text.Location(&err)
		e.name = clip(name, maxName)
		if g.Several() {
			what, place = text.Shared(run, &g)
			e.name += " and " + text.Plural(len(g.Members)-1, "more example")
		}
		e.what, e.place = clip(text.Type(g.Type)+": "+what, maxText), clip(place, maxName)
		s.items, s.total = append(s.items, e), s.total+e.size
	}
	return s
}

// problems lists the problems outside the examples.
func problems(run *hub.Run) section {
	s := section{title: "Problems outside the examples"}
	for _, p := range text.Problems(run) {
		s.items, s.total = append(s.items, entry{name: clip(p.Name, maxName), what: clip(p.Text, maxText), size: 1}), s.total+1
	}
	return s
}

// first returns the first n entries of all sections, of which each that has entries has at
// least one if n allows it; and for each section how many results are in none of them.
func (m *message) first(n int) (sections []section, left []int) {
	for i, s := range m.sections {
		reserved := len(m.sections) - 1 - i
		take := max(0, min(len(s.items), n-reserved))
		n -= take
		rest := s.total
		for _, e := range s.items[:take] {
			rest -= e.size
		}
		s.items = s.items[:take]
		sections, left = append(sections, s), append(left, rest)
	}
	return sections, left
}

// sign is the verdict as one character.
func (m *message) sign() string {
	switch m.verdict {
	case hub.VerdictGood:
		return "✅"
	case hub.VerdictEmpty:
		return "⚪"
	case hub.VerdictInterrupted:
		return "⛔"
	}
	return "❌"
}

// clip makes one line of at most n bytes of an untrusted text.
func clip(s string, n int) string { return sanitize.Clip(sanitize.Line(s), n) }

// webPage returns a URL that a reader can open, else nothing.
func webPage(url string) string {
	if strings.HasPrefix(url, "https://") || strings.HasPrefix(url, "http://") {
		if sanitize.Line(url) == url && !strings.ContainsAny(url, " <>|\"") && len(url) <= 2000 {
			return url
		}
	}
	return ""
}
