package query

import (
	"cmp"
	"fmt"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/ansi"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/order"
	"github.com/seed-00a9b34c/hub/pkg/prose"
	"github.com/seed-00a9b34c/hub/pkg/render"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
	"github.com/seed-00a9b34c/hub/pkg/status"
	"github.com/seed-00a9b34c/hub/reporters/text"
)

// Example is one example with everything that is recorded about it.
type Example struct {
	hub.Example
	Entry   status.Entry
	Details status.Details
	// Ran is false if there is no result, or its errors were cleared.
	Ran bool
	// Output is the output of the last result. If its run log is kept, Attempts are
	// its attempts, and Diff is the difference from the expected output.
	Output   string
	Attempts []hub.Attempt
	Diff     string
	// Commit is the commit of its last result, PassCommit that of its last pass; empty if
	// it is not recorded.
	Commit, PassCommit string
	// Order says how its verdict depended on the order of the examples; nil if it did
	// not.
	Order *order.Dependence
	// Source is the beginning of the entry file; Cut says that the file is longer.
	Source string
	Cut    bool
	// Hide masks secrets. Begin and End are the fence around Output.
	Hide       func(text string) string
	Begin, End string
}

// Show returns the example with its entry in the snapshot.
func Show(s *Snapshot, e hub.Example) Example {
	entry, ok := s.Status.Get(e.ID)
	details := *entry.Details()
	x := Example{Example: e, Entry: entry, Details: details, Ran: ok && entry.Status != hub.StatusPending, Output: details.Output}
	pass := cmp.Or(x.lastPass(), &status.Past{})
	for i := range s.Status.Runs {
		run := &s.Status.Runs[i]
		if run.ID == entry.UpdatedRunID {
			x.Commit = run.Commit
		}
		if run.ID == pass.RunID {
			x.PassCommit = run.Commit
		}
	}
	return x
}

// Add adds the details of the last result from the log of its run.
func (x *Example) Add(run *hub.Run) {
	for i := range run.Results {
		r := &run.Results[i]
		if r.ID != x.ID || r.Last() == nil {
			continue
		}
		x.Output, x.Attempts = r.Output(), r.Attempts
		if r.Error != nil {
			x.Diff = r.Error.Diff
		}
	}
}

// ShowAnswer returns the page of one example. full adds the output of failed
// attempts, and the dependencies of the last result.
func ShowAnswer(s *Snapshot, x Example, full bool) render.Answer {
	r := exampleOf(s, &x.Example)
	return render.Answer{Page: func(p *render.Page) {
		x.metadata(p)
		x.result(p, &r)
		x.attempts(p, full)
		x.history(p)
		x.errors(p, full)
		if x.Diff != "" {
			p.Heading("Difference from the expected output")
			x.block(p, sanitize.Text(x.Diff))
		}
		x.source(p)
		if x.Ran && x.Output != "" {
			p.Heading("Last output")
			p.Printf("%s", x.Begin)
			x.block(p, sanitize.Text(ansi.Shown(x.Output)))
			p.Printf("%s", x.End)
		}
	}}
}

func (x *Example) block(p *render.Page, text string) { p.Block(x.Hide(text)) }

// field adds a line of metadata or of the last result.
func field(p *render.Page, name, value string) { p.Field(10, name, value) }

