package html

import (
	"cmp"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/ansi"
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
		Verdict: string(verdict), Summary: text.Summary(run), Workers: run.Workers, Seconds: text.Sane(run.Seconds()),
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

// countsOf returns the kinds with examples, and always completed and errors.
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
		{Kind: "completed", Label: "completed", Count: c.Completed},
		{Kind: "error", Label: "errors", Count: c.Errors},
		{Kind: "interrupted", Label: "interrupted", Count: c.Interrupted},
		{Kind: "skipped", Label: "skipped", Count: c.Skipped},
		{Kind: "pending", Label: "not run", Count: c.Pending},
		{Kind: "new", Label: "newly failing", Count: newly, Mark: true},
		{Kind: "fixed", Label: "fixed", Count: fixed, Mark: true},
		{Kind: "flaky", Label: "flaky", Count: c.Flaky, Mark: true},
		{Kind: "doubtful", Label: "doubtful", Count: c.Doubtful, Mark: true},
		{Kind: "leaked", Label: "left processes behind", Count: c.Leaked, Mark: true},
		{Kind: "allowed", Label: "allowed failures", Count: c.AllowedFailure - c.Baseline.Known, Mark: true},
		{Kind: "known", Label: "known failures", Count: c.Baseline.Known, Mark: true},
		{Kind: "expired", Label: markWord("expired"), Count: c.Baseline.Expired, Mark: true},
		{Kind: "unlisted", Label: markWord("unlisted"), Count: c.Baseline.New, Mark: true},
		{Kind: "changed", Label: markWord("changed"), Count: c.Baseline.Changed, Mark: true},
		{Kind: "listed", Label: markWord("listed"), Count: c.Baseline.Fixed, Mark: true},
	}
	kept := all[:2]
	if c.Errors == 1 {
		kept[1].Label = "error"
	}
	for _, n := range all[2:] {
		if n.Count > 0 {
			kept = append(kept, n)
		}
	}
	return kept
}

func pastOf(s hub.RunSummary) past {
	c := s.Counts
	return past{
		ID: s.ID, Started: s.Started, Verdict: string(s.Verdict), Seconds: text.Sane(s.Seconds),
		Total: c.Total, Completed: c.Completed, Errors: c.Errors, Skipped: c.Skipped,
		Other: c.Total - c.Completed - c.Errors - c.Skipped,
	}
}

const (
	// maxText bounds each text except outputs, in characters.
	maxText = 2000
	// diffLines bounds the lines of a diff.
	diffLines = 24
)

func rowOf(run *hub.Run, e *hub.Example, res *hub.Result) row {
	row := row{
		Index: e.Index, ID: e.ID, Title: e.Title, Path: e.Path, Group: cmp.Or(e.GroupTitle, e.Group), Tags: e.Tags,
		Status: string(res.Status), Failed: res.Gates(), Seconds: text.Sane(res.Seconds),
	}
	if !res.Status.Valid() {
		row.Status = string(hub.StatusPending) // as in the counts
	}
	add := func(term, value string) {
		if value != "" {
			row.Facts = append(row.Facts, fact{Term: term, Text: sanitize.Clip(value, maxText)})
		}
	}
	switch {
	case res.Status == hub.StatusError:
		err := text.Failure(res)
		row.Why, row.Location = text.Type(err.Type)+": "+err.Message, text.Location(&err)
		row.Link = text.SourceLink(run.SourceURL, err.File, err.Line)
	case res.Status != hub.StatusCompleted:
		row.Why = text.Reason(res)
	case res.Doubtful != "":
		row.Why = "doubtful: " + res.Doubtful
	case res.Flaky:
		row.Why = text.Flaky(res)
	}
	row.Why = sanitize.Clip(row.Why, maxText)
	add("File", e.Path)
	add("Runner", e.Runner)
	add("Command", sanitize.ShellCommand(e.Argv))
	if run.NewlyFailing(res) {
		row.Marks = append(row.Marks, "new")
	}
	if run.Fixed(res) {
		row.Marks = append(row.Marks, "fixed")
	}
	if res.Flaky {
		row.Marks = append(row.Marks, "flaky")
		add("Flaky", text.Flaky(res))
	}
	if res.Doubtful != "" {
		row.Marks = append(row.Marks, "doubtful")
		add("Doubtful", res.Doubtful)
	}
	if len(res.Leaked) > 0 {
		row.Marks = append(row.Marks, "leaked")
		add("Leaked processes", strings.Join(res.Leaked, ", "))
	}
	if mark := standing(res); mark != "" {
		row.Marks = append(row.Marks, mark)
		add("Baseline", text.News(e, res))
	}
	if res.AllowedFailure != nil {
		if !res.AllowedFailure.Baseline {
			row.Marks = append(row.Marks, "allowed")
		}
		add("Allowed", text.Allowed(res.AllowedFailure))
	}
	for i := range res.Attempts {
		row.Attempts = append(row.Attempts, attemptOf(run, res, &res.Attempts[i], i == len(res.Attempts)-1))
	}
	return row
}

func attemptOf(run *hub.Run, res *hub.Result, a *hub.Attempt, last bool) attempt {
	out := attempt{
		Number: a.Number, Worker: cmp.Or(a.Worker, res.Worker), Start: text.Sane(a.Started.Sub(run.Started).Seconds()),
		Seconds: text.Sane(a.Seconds), Build: text.Sane(a.BuildSeconds), Kind: string(hub.StatusCompleted),
		End: text.Exit(a), Output: ansi.Shown(a.Output), Dropped: max(0, a.DroppedBytes), File: a.OutputFile,
	}
	switch {
	case a.Canceled:
		out.Kind, out.End = string(hub.StatusInterrupted), "stopped by hub"
	case a.Error != nil:
		out.Kind, out.Why = string(hub.StatusError), sanitize.Clip(text.Type(a.Error.Type)+": "+a.Error.Message, maxText)
		out.Diff = sanitize.Head(text.Difference(a.Error, diffLines), 2<<10) // of every failure in one page
	case a.Skip != "":
		out.Kind, out.Why = string(hub.StatusSkipped), sanitize.Clip(a.Skip, maxText)
	case last && res.Status == hub.StatusInterrupted:
		out.Kind = string(hub.StatusInterrupted)
	}
	return out
}
