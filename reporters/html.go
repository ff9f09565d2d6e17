package reporters

import (
	"cmp"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/ansi"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
	"github.com/seed-00a9b34c/hub/reporters/html"
)

// writeHTML writes the run as one page for people, see package html.
func writeHTML(w io.Writer, run *hub.Run) error {
	page := htmlPage(paired(run), run.Verdict())
	return html.Write(w, &page)
}

func htmlPage(run *hub.Run, verdict hub.Verdict) html.Page {
	page := html.Page{
		Verdict: string(verdict), Summary: summaryText(run), Workers: run.Workers, Seconds: sane(run.Seconds()),
		Facts: []html.Fact{
			{Term: "Started", Text: run.Started.UTC().Format(time.DateTime)},
			{Term: "Run", Text: run.ID},
			{Term: "Command", Text: "hub " + run.Command},
			{Term: "Workers", Text: fmt.Sprint(run.Workers)},
			{Term: "Catalog", Text: plural(run.Catalog, "example")},
			{Term: "Hub", Text: run.Hub},
		},
		Counts: htmlCounts(run),
		Rows:   make([]html.Row, len(run.Plan)),
	}
	for _, l := range run.LeftOut {
		page.LeftOut = append(page.LeftOut, html.Fact{Term: plural(l.Count, "example"), Text: l.Reason})
	}
	for _, t := range besides(run) {
		page.Troubles = append(page.Troubles, html.Trouble{
			Text: sanitize.Clip(t.text, maxText), Output: lastLines(t.output(), tailLines, maxTail),
		})
	}
	for i := range run.Plan {
		page.Rows[i] = htmlRow(run, &run.Plan[i], &run.Results[i])
	}
	for _, s := range run.History {
		page.Runs = append(page.Runs, htmlRun(s))
	}
	now := run.Summary()
	now.Verdict = verdict
	page.Runs = append(page.Runs, htmlRun(now))
	return page
}

// htmlCounts are the kinds that there are any of, completed and errors always.
func htmlCounts(run *hub.Run) []html.Count {
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
	all := []html.Count{
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
		{Kind: "allowed", Label: "allowed failures", Count: c.AllowedFailure, Mark: true},
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

func htmlRun(s hub.RunSummary) html.Run {
	c := s.Counts
	return html.Run{
		ID: s.ID, Started: s.Started, Verdict: string(s.Verdict), Seconds: sane(s.Seconds),
		Total: c.Total, Completed: c.Completed, Errors: c.Errors, Skipped: c.Skipped,
		Other: c.Total - c.Completed - c.Errors - c.Skipped,
	}
}

// maxText bounds what is shown of one text but the outputs, in characters.
const maxText = 2000

func htmlRow(run *hub.Run, e *hub.Example, res *hub.Result) html.Row {
	row := html.Row{
		Index: e.Index, ID: e.ID, Title: e.Title, Path: e.Path, Group: cmp.Or(e.GroupTitle, e.Group), Tags: e.Tags,
		Status: string(res.Status), Failed: res.Gates(), Seconds: sane(res.Seconds),
	}
	if !res.Status.Valid() {
		row.Status = string(hub.StatusPending) // as it is counted
	}
	fact := func(term, text string) {
		if text != "" {
			row.Facts = append(row.Facts, html.Fact{Term: term, Text: sanitize.Clip(text, maxText)})
		}
	}
	switch {
	case res.Status == hub.StatusError:
		err := failure(res)
		row.Why, row.Place = typeWord(err.Type)+": "+err.Message, place(&err)
		row.Link = sourceLink(run.SourceURL, err.File, err.Line)
	case res.Status != hub.StatusCompleted:
		row.Why = reason(res)
	case res.Doubtful != "":
		row.Why = "completed, and yet: " + res.Doubtful
	case res.Flaky:
		row.Why = flakyText(res)
	}
	row.Why = sanitize.Clip(row.Why, maxText)
	fact("File", e.Path)
	fact("Runner", e.Runner)
	fact("Command", sanitize.ShellCommand(e.Argv))
	if run.NewlyFailing(res) {
		row.Marks = append(row.Marks, "new")
	}
	if run.Fixed(res) {
		row.Marks = append(row.Marks, "fixed")
	}
	if res.Flaky {
		row.Marks = append(row.Marks, "flaky")
		fact("Flaky", flakyText(res))
	}
	if res.Doubtful != "" {
		row.Marks = append(row.Marks, "doubtful")
		fact("Doubtful", res.Doubtful)
	}
	if len(res.Leaked) > 0 {
		row.Marks = append(row.Marks, "leaked")
		fact("Left processes behind", strings.Join(res.Leaked, ", "))
	}
	if res.AllowedFailure != nil {
		row.Marks = append(row.Marks, "allowed")
		fact("Allowed", allowedText(res.AllowedFailure))
	}
	for i := range res.Attempts {
		row.Attempts = append(row.Attempts, htmlAttempt(run, res, &res.Attempts[i], i == len(res.Attempts)-1))
	}
	return row
}

func htmlAttempt(run *hub.Run, res *hub.Result, a *hub.Attempt, last bool) html.Attempt {
	out := html.Attempt{
		Number: a.Number, Worker: cmp.Or(a.Worker, res.Worker), Start: sane(a.Started.Sub(run.Started).Seconds()),
		Seconds: sane(a.Seconds), Build: sane(a.BuildSeconds), Kind: string(hub.StatusCompleted),
		End: exitText(a), Output: ansi.Shown(a.Output), Dropped: max(0, a.DroppedBytes), File: a.OutputFile,
	}
	switch {
	case a.Canceled:
		out.Kind, out.End = string(hub.StatusInterrupted), "stopped by hub"
	case a.Error != nil:
		out.Kind, out.Why = string(hub.StatusError), sanitize.Clip(typeWord(a.Error.Type)+": "+a.Error.Message, maxText)
		out.Diff = sanitize.Head(difference(a.Error, consoleDiff), 2<<10) // of every failure in one page
	case a.Skip != "":
		out.Kind, out.Why = string(hub.StatusSkipped), sanitize.Clip(a.Skip, maxText)
	case last && res.Status == hub.StatusInterrupted:
		out.Kind = string(hub.StatusInterrupted)
	}
	return out
}
