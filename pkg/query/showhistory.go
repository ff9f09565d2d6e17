package query

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/ansi"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/outcome"
	"github.com/seed-00a9b34c/hub/pkg/render"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
	"github.com/seed-00a9b34c/hub/pkg/status"
	"github.com/seed-00a9b34c/hub/reporters/text"
)

// attempts shows the attempts of the last result if there are several. full adds their
// outputs, except for the last attempt, whose output is that of the result.
func (x *Example) attempts(p *render.Page, full bool) {
	if len(x.Attempts) < 2 {
		return
	}
	p.Heading("Attempts")
	for i := range x.Attempts {
		a := &x.Attempts[i]
		end := endOf(a)
		if a.Error != nil {
			end += "  " + failedBy(*a.Error)
		} else if a.Skip != "" {
			end += "  skipped: " + a.Skip
		}
		p.Printf("  %d  %s  %8s  %s\n", a.Number, p.When(a.Started), text.Seconds(a.Seconds), sanitize.Line(end))
		if full && i < len(x.Attempts)-1 && a.Output != "" {
			x.block(p, sanitize.Text(ansi.Shown(a.Output)))
		}
	}
}

// ended returns how the last attempt ended. Without its run log, only the exit code is
// known.
func (x *Example) ended() string {
	if n := len(x.Attempts); n > 0 {
		return endOf(&x.Attempts[n-1])
	}
	a := hub.Attempt{ExitCode: x.Details.ExitCode}
	if x.Entry.Status == hub.StatusInterrupted {
		return ""
	}
	if n := len(x.Details.Errors); n > 0 && x.Entry.Status == hub.StatusError && x.Details.Errors[n-1].Type == hub.ErrTimeout {
		return "stopped after " + text.Seconds(x.Entry.ExecutionTime)
	}
	if a.ExitCode < 0 {
		return ""
	}
	return endOf(&a)
}

// endOf returns how an attempt ended: by itself, by a signal, or because hub stopped it.
func endOf(a *hub.Attempt) string {
	after := " after " + text.Seconds(a.Seconds)
	switch stopped := a.Canceled || a.Error != nil && a.Error.Type == hub.ErrTimeout; {
	case stopped && a.Signal != "":
		return "stopped" + after + " (" + a.Signal + ")"
	case stopped && a.ExitCode < 0:
		return "stopped" + after
	case stopped:
		return fmt.Sprintf("stopped%s, exit code %d", after, a.ExitCode)
	case a.Signal != "":
		return "killed by " + a.Signal + after
	case a.ExitCode < 0:
		return "never started"
	}
	return fmt.Sprintf("exit code %d", a.ExitCode)
}

// lastPass returns the newest recorded pass; nil if there is none.
func (x *Example) lastPass() *status.Past {
	for i := len(x.Details.History) - 1; i >= 0; i-- {
		if past := &x.Details.History[i]; past.Status == hub.StatusCompleted {
			return past
		}
	}
	return nil
}

// maxCommit is the number of digits of a commit that are shown.
const maxCommit = 12

// passed returns when and at which commit the example last passed; empty if its last result
// is a pass, or if nothing earlier is recorded.
func (x *Example) passed(p *render.Page) string {
	n := len(x.Details.History)
	if x.Entry.Status == hub.StatusCompleted || n < 2 {
		return ""
	}
	pass := x.lastPass()
	if pass == nil {
		return fmt.Sprintf("none in the last %s", render.Count(n, "result"))
	}
	line := fmt.Sprintf("%s, run %s", p.Moment(pass.Time.Time), pass.RunID)
	if x.PassCommit != "" {
		line += ", commit " + sanitize.Head(x.PassCommit, maxCommit)
	}
	return line
}

func failedBy(err hub.Error) string {
	if at := text.Location(&err); at != "" {
		return fmt.Sprintf("%s: %s (%s)", err.Type, err.Message, at)
	}
	return fmt.Sprintf("%s: %s", err.Type, err.Message)
}

// history shows the recorded results, including the last one; not the only one, which is
// above.
func (x *Example) history(p *render.Page) {
	if len(x.Details.History) < 2 {
		return
	}
	p.Heading("Results, newest first")
	g := p.Grid(render.Column{}, render.Column{}, render.Column{}, render.Column{Right: true}, render.Column{Rank: 1})
	for _, h := range slices.Backward(x.Details.History) {
		g.Row(render.Cell{}, render.Text(p.When(h.Time.Time)), p.Outcome(outcome.OfStatus(h.Status, h.Flaky)), render.Text(text.Seconds(h.Seconds)), render.Text(h.RunID))
	}
	g.Print()
}

// errors shows the recorded failed attempts; full adds the output of each. If several in a
// row have the same message, it is written once. A single one that belongs to the last
// result is shown there already.
func (x *Example) errors(p *render.Page, full bool) {
	if n := len(x.Details.Errors); n == 1 && !full && x.Entry.Status == hub.StatusError && x.Entry.UpdatedRunID != "" && x.Details.Errors[0].RunID == x.Entry.UpdatedRunID {
		return
	} else if n > 0 {
		p.Heading("Errors, newest first")
	}
	last := ""
	for _, f := range slices.Backward(x.Details.Errors) {
		if message := failedBy(hub.Error{Type: f.Type, Message: f.Message, File: f.File, Line: f.Line}); message != last {
			p.Prose("  ", message)
			last = message
		}
		p.Printf("      %s  %s\n", p.When(f.Timestamp.Time), sanitize.Line(attemptOf(&f)))
		shown := f.RunID == x.Entry.UpdatedRunID && len(x.Attempts) > 0 // with its attempts
		if full && f.Output != "" && !shown {
			x.block(p, sanitize.Text(ansi.Shown(f.Output)))
		}
	}
	if full && len(x.Details.DependsOn) > 0 {
		p.Heading("Dependencies of the last result")
		for _, part := range x.Details.DependsOn {
			_, name, _ := strings.Cut(part, " ")
			p.Printf("  %s\n", sanitize.Line(name))
		}
	}
}

// attemptOf returns the number of the failed attempt, and its exit code if it had one.
func attemptOf(f *status.Failure) string {
	var parts []string
	if f.ExitCode >= 0 {
		parts = append(parts, fmt.Sprintf("exit code %d", f.ExitCode))
	}
	if f.Attempt > 0 {
		parts = append(parts, fmt.Sprintf("attempt %d", f.Attempt))
	}
	if f.RunID != "" {
		parts = append(parts, "run "+f.RunID)
	}
	return strings.Join(parts, ", ")
}
