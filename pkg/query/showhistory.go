package query

import (
	"fmt"
	"strings"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/ansi"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/render"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// attempts shows the attempts of the last result if there are several.
func (x *Example) attempts(p *render.Page) {
	if len(x.Attempts) < 2 {
		return
	}
	p.Heading("Attempts")
	for i := range x.Attempts {
		a := &x.Attempts[i]
		text := exitCode(a.ExitCode)
		if a.Signal != "" {
			text = "ended by " + a.Signal
		}
		if a.Error != nil {
			text += "  " + failedBy(*a.Error)
		} else if a.Skip != "" {
			text += "  skipped: " + a.Skip
		}
		p.Printf("  %d  %s  %8ss  %s\n", a.Number, a.Started.Local().Format(time.DateTime), render.Seconds(a.Seconds), sanitize.Line(text))
	}
}

func failedBy(err hub.Error) string {
	text := fmt.Sprintf("%s: %s", err.Type, err.Message)
	switch {
	case err.File != "" && err.Line > 0:
		text += fmt.Sprintf(" (%s:%d)", err.File, err.Line)
	case err.File != "":
		text += " (" + err.File + ")"
	}
	return text
}

// exitCode returns the text for an exit code, which is -1 for a program that never
// started or was ended by a signal.
func exitCode(code int) string {
	if code < 0 {
		return "no exit code"
	}
	return fmt.Sprintf("exit code %d", code)
}

// history shows the recorded results, including the last one.
func (x *Example) history(p *render.Page) {
	if len(x.Details.History) == 0 {
		return
	}
	p.Heading("Results, newest first")
	for i := len(x.Details.History) - 1; i >= 0; i-- {
		h := x.Details.History[i]
		mark := ""
		if h.Flaky {
			mark = "  flaky"
		}
		p.Printf("  %s  %-11s %8ss  %s%s\n", h.Time.Local().Format(time.DateTime), sanitize.Line(string(h.Status)),
			render.Seconds(h.Seconds), sanitize.Line(h.RunID), mark)
	}
}

// errors shows the recorded failed attempts; full adds the output of each.
func (x *Example) errors(p *render.Page, full bool) {
	if len(x.Details.Errors) > 0 {
		p.Heading("Errors, newest first")
	}
	for i := len(x.Details.Errors) - 1; i >= 0; i-- {
		f := x.Details.Errors[i]
		from := exitCode(f.ExitCode)
		if f.Attempt > 0 {
			from += fmt.Sprintf(", attempt %d", f.Attempt)
		}
		if f.RunID != "" {
			from += ", run " + f.RunID
		}
		p.Printf("  %s  %s\n", f.Timestamp.Local().Format(time.DateTime),
			sanitize.Line(failedBy(hub.Error{Type: f.Type, Message: f.Message, File: f.File, Line: f.Line})))
		p.Printf("      %s\n", sanitize.Line(from))
		if full && f.Output != "" {
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
