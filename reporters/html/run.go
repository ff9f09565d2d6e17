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
		Facts: []fact{
			{Term: "Started", Text: run.Started.UTC().Format(time.DateTime)},
			{Term: "Run", Text: run.ID},
			{Term: "Command", Text: "hub " + run.Command},
			{Term: "Workers", Text: fmt.Sprint(run.Workers)},
			{Term: "Catalog", Text: text.Plural(run.Catalog, "example")},
			{Term: "Hub", Text: run.Hub},
		},
		Counts: countsOf(run),
		Rows:   make([]row, len(run.Plan)),
	}
	for _, l := range run.LeftOut {
		page.LeftOut = append(page.LeftOut, fact{Term: text.Plural(l.Count, "example"), Text: l.Reason})
	}
	for _, t := range text.Problems(run) {
		page.Problems = append(page.Problems, problem{
			Text: sanitize.Clip(t.Text, maxText), Output: text.LastLines(t.Output(), text.TailLines, text.MaxTail),
		})
	}
	for i := range run.Plan {
		page.Rows[i] = rowOf(run, &run.Plan[i], &run.Results[i])
	}
	page.share(run)
	for _, s := range run.Spans {
		page.Own = append(page.Own, own{Name: s.Name, Start: s.Started.Sub(run.Started).Seconds(), Seconds: text.Sane(s.Seconds)})
	}
	for _, s := range run.History {
		page.Runs = append(page.Runs, pastOf(s))
	}
	now := run.Summary()
	now.Verdict = verdict
	page.Runs = append(page.Runs, pastOf(now))
	return page
}

// titleOf returns the counts for the title of a window: failures first, and at least how
// many passed.
func titleOf(run *hub.Run) string {
	c := run.Counts()
	if c.Total == 0 {
		return "no examples"
	}
	var parts []string
	for _, n := range []struct {
		count int
		word  string
	}{{c.Errors, "failed"}, {c.Interrupted, "interrupted"}, {c.Pending, "not run"}} {
		if n.count > 0 {
			parts = append(parts, fmt.Sprint(n.count, " ", n.word))
		}
	}
	return strings.Join(append(parts, fmt.Sprint(c.Completed, " passed")), ", ")
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
