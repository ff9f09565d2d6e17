package html

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/ansi"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/outcome"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
	"github.com/seed-00a9b34c/hub/reporters/text"
)

const (
	// maxText bounds each text except outputs, in characters.
	maxText = 2000
	// diffLines bounds the lines of a diff.
	diffLines = 24
)

func rowOf(run *hub.Run, e *hub.Example, res *hub.Result) row {
	o := outcome.Of(res)
	row := row{
		Index: e.Index, ID: e.ID, Names: e.Called(), Title: e.Title, Group: cmp.Or(e.GroupTitle, e.Group), Tags: e.Tags,
		Kind: kindOf(o), Sign: o.Glyph, Word: o.Word, Failed: res.Gates(), Seconds: text.Sane(res.Seconds),
		Rerun: sanitize.ShellCommand([]string{"hub", "run", refOf(e.ID)}),
	}
	if !res.Ended() {
		o = outcome.OfStatus(hub.StatusPending, false) // as in the counts
		row.Kind, row.Sign, row.Word = kindOf(o), o.Glyph, o.Word
	}
	row.Why, row.Location, row.Link = whyOf(run, res)
	row.describe(run, e, res)
	for i := range res.Attempts {
		row.Attempts = append(row.Attempts, attemptOf(run, res, &res.Attempts[i], i == len(res.Attempts)-1))
	}
	return row
}

// refOf returns the reference to an example for hub run: exact, whatever the ID is.
func refOf(id string) string { return "id:" + id }

// whyOf returns why a result is not an ordinary pass, and where it failed.
func whyOf(run *hub.Run, res *hub.Result) (why, at, link string) {
	switch {
	case res.Status == hub.StatusError:
		err := text.Failure(res)
		why, at = text.Type(err.Type)+": "+err.Message, text.Location(&err)
		link = text.SourceLink(run.SourceURL, err.File, err.Line)
	case res.Status != hub.StatusCompleted:
		why = text.Reason(res)
	case res.Doubtful != "":
		why = "doubtful: " + res.Doubtful
	case res.Flaky:
		why = text.Flaky(res)
	case len(res.Leaked) > 0:
		why = "left processes behind: " + hub.Counted(res.Leaked)
	}
	return sanitize.Clip(why, maxText), at, link
}

// describe adds the facts and the marks.
func (row *row) describe(run *hub.Run, e *hub.Example, res *hub.Result) {
	add := func(term, value string) {
		if value != "" {
			row.Facts = append(row.Facts, fact{Term: term, Text: sanitize.Clip(value, maxText)})
		}
	}
	if e.Path != "" {
		row.Facts = append(row.Facts, fact{"File", sanitize.Clip(e.Path, maxText), text.SourceLink(run.SourceURL, e.Path, 0)})
	}
	row.recall(res, add)
	add("Runner", e.Runner)
	add("Command", sanitize.ShellCommand(e.Argv))
	if cpu := res.CPUSeconds(); cpu > 0 {
		add("CPU time", text.Seconds(cpu))
	}
	add("Peak memory", text.Memory(res.PeakMemory()))
	add("Tags", strings.Join(e.Tags, ", "))
	if e.Index > 0 {
		add("Index", strconv.Itoa(e.Index))
	}
	if run.NewlyFailing(res) {
		row.Marks = append(row.Marks, "new")
	}
	if run.Fixed(res) {
		row.Marks = append(row.Marks, "fixed")
	}
	if res.Flaky {
		row.Marks = append(row.Marks, flaky)
		if row.Kind == flaky {
			row.Marks = append(row.Marks, passed) // it counts as one
		}
	}
	if res.Doubtful != "" {
		row.Marks = append(row.Marks, "doubtful")
	}
	if len(res.Leaked) > 0 {
		row.Marks = append(row.Marks, "leaked")
		add("Left behind", hub.Counted(res.Leaked))
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
}

// ranIn records the part that ran the example: at a position from 1.
func (row *row) ranIn(p *partRun, at int) {
	row.Part = at
	row.Facts = append(row.Facts, fact{Term: "Ran in", Text: p.name()})
}

// recall adds what was recorded before the run.
func (row *row) recall(res *hub.Result, add func(term, value string)) {
	if res.Past == nil {
		return
	}
	res.Past.Each(func(s hub.Status, isFlaky bool) {
		row.Past = append(row.Past, kindOf(outcome.OfStatus(s, isFlaky)))
	})
	var parts []string
	for i := 0; i < len(row.Past); {
		n := 1
		for i+n < len(row.Past) && row.Past[i+n] == row.Past[i] {
			n++
		}
		parts = append(parts, strconv.Itoa(n)+" "+row.Past[i])
		i += n
	}
	add("Before", strings.Join(parts, ", then "))
	if run := res.Past.PassedRun; run != "" {
		if commit := res.Past.PassedCommit; commit != "" {
			run = "commit " + short(commit) + ", run " + run
		}
		add("Last passed", run)
	}
}

func attemptOf(run *hub.Run, res *hub.Result, a *hub.Attempt, last bool) attempt {
	out := attempt{
		Number: a.Number, Worker: cmp.Or(a.Worker, res.Worker), Start: text.Sane(a.Started.Sub(run.Started).Seconds()),
		Seconds: text.Sane(a.Seconds), Build: text.Sane(a.BuildSeconds), Kind: passed,
		End: text.Exit(a), Output: ansi.Shown(a.Output), Dropped: max(0, a.DroppedBytes), File: a.OutputFile,
	}
	switch {
	case a.Canceled:
		out.Kind, out.End = interrupted, "stopped by hub"
	case a.Error != nil:
		out.Kind, out.Why = failed, sanitize.Clip(text.Type(a.Error.Type)+": "+a.Error.Message, maxText)
		if a.Excerpt != nil {
			out.Source, out.Line, out.Hit = sanitize.Head(a.Excerpt.Text, 4<<10), a.Excerpt.Line, a.Error.Line
		}
		out.Diff = sanitize.Head(text.Difference(a.Error, diffLines), 2<<10) // of every failure in one page
	case a.Skip != "":
		out.Kind, out.Why = skipped, sanitize.Clip(a.Skip, maxText)
	case last && res.Status == hub.StatusInterrupted:
		out.Kind = interrupted
	}
	return out
}
