package console

import (
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	width "github.com/charmbracelet/x/ansi"

	"github.com/seed-00a9b34c/hub/pkg/ansi"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/outcome"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
	"github.com/seed-00a9b34c/hub/reporters/text"
)

const (
	// maxLines and maxTail (bytes) bound an output, maxColumns (characters) its lines.
	maxLines, maxTail = 10, 16 << 10
	maxColumns        = 400
	// maxNameColumn bounds the width of the column of names; longer ones push the rest
	// right.
	maxNameColumn = 48
)

// style formats the lines of the console.
type style struct {
	o Options
	// header is that of the run; nil before its start.
	header *hub.RunHeader
	// columns returns the widths of the columns.
	columns func() (index, names int)
}

// newStyle leaves the widths until a line is printed: a quiet run prints none, and others
// print none before the first example has started.
func newStyle(o Options) style {
	s := style{o: o, columns: sync.OnceValues(func() (index, names int) { return columns(o) })}
	if o.Quiet {
		s.o.Verbose = false
	}
	return s
}

// columns returns the widths of the columns for indexes and names.
func columns(o Options) (index, names int) {
	last := 1
	for _, e := range o.Plan {
		last = max(last, e.Index)
		if names < maxNameColumn {
			names = max(names, width.StringWidth(sanitize.Line(e.Called())))
		}
	}
	index, names = len(strconv.Itoa(last)), min(max(names, 1), maxNameColumn)
	if o.Live != nil && o.Size != nil {
		if columns, _ := o.Size(); columns > 0 { // the time is beside it, if there is room
			names = min(names, max(1, columns-29-index))
		}
	}
	return index, names
}

func (s style) paint(role ansi.Paint, text string) string {
	if !s.o.Color {
		return text
	}
	return role.On(text)
}

// shown returns text as the stream can show it. Everything that is printed passes through
// it, so only this function handles ASCII.
func (s style) shown(text string) string {
	if !s.o.ASCII {
		return text
	}
	return outcome.ASCII(text)
}

// name returns the index and the names of an example, in columns. It begins with the index,
// never with untrusted text.
func (s style) name(e *hub.Example, pad bool) string {
	index, column := s.columns()
	names := sanitize.Line(e.Called())
	if pad {
		names = fill(names, column)
	}
	return fmt.Sprintf("%*d  %s", index, e.Index, names)
}

// fill pads text with blanks to that many columns.
func fill(text string, columns int) string {
	return text + strings.Repeat(" ", max(0, columns-width.StringWidth(text)))
}

// indent precedes lines that belong to the line above.
func (s style) indent() string {
	index, _ := s.columns()
	return strings.Repeat(" ", index+2)
}

// begin returns the first line of a run of n examples, which no more than n workers can
// run at a time; empty without any, and for examples that were named.
func (s style) begin(h *hub.RunHeader, n int) string {
	if h.Part.Queued() {
		return "Running examples from a queue with " + text.Plural(h.Workers, "worker") + "\n"
	}
	if n == 0 || h.Command == "run" {
		return ""
	}
	scope := text.Plural(n, "example")
	if n < h.Catalog {
		scope = fmt.Sprintf("%d of %s", n, text.Plural(h.Catalog, "example"))
	}
	if share := h.Share(); share != "" {
		scope += " (" + share + ")"
	}
	scope += " with " + text.Plural(min(h.Workers, n), "worker")
	if h.NoExamples > 0 {
		what := "other files or folders"
		if h.NoExamples == 1 {
			what = "other file or folder"
		}
		scope += fmt.Sprintf("; %d %s left out (see 'hub list')", h.NoExamples, what)
	}
	return "Running " + scope + "\n"
}

// outcome returns the beginning of a line: glyph and word, padded to a column.
func (s style) outcome(o outcome.Outcome) string {
	return s.paint(o.Role, fmt.Sprintf("%s %-11s", o.Glyph, o.Word)) + "  "
}

func (s style) start(e *hub.Example) string {
	o := outcome.OfStatus(hub.StatusRunning, false)
	o.Word = "started"
	return s.outcome(o) + s.name(e, false) + "\n"
}

func (s style) slow(e *hub.Example, since time.Duration) string {
	return s.paint(ansi.Warn, "SLOW") + " " + s.name(e, false) + " has been running for " + roughly(since) + "\n"
}

// line returns the line of a result, without its end.
func (s style) line(e *hub.Example, res *hub.Result) string {
	line := s.outcome(outcome.Of(res)) + s.name(e, true)
	took := ""
	if res.Status != hub.StatusSkipped || len(res.Attempts) > 0 { // unless it never started
		took = text.Seconds(res.Seconds)
	}
	notes := s.notes(e, res)
	switch {
	case notes != "":
		line += fmt.Sprintf("  %8s  %s", took, notes)
	case took != "":
		line += fmt.Sprintf("  %8s", took)
	}
	return line
}

// inFull reports whether an error is shown with message and output: a known failure only
// if everything is.
func (s style) inFull(res *hub.Result) bool {
	return s.o.Verbose || res.Baseline != hub.StandingKnown
}

// notes returns the end of the line: the reason why an example did not run, and its marks.
func (s style) notes(e *hub.Example, res *hub.Result) string {
	var notes []string
	if res.Status != hub.StatusCompleted && res.Status != hub.StatusError {
		notes = append(notes, text.Reason(res))
	}
	if res.Flaky {
		notes = append(notes, text.Flaky(res))
	}
	if res.Doubtful != "" {
		notes = append(notes, "doubtful: "+res.Doubtful)
	}
	if len(res.Leaked) > 0 {
		notes = append(notes, "leaked: "+hub.Counted(res.Leaked))
	}
	if res.AllowedFailure != nil {
		notes = append(notes, text.Allowed(res.AllowedFailure))
	}
	if news := s.news(e, res); news != "" {
		notes = append(notes, news)
	}
	return sanitize.Clip(sanitize.Line(strings.Join(notes, "; ")), maxColumns)
}

// writeAttempts lists the attempts if there were several.
func (s style) writeAttempts(b *strings.Builder, res *hub.Result) {
	if !s.o.Verbose || len(res.Attempts) < 2 {
		return
	}
	for i := range res.Attempts {
		a := &res.Attempts[i]
		outcome := "passed"
		switch {
		case a.Error != nil:
			outcome = text.Type(a.Error.Type) + ": " + sanitize.Clip(sanitize.Line(a.Error.Message), maxColumns)
		case a.Canceled:
			outcome = "stopped"
		case a.Skip != "":
			outcome = "skipped: " + sanitize.Clip(sanitize.Line(a.Skip), maxColumns)
		}
		fmt.Fprintf(b, "%sattempt %d: %s (%s, %s)\n", s.indent(), a.Number, outcome, text.Exit(a), text.Seconds(a.Seconds))
	}
}

// news returns what is new about a result, compared with the baseline, if there is one, and
// otherwise with the previous result; empty if nothing is new.
func (s style) news(e *hub.Example, res *hub.Result) string {
	switch {
	case s.header == nil || s.header.Baseline != nil || res.Baseline != "":
		return text.News(e, res)
	case s.header.NewlyFailing(res):
		return "new failure: passed before"
	case s.header.Fixed(res):
		return "fixed: failed before"
	}
	return ""
}
