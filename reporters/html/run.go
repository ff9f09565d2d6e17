package html

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
	"github.com/seed-00a9b34c/hub/reporters/text"
)

// Write writes the run as one page. The error is the first of the writer.
func Write(w io.Writer, run *hub.Run) error {
	return write(w, pageOf(text.Paired(run), run.Verdict()))
}

func pageOf(run *hub.Run, verdict hub.Verdict) *page {
	page := &page{
		Verdict: string(verdict), Summary: text.Summary(run), Title: titleOf(run), Workers: run.Workers, Seconds: text.Sane(run.Seconds()),
		Counts: countsOf(run),
		Rows:   make([]row, len(run.Plan)),
	}
	page.Project, page.Facts = sanitize.Clip(run.Origin.Project, maxText), factsOf(run)
	for _, l := range run.LeftOut {
		page.LeftOut = append(page.LeftOut, fact{Term: text.Plural(l.Count, "example"), Text: l.Reason})
	}
	for _, t := range text.Problems(run) {
		page.Problems = append(page.Problems, problem{
			Text: sanitize.Clip(t.Text, maxText), Output: text.LastLines(t.Output(), text.TailLines, text.MaxTail),
		})
	}
	parts, partOf := partsOf(run)
	page.Parts, page.Balance = parts, text.Balance(run)
	for i := range run.Plan {
		page.Rows[i] = rowOf(run, &run.Plan[i], &run.Results[i])
		if at := partOf[run.Results[i].RunID]; at > 0 {
			page.Rows[i].ranIn(&page.Parts[at-1], at)
		}
	}
	page.share(run)
	for _, s := range run.Spans {
		page.Own = append(page.Own, own{Name: s.Name, Start: s.Started.Sub(run.Started).Seconds(), Seconds: text.Sane(s.Seconds)})
	}
	now := run.Summary()
	now.Verdict = verdict
	for i := range run.History {
		if now.Comparable(&run.History[i]) {
			page.Runs = append(page.Runs, pastOf(run.History[i]))
		}
	}
	page.Runs = append(page.Runs, pastOf(now))
	return page
}

// factsOf returns what is known of the run: first what was run, then how.
func factsOf(run *hub.Run) []fact {
	var out []fact
	add := func(term, value, link string) {
		if value != "" {
			out = append(out, fact{term, sanitize.Clip(value, maxText), link})
		}
	}
	add("Commit", short(run.Origin.Commit), "")
	add("Branch", run.Origin.Branch, "")
	add("Started", run.Started.UTC().Format(time.DateTime), "")
	if run.Origin.Page != "" {
		add("CI", strings.TrimPrefix(strings.TrimPrefix(run.Origin.Page, "https://"), "http://"), run.Origin.Page)
	}
	add("Command", "hub "+run.Command, "")
	add("Axis", run.Axis, "")
	add("System", run.Origin.System, "")
	add("Workers", fmt.Sprint(run.Workers), "")
	if n := len(run.Parts); n > 0 {
		add("Parts", fmt.Sprint(n), "")
	}
	add("Catalog", text.Plural(run.Catalog, "example"), "")
	add("Run", run.ID, "")
	add("Hub", run.Hub, "")
	return out
}

// short returns the abbreviated hash of a commit.
func short(commit string) string { return sanitize.Head(commit, 12) }

// titleOf returns the counts for the title of a window.
func titleOf(run *hub.Run) string {
	if len(run.Results) == 0 {
		return "no examples"
	}
	return text.Counts(run)
}

// countsOf returns the kinds with examples, failures first.
func countsOf(run *hub.Run) []tally {
	c := run.Counts()
	newly, fixed := 0, 0
	for i := range run.Results {
		if run.NewlyFailing(&run.Results[i]) {
			newly++
		}
		if run.Fixed(&run.Results[i]) {
			fixed++
		}
	}
	all := []tally{
		{Kind: failed, Label: "failed", Count: c.Errors},
		{Kind: passed, Label: "passed", Count: c.Completed},
		{Kind: flaky, Label: "flaky", Count: c.Flaky, Mark: true},
		{Kind: interrupted, Label: "interrupted", Count: c.Interrupted},
		{Kind: skipped, Label: "skipped", Count: c.Skipped},
		{Kind: notRun, Label: "not run", Count: c.Pending},
		{Kind: "new", Label: "newly failing", Count: newly, Mark: true},
		{Kind: "fixed", Label: "fixed", Count: fixed, Mark: true},
		{Kind: "doubtful", Label: "doubtful", Count: c.Doubtful, Mark: true},
		{Kind: "leaked", Label: markWord("leaked"), Count: c.Leaked, Mark: true},
		{Kind: "allowed", Label: "allowed failures", Count: c.AllowedFailure - c.Baseline.Known, Mark: true},
		{Kind: "known", Label: "known failures", Count: c.Baseline.Known, Mark: true},
		{Kind: "expired", Label: markWord("expired"), Count: c.Baseline.Expired, Mark: true},
		{Kind: "unlisted", Label: markWord("unlisted"), Count: c.Baseline.New, Mark: true},
		{Kind: "changed", Label: markWord("changed"), Count: c.Baseline.Changed, Mark: true},
		{Kind: "listed", Label: markWord("listed"), Count: c.Baseline.Fixed, Mark: true},
	}
	return slices.DeleteFunc(all, func(n tally) bool { return n.Count == 0 })
}

func pastOf(s hub.RunSummary) past {
	c := s.Counts
	return past{
		ID: s.ID, Started: s.Started, Verdict: string(s.Verdict), Seconds: text.Sane(s.Seconds),
		Total: c.Total, Passed: c.Completed, Failed: c.Errors, Skipped: c.Skipped,
		Other: c.Total - c.Completed - c.Errors - c.Skipped,
	}
}
