package reporters

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/ansi"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

const (
	// maxMarkdown is the summary's budget in bytes: GitHub drops a step summary
	// of more than 1,048,576, whole.
	maxMarkdown = 1_000_000
	// mdTailLines and mdTail bound the output that is shown of one failure.
	mdTailLines, mdTail = 60, 8 << 10
	mdSlowest           = 10
)

// writeMarkdown writes a summary for people: the verdict and the counts, then
// failures, then everything else that one might act on. It stays within
// maxMarkdown bytes: failures claim the room first, then the sections in their
// order; what does not fit is counted. Of failures the outputs go first.
//
// Everything untrusted stands in code spans and fences; see mdCode.
func writeMarkdown(w io.Writer, run *hub.Run) error {
	head, foot := mdHead(run), mdTotals(run)
	sections := mdSections(paired(run))
	room := maxMarkdown - len(head) - len(foot)
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

// mdSection is a part of the summary that is cut item by item.
type mdSection struct {
	title string
	items []string
	// details, where there are any, go to their items as far as there is room.
	details func(i int) string
}

func (s mdSection) heading() string {
	return fmt.Sprintf("\n## %s (%d)\n\n", s.title, len(s.items))
}

func (s mdSection) more(n int) string { return fmt.Sprintf("\n… and %d more\n", n) }

// overhead is what the section takes whatever becomes of its items.
func (s mdSection) overhead() int { return len(s.heading()) + len(s.more(len(s.items))) }

// render writes as many items as fit into room, and then as many of their
// details, from the first on.
func (s mdSection) render(room int) string {
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
	if left := len(s.items) - fit; left > 0 {
		b.WriteString(s.more(left))
	}
	return b.String()
}

func mdHead(run *hub.Run) string {
	sign := map[hub.Verdict]string{
		hub.VerdictGood: "✅", hub.VerdictFailed: "❌", hub.VerdictEmpty: "⚪", hub.VerdictInterrupted: "⛔", hub.VerdictTrouble: "❌",
	}[run.Verdict()]
	c := paired(run).Counts()
	return fmt.Sprintf("# %s Hub: %s\n\n%s\n\n%s", sign, run.Verdict(), summaryText(run), mdSince(run)) +
		"| completed | errors | interrupted | skipped | not run | flaky | doubtful | leaked | allowed failures |\n" +
		"|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n" +
		fmt.Sprintf("| %d | %d | %d | %d | %d | %d | %d | %d | %d |\n", c.Completed, c.Errors,
			c.Interrupted, c.Skipped, c.Pending, c.Flaky, c.Doubtful, c.Leaked, c.AllowedFailure)
}

// mdSince says how many came out otherwise than when they last ran; empty when
// none did, or nothing is known of before.
func mdSince(run *hub.Run) string {
	failing, fixed := 0, 0
	for i := range run.Results {
		switch res := &run.Results[i]; {
		case run.NewlyFailing(res):
			failing++
		case run.Fixed(res):
			fixed++
		}
	}
	if failing+fixed == 0 {
		return ""
	}
	return fmt.Sprintf("Since each last ran: **%d newly failing**, **%d fixed**.\n\n", failing, fixed)
}

// mdSections returns the sections that have anything in them.
func mdSections(run *hub.Run) []mdSection {
	section := func(title string, take func(*hub.Result) bool, item func(*hub.Example, *hub.Result) string) mdSection {
		s := mdSection{title: title}
		for i := range run.Results {
			if res := &run.Results[i]; take(res) {
				s.items = append(s.items, item(&run.Plan[i], res))
			}
		}
		return s
	}
	withReason := func(_ *hub.Example, res *hub.Result) string { return mdCode(reason(res)) }
	all := []mdSection{
		mdFailures("Failures", run, func(r *hub.Result) bool { return r.Gates() }),
		mdBesides(run),
		section("Newly failing", run.NewlyFailing, mdLine(
			func(_ *hub.Example, res *hub.Result) string {
				err := failure(res)
				text := typeWord(err.Type) + ": " + mdCode(err.Message)
				if res.AllowedFailure != nil {
					text += " (allowed)"
				}
				return text
			})),
		section("Fixed", run.Fixed, mdLine(
			func(_ *hub.Example, res *hub.Result) string {
				if res.Flaky {
					return "passes again, flaky"
				}
				return "passes again"
			})),
		section("Interrupted", func(r *hub.Result) bool { return r.Status == hub.StatusInterrupted }, mdLine(withReason)),
		section("Not run", func(r *hub.Result) bool { return !r.Ended() }, mdLine(withReason)),
		mdFailures("Allowed failures", run, func(r *hub.Result) bool {
			return r.Status == hub.StatusError && r.AllowedFailure != nil
		}),
		section("Flaky", func(r *hub.Result) bool { return r.Flaky }, mdLine(
			func(_ *hub.Example, res *hub.Result) string { return mdCode(flakyText(res)) })),
		section("Doubtful", func(r *hub.Result) bool { return r.Doubtful != "" }, mdLine(
			func(_ *hub.Example, res *hub.Result) string { return mdCode(res.Doubtful) })),
		section("Left processes behind", func(r *hub.Result) bool { return len(r.Leaked) > 0 }, mdLine(
			func(_ *hub.Example, res *hub.Result) string { return mdCode(strings.Join(res.Leaked, ", ")) })),
		section("Skipped", func(r *hub.Result) bool { return r.Status == hub.StatusSkipped }, mdLine(withReason)),
		mdSlow(run),
	}
	return slices.DeleteFunc(all, func(s mdSection) bool { return len(s.items) == 0 })
}

// mdLine makes a list item of what text says of a result.
func mdLine(text func(*hub.Example, *hub.Result) string) func(*hub.Example, *hub.Result) string {
	return func(e *hub.Example, res *hub.Result) string {
		return fmt.Sprintf("- %d · %s: %s\n", e.Index, mdCode(e.ID), text(e, res))
	}
}

func mdFailures(title string, run *hub.Run, take func(*hub.Result) bool) mdSection {
	s := mdSection{title: title}
	var outputs []*hub.Result
	for i := range run.Results {
		e, res := &run.Plan[i], &run.Results[i]
		if !take(res) {
			continue
		}
		err := failure(res)
		item := fmt.Sprintf("### %d · %s", e.Index, mdCode(e.ID))
		if run.NewlyFailing(res) {
			item += " · newly failing"
		}
		item += fmt.Sprintf("\n\n**%s**: %s", typeWord(err.Type), mdCode(err.Message))
		if at := place(&err); at != "" {
			item += " at " + mdPlace(run, err.File, err.Line, at)
		} else if e.Path != "" {
			item += " in " + mdPlace(run, e.Path, 0, e.Path)
		}
		var facts []string
		if a := res.Last(); a != nil {
			facts = append(facts, exitText(a))
			if n := len(res.Attempts); n > 1 {
				facts = append(facts, plural(n, "attempt"))
			}
			facts = append(facts, seconds(res.Seconds))
		} else {
			facts = append(facts, "never started")
		}
		item += "\n\n" + sanitize.Line(strings.Join(facts, ", "))
		if res.AllowedFailure != nil {
			item += "; " + mdCode(allowedText(res.AllowedFailure))
		}
		if a := res.Last(); a != nil && a.OutputFile != "" {
			item += "; whole output in " + mdCode(a.OutputFile)
		}
		s.items = append(s.items, item+"\n\n")
		outputs = append(outputs, res)
	}
	s.details = func(i int) string {
		err := failure(outputs[i])
		return mdDiff(&err) + mdOutput(ansi.Shown(outputs[i].Output()))
	}
	return s
}

// mdBesides lists what went wrong beside the examples.
func mdBesides(run *hub.Run) mdSection {
	s := mdSection{title: "Problems beside the examples"}
	own := besides(run)
	for _, t := range own {
		s.items = append(s.items, "- "+mdCode(t.text)+"\n\n")
	}
	s.details = func(i int) string { return mdOutput(own[i].output()) }
	return s
}

// mdOutput is the end of an output, folded away; empty for none.
func mdOutput(output string) string {
	tail := lastLines(output, mdTailLines, mdTail)
	if tail == "" {
		return ""
	}
	title := "Output"
	if len(tail) < len(strings.TrimSpace(output)) {
		title = "Output (its end)"
	}
	return "<details><summary>" + title + "</summary>\n\n" + mdFence(tail) + "\n</details>\n\n"
}

// mdSlow lists what took longest, of all that ran.
func mdSlow(run *hub.Run) mdSection {
	s := mdSection{title: "Slowest"}
	var ran []int
	for i := range run.Results {
		if sane(run.Results[i].Seconds) > 0 {
			ran = append(ran, i)
		}
	}
	slices.SortStableFunc(ran, func(a, b int) int {
		return cmp.Compare(sane(run.Results[b].Seconds), sane(run.Results[a].Seconds))
	})
	for _, i := range ran[:min(len(ran), mdSlowest)] {
		s.items = append(s.items, fmt.Sprintf("- %s · %d · %s\n",
			seconds(run.Results[i].Seconds), run.Plan[i].Index, mdCode(run.Plan[i].ID)))
	}
	return s
}

// mdTotals says what was run and with what; short, and never cut.
func mdTotals(run *hub.Run) string {
	var b strings.Builder
	b.WriteString("\n## Totals\n\n")
	fmt.Fprintf(&b, "- %s in the catalog, %d planned\n", plural(run.Catalog, "example"), len(run.Plan))
	if run.Shard != nil {
		fmt.Fprintf(&b, "- shard %d of %d\n", run.Shard.Index, run.Shard.Total)
	}
	for _, left := range run.LeftOut[:min(len(run.LeftOut), 50)] {
		fmt.Fprintf(&b, "- %d left out: %s\n", left.Count, mdCode(left.Reason))
	}
	var sum float64
	for i := range run.Results {
		sum += sane(run.Results[i].Seconds)
	}
	fmt.Fprintf(&b, "- %s of work in %s by %s\n", seconds(sum), seconds(run.Seconds()), plural(run.Workers, "worker"))
	fmt.Fprintf(&b, "- run %s of %s, hub %s\n", mdCode(run.ID), run.Started.UTC().Format(time.RFC3339), mdCode(run.Hub))
	return b.String()
}

// typeWord is an error type with nothing in it that a format could take for
// markup.
func typeWord(t hub.ErrorType) string {
	return strings.TrimPrefix(typeName(string(t)), "hub.")
}
