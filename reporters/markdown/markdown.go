package markdown

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
	"github.com/seed-00a9b34c/hub/reporters/text"
)

const (
	// maxSize bounds the summary in bytes: GitHub drops a step summary of more than
	// 1,048,576 bytes entirely.
	maxSize = 1_000_000
	// tailLines and maxTail (bytes) bound the output of one failure.
	tailLines, maxTail = 60, 8 << 10
	maxSlowest         = 10
)

// Write writes a summary for people: the verdict and the counts, a table of the causes of
// failures, the failures, then everything else that may need action. It stays within
// maxSize bytes: failures get room first, then the other sections in order; what does not
// fit is counted. If failures do not fit, their outputs are dropped first.
func Write(w io.Writer, run *hub.Run) error {
	return write(w, head(run), sections(text.Paired(run)), totals(run))
}

// write writes the sections between head and foot, within maxSize bytes. Sections get room
// in order.
func write(w io.Writer, head string, sections []section, foot string) error {
	room := maxSize - len(head) - len(foot)
	for _, s := range sections {
		room -= s.overhead()
	}
	var b strings.Builder
	b.WriteString(head)
	for _, s := range sections {
		text := s.render(room)
		room -= len(text)
		b.WriteString(s.heading() + text)
	}
	b.WriteString(foot)
	_, err := io.WriteString(w, b.String())
	return err
}

// section is a part of the summary that is cut item by item.
type section struct {
	title string
	items []string
	// sizes has the number of results in each item; nil means one each.
	sizes []int
	// details returns the details of an item, added as far as there is room; may be nil.
	details func(i int) string
}

// total returns the number of results of the first n items.
func (s section) total(n int) int {
	if s.sizes == nil {
		return n
	}
	total := 0
	for _, size := range s.sizes[:n] {
		total += size
	}
	return total
}

func (s section) heading() string {
	return fmt.Sprintf("\n## %s (%d)\n\n", s.title, s.total(len(s.items)))
}

func (s section) more(n int) string { return fmt.Sprintf("\n… and %d more\n", n) }

// overhead returns the size of the section without its items.
func (s section) overhead() int { return len(s.heading()) + len(s.more(len(s.items))) }

// render returns as many items as fit into room, from the first on, with as many of their
// details as fit into the rest.
func (s section) render(room int) string {
	fit := 0
	for fit < len(s.items) && len(s.items[fit]) <= room {
		room -= len(s.items[fit])
		fit++
	}
	var b strings.Builder
	for i := range fit {
		b.WriteString(s.items[i])
		if s.details == nil || room <= 0 {
			continue
		}
		if d := s.details(i); len(d) <= room {
			room -= len(d)
			b.WriteString(d)
		}
	}
	if left := s.total(len(s.items)) - s.total(fit); left > 0 {
		b.WriteString(s.more(left))
	}
	return b.String()
}

// head returns the verdict, the counts, and the table of causes.
func head(run *hub.Run) string {
	sign := map[hub.Verdict]string{
		hub.VerdictGood: "✅", hub.VerdictFailed: "❌", hub.VerdictEmpty: "⚪", hub.VerdictInterrupted: "⛔", hub.VerdictTrouble: "❌",
	}[run.Verdict()]
	return fmt.Sprintf("# %s Hub: %s\n\n%s\n", sign, run.Verdict(), text.Summary(run)) + table(text.Paired(run))
}

// sections returns the sections that are not empty.
func sections(run *hub.Run) []section {
	list := func(title string, take func(*hub.Result) bool, item func(*hub.Example, *hub.Result) string) section {
		s := section{title: title}
		for i := range run.Results {
			if res := &run.Results[i]; take(res) {
				s.items = append(s.items, item(&run.Plan[i], res))
			}
		}
		return s
	}
	withReason := func(_ *hub.Example, res *hub.Result) string { return code(text.Reason(res)) }
	all := []section{
		failures("Failed", run, func(r *hub.Result) bool { return r.Gates() }),
		problems(run),
		list("Fixed", run.Fixed, line(
			func(*hub.Example, *hub.Result) string {
				return "passes again"
			})),
		list("Interrupted", func(r *hub.Result) bool { return r.Status == hub.StatusInterrupted }, line(withReason)),
		list("Not run", func(r *hub.Result) bool { return !r.Ended() }, line(withReason)),
		list("Fixed, and still in the baseline", func(r *hub.Result) bool { return r.Baseline == hub.StandingFixed && !r.Gates() }, line(
			func(e *hub.Example, _ *hub.Result) string {
				if e.Known == nil {
					return "passes"
				}
				return text.Type(e.Known.Type) + ": " + code(e.Known.Message)
			})),
		failures("Allowed failures", run, func(r *hub.Result) bool {
			return r.Status == hub.StatusError && r.AllowedFailure != nil && !r.AllowedFailure.Baseline
		}),
		grouped("Known failures", run, text.Causes(run, func(r *hub.Result) bool {
			return r.Status == hub.StatusError && r.AllowedFailure != nil && r.AllowedFailure.Baseline
		})),
		list("Flaky", func(r *hub.Result) bool { return r.Flaky }, line(
			func(_ *hub.Example, res *hub.Result) string { return code(text.Flaky(res)) })),
		grouped("Doubtful", run, text.Doubts(run)),
		list("Leaked processes", func(r *hub.Result) bool { return len(r.Leaked) > 0 }, line(
			func(_ *hub.Example, res *hub.Result) string { return code(hub.Counted(res.Leaked)) })),
		list("Skipped", func(r *hub.Result) bool { return r.Status == hub.StatusSkipped }, line(withReason)),
		slowest(run),
	}
	return slices.DeleteFunc(all, func(s section) bool { return len(s.items) == 0 })
}