func (x *Example) metadata(p *render.Page) {
	name, _ := x.Names()
	p.Printf("%d  %s\n", x.Index, sanitize.Line(cmp.Or(x.Title, name)))
	field(p, "id", x.ID)
	if name != x.ID {
		field(p, "label", name)
	}
	field(p, "docname", x.DocName)
	field(p, "group", x.Group)
	field(p, "path", x.Path)
	field(p, "tags", strings.Join(x.Tags, ", "))
	field(p, "runner", x.Runner)
	if build := x.command(x.Build); build != "" { // as they are typed, on one line
		p.Printf("%-10s %s\n", "build", sanitize.Line(build))
	}
	if command := x.command(x.Argv); command != "" {
		p.Printf("%-10s %s\n", "command", sanitize.Line(command))
	}
	field(p, "folder", x.folder())
	field(p, "env", strings.Join(slices.Sorted(maps.Keys(x.Settings.Env.Set)), ", "))
	field(p, "timeout", x.Settings.Timeout.String())
	field(p, "expects", x.Hide(x.Settings.Expect.String()))
	field(p, "fail-on", x.patterns(x.Settings.FailOn))
	field(p, "skip-on", x.patterns(x.Settings.SkipOn))
	field(p, "skip", x.Skip)
	if x.Invalid != nil {
		field(p, "invalid", fmt.Sprintf("%s: %s", x.Invalid.Type, x.Invalid.Message))
	}
	if x.Fault != nil {
		field(p, "fault", x.Fault.Message)
	}
}

func (x *Example) patterns(list hub.Patterns) string {
	quoted := make([]string, len(list))
	for i, pattern := range list {
		quoted[i] = strconv.Quote(x.Hide(pattern))
	}
	return strings.Join(quoted, ", ")
}

func (x *Example) command(argv []string) string {
	words := make([]string, len(argv))
	for i, word := range argv {
		words[i] = x.Hide(word)
	}
	return sanitize.ShellCommand(words)
}

// folder returns the working directory of the example if it is not the project's root.
func (x *Example) folder() string {
	switch dir := path.Dir(x.Path); x.Settings.Workdir {
	case hub.WorkdirExample:
		return dir
	case hub.WorkdirCopy:
		return "a copy of " + dir
	}
	return ""
}

func (x *Example) result(p *render.Page, r *ExampleRow) {
	p.Heading("Last result")
	field(p, "status", p.Signed(r.outcome()))
	field(p, "reason", r.Reason)
	if !x.Ran {
		return
	}
	if r.ErrorType != "" {
		failure := x.Details.Errors[len(x.Details.Errors)-1]
		p.Prose("error      ", failedBy(hub.Error{Type: failure.Type, Message: failure.Message, File: failure.File, Line: failure.Line}))
	}
	if r.LastExecuted != nil {
		p.Printf("%-10s %s\n", "last run", p.Moment(*r.LastExecuted))
		field(p, "time", text.Seconds(r.ExecutionTime))
		if x.Details.CPUSeconds > 0 {
			field(p, "cpu time", text.Seconds(x.Details.CPUSeconds))
		}
		field(p, "memory", text.Memory(x.Details.PeakMemory))
		field(p, "ended", x.ended())
		field(p, "run", x.Entry.UpdatedRunID)
		field(p, "commit", sanitize.Head(x.Commit, maxCommit))
	}
	if n := len(x.Attempts); n > 1 {
		field(p, "attempts", fmt.Sprint(n))
	}
	field(p, "doubtful", r.Doubtful)
	field(p, "leaked", hub.Counted(x.Entry.Leaked))
	if r.Flaky {
		field(p, "flaky", "passed after a failed attempt")
	}
	field(p, "last pass", x.passed(p))
	if x.Order != nil {
		field(p, "order-dependent:", x.Order.String())
	}
}

// source shows the entry file; on a terminal Markdown is formatted.
func (x *Example) source(p *render.Page) {
	p.Heading("Source")
	source := x.Hide(sanitize.Text(x.Source))
	if ext := strings.ToLower(path.Ext(x.File)); (ext == ".md" || ext == ".markdown") && (p.Color() || p.Width() > 0) {
		source = prose.Terminal(source, prose.Style{Width: max(0, p.Width()-len("  | ")), Color: p.Color(), ASCII: p.ASCII()})
	}
	x.block(p, source) // masks again: a secret may be whole only without the marks
	if x.Cut {
		p.Block(p.Dots() + " (truncated)")
	}
}
