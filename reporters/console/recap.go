package console

import (
	"fmt"
	"strings"

	width "github.com/charmbracelet/x/ansi"

	"github.com/seed-00a9b34c/hub/pkg/ansi"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
	"github.com/seed-00a9b34c/hub/reporters/text"
)

// maxRecap bounds each list of the recap except failures; verbose shows all.
const maxRecap = 20

// recap returns the end of the console: what needs attention, most urgent last, then the
// verdict and the hints, right above the prompt. inView reports whether the lines of the
// examples are in view above a text; then they are not repeated.
func (s style) recap(run *hub.Run, inView func(text string) bool) string {
	if (run.Command == "errors" || run.Command == "stale") && run.Verdict() == hub.VerdictEmpty && run.Passed() && !s.o.Verbose {
		return "" // the answer of the command says that there was nothing to re-run
	}
	var b strings.Builder
	if !s.o.Quiet {
		s.writeUnseen(&b, text.Paired(run))
		if !inView(b.String()) {
			s.writeLists(&b, text.Paired(run))
		}
		b.WriteString("\n")
	}
	if s.o.Balance {
		for _, line := range text.Balance(run) {
			b.WriteString(s.paint(ansi.Dim, line) + "\n")
		}
	}
	b.WriteString(s.verdict(run) + "\n")
	if s.o.Hints != nil && !s.o.Quiet {
		b.WriteString(s.hints(run))
	}
	return b.String()
}

// verdict returns one line that begins with the verdict.
func (s style) verdict(run *hub.Run) string {
	v := run.Verdict()
	role := map[hub.Verdict]ansi.Paint{
		hub.VerdictGood: ansi.Good, hub.VerdictFailed: ansi.Bad, hub.VerdictEmpty: ansi.Warn, hub.VerdictInterrupted: ansi.Incomplete, hub.VerdictTrouble: ansi.Bad,
	}[v]
	return s.paint(role.Strong(), strings.ToUpper(string(v))) + "  " + text.Summary(run)
}

// writeUnseen writes what the lines of examples do not show, such as known failures, which
// have no block.
func (s style) writeUnseen(b *strings.Builder, run *hub.Run) {
	if s.o.Verbose || run.Verdict() == hub.VerdictEmpty {
		var lines []string
		total := 0
		for _, left := range run.LeftOut {
			total += left.Count
			lines = append(lines, fmt.Sprintf("  %d  %s\n", left.Count, sanitize.Line(left.Reason)))
		}
		s.writeList(b, "Left out", total, lines)
	}
	s.list(b, run, "Not run", func(r *hub.Result) bool { return !r.Ended() }, func(*hub.Result) string { return "" })
	s.writeCauses(b, "Known failures", run,
		text.Causes(run, func(r *hub.Result) bool { return allowed(r) && r.AllowedFailure.Baseline }), true, failureText)
}

func (s style) writeLists(b *strings.Builder, run *hub.Run) {
	s.writeSkipped(b, run)
	s.list(b, run, "Leaked processes",
		func(r *hub.Result) bool { return len(r.Leaked) > 0 },
		func(r *hub.Result) string { return hub.Counted(r.Leaked) })
	s.writeCauses(b, "Doubtful passes", run, text.Doubts(run), true, func(r *hub.Result) string { return r.Doubtful })
	s.list(b, run, "Flaky", func(r *hub.Result) bool { return r.Flaky }, text.Flaky)
	s.list(b, run, "Interrupted",
		func(r *hub.Result) bool { return r.Status == hub.StatusInterrupted }, text.Reason)
	s.writeCauses(b, "Allowed failures", run,
		text.Causes(run, func(r *hub.Result) bool { return allowed(r) && !r.AllowedFailure.Baseline }), true,
		func(r *hub.Result) string { return failureText(r) + "; " + text.Allowed(r.AllowedFailure) })
	s.list(b, run, "Fixed, and still in the baseline",
		func(r *hub.Result) bool { return r.Baseline == hub.StandingFixed && !r.Gates() }, func(*hub.Result) string { return "" })
	s.writeCauses(b, "Failures", run, text.Causes(run, (*hub.Result).Gates), false, func(r *hub.Result) string {
		switch {
		case r.Baseline != "":
			return string(r.Baseline) + ": " + failureText(r)
		case run.Baseline == nil && run.NewlyFailing(r):
			return "new: " + failureText(r)
		}
		return failureText(r)
	})
}

// list writes the results that take accepts, each with a text.
func (s style) list(b *strings.Builder, run *hub.Run, title string, take func(*hub.Result) bool, text func(*hub.Result) string) {
	var lines []string
	for i := range run.Results {
		if take(&run.Results[i]) {
			lines = append(lines, s.listed(run, i, text))
		}
	}
	s.writeList(b, title, len(lines), lines)
}

// allowed reports whether the result is a failure that does not gate.
func allowed(r *hub.Result) bool { return r.Status == hub.StatusError && !r.Gates() }

// writeList writes a list of n examples; a line may list several of them.
func (s style) writeList(b *strings.Builder, title string, n int, lines []string) {
	if len(lines) == 0 {
		return
	}
	fmt.Fprintf(b, "\n%s (%d)\n", title, n)
	for i, line := range lines {
		if !s.o.Verbose && i == maxRecap {
			fmt.Fprintf(b, "  … and %d more\n", len(lines)-i)
			break
		}
		b.WriteString(line)
	}
}

// writeSkipped counts skipped examples by reason, in the order of the first example of
// each.
func (s style) writeSkipped(b *strings.Builder, run *hub.Run) {
	var reasons []string
	count := map[string]int{}
	total := 0
	for i := range run.Results {
		if res := &run.Results[i]; res.Status == hub.StatusSkipped {
			why := sanitize.Line(text.Reason(res))
			if count[why] == 0 {
				reasons = append(reasons, why)
			}
			count[why]++
			total++
		}
	}
	if total == 0 {
		return
	}
	fmt.Fprintf(b, "\nSkipped (%d)\n", total)
	width := 0
	for _, why := range reasons {
		width = max(width, len(fmt.Sprint(count[why])))
	}
	for i, why := range reasons {
		if !s.o.Verbose && i == maxRecap {
			fmt.Fprintf(b, "  … and %d more reasons\n", len(reasons)-i)
			break
		}
		fmt.Fprintf(b, "  %*d  %s\n", width, count[why], sanitize.Clip(why, maxColumns))
	}
}

// failureText returns an error in one line.
func failureText(res *hub.Result) string {
	err := text.Failure(res)
	line := text.Type(err.Type) + ": " + sanitize.Clip(sanitize.Line(err.Message), maxColumns/2)
	if at := text.Location(&err); at != "" {
		line += "  (" + at + ")"
	}
	return line
}

// hints returns the suggestions for the next command.
func (s style) hints(run *hub.Run) string {
	hints := s.o.Hints(run)
	columns := 0
	for _, h := range hints {
		columns = max(columns, width.StringWidth(sanitize.Line(h.Command)))
	}
	var b strings.Builder
	for i, h := range hints {
		lead := "Next: "
		if i > 0 {
			lead = "      "
		}
		b.WriteString(lead + fill(sanitize.Line(h.Command), columns) + "  " + sanitize.Line(h.Does) + "\n")
	}
	return b.String()
}