// line returns a function that formats a result as a list item with the given text.
func line(text func(*hub.Example, *hub.Result) string) func(*hub.Example, *hub.Result) string {
	return func(e *hub.Example, res *hub.Result) string {
		return fmt.Sprintf("- %d · %s: %s\n", e.Index, called(e), text(e, res))
	}
}

// called returns the names of an example.
func called(e *hub.Example) string {
	name, id := e.Names()
	if id == "" {
		return code(name)
	}
	return code(name) + " (" + code(id) + ")"
}

// titled returns the names of an example, and its title if that says more.
func titled(e *hub.Example) string {
	title := sanitize.Line(e.Title)
	if title == "" || title == sanitize.Line(e.Name) || title == sanitize.Line(e.ID) {
		return called(e)
	}
	return called(e) + ": " + code(title)
}

// problems lists the problems outside the examples.
func problems(run *hub.Run) section {
	s := section{title: "Problems outside the examples"}
	all := text.Problems(run)
	for _, p := range all {
		s.items = append(s.items, "- "+code(p.Text)+"\n\n")
	}
	s.details = func(i int) string { return output(all[i].Output()) }
	return s
}

// output returns the end of an output, folded; empty without output.
func output(output string) string {
	tail := text.LastLines(output, tailLines, maxTail)
	if tail == "" {
		return ""
	}
	title := "Output"
	if len(tail) < len(strings.TrimSpace(output)) {
		title = "Output (last lines)"
	}
	return "<details><summary>" + title + "</summary>\n\n" + fence(tail) + "\n</details>\n\n"
}

// slowest lists the longest durations.
func slowest(run *hub.Run) section {
	s := section{title: "Slowest"}
	var ran []int
	for i := range run.Results {
		if text.Sane(run.Results[i].Seconds) > 0 {
			ran = append(ran, i)
		}
	}
	slices.SortStableFunc(ran, func(a, b int) int {
		return cmp.Compare(text.Sane(run.Results[b].Seconds), text.Sane(run.Results[a].Seconds))
	})
	for _, i := range ran[:min(len(ran), maxSlowest)] {
		s.items = append(s.items, fmt.Sprintf("- %s · %d · %s\n",
			text.Seconds(run.Results[i].Seconds), run.Plan[i].Index, called(&run.Plan[i])))
	}
	return s
}

// totals describes the run; it is short and never cut.
func totals(run *hub.Run) string {
	var b strings.Builder
	b.WriteString("\n## Totals\n\n")
	fmt.Fprintf(&b, "- %s in the catalog, %d planned\n", text.Plural(run.Catalog, "example"), len(run.Plan))
	if run.Shard != nil {
		fmt.Fprintf(&b, "- shard %d of %d\n", run.Shard.Index, run.Shard.Total)
	} else if share := run.Share(); share != "" {
		fmt.Fprintf(&b, "- %s\n", share)
	}
	for _, left := range run.LeftOut[:min(len(run.LeftOut), 50)] {
		fmt.Fprintf(&b, "- %d left out: %s\n", left.Count, code(left.Reason))
	}
	var sum float64
	for i := range run.Results {
		sum += text.Sane(run.Results[i].Seconds)
	}
	fmt.Fprintf(&b, "- %s of work in %s with %s\n", text.Seconds(sum), text.Seconds(run.Seconds()), text.Plural(run.Workers, "worker"))
	for _, line := range text.Balance(run) {
		fmt.Fprintf(&b, "- %s\n", code(line))
	}
	fmt.Fprintf(&b, "- run %s of %s, hub %s\n", code(run.ID), run.Started.UTC().Format(time.RFC3339), code(run.Hub))
	return b.String()
}
