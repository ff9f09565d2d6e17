package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/ansi"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
	"github.com/seed-00a9b34c/hub/pkg/status"
)

// attempts shows every attempt of the last result, when there are several.
func (p *page) attempts(list []hub.Attempt) {
	if len(list) < 2 {
		return
	}
	p.heading("Attempts")
	for i := range list {
		a := &list[i]
		text := fmt.Sprintf("exit code %d", a.ExitCode)
		if a.Signal != "" {
			text = "ended by " + a.Signal
		}
		if a.Error != nil {
			text += "  " + failedBy(*a.Error)
		} else if a.Skip != "" {
			text += "  skipped: " + a.Skip
		}
		p.printf("  %d  %s  %8ss  %s\n", a.Number, a.Started.Local().Format(time.DateTime), seconds(a.Seconds), line(text))
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

// history shows the results that are kept, the last one included.
func (p *page) history(entry status.Entry) {
	if len(entry.History) == 0 {
		return
	}
	p.heading("Earlier results, newest first")
	for i := len(entry.History) - 1; i >= 0; i-- {
		h := entry.History[i]
		mark := ""
		if h.Flaky {
			mark = "  flaky"
		}
		p.printf("  %s  %-11s %8ss  %s%s\n", h.Time.Local().Format(time.DateTime), h.Status, seconds(h.Seconds), h.RunID, mark)
	}
}

// errors shows the failed attempts that are kept, and in full what each printed.
func (p *page) errors(entry status.Entry, full bool) {
	if len(entry.Errors) > 0 {
		p.heading("Errors, newest first")
	}
	for i := len(entry.Errors) - 1; i >= 0; i-- {
		f := entry.Errors[i]
		from := fmt.Sprintf("exit code %d", f.ExitCode)
		if f.Attempt > 0 {
			from += fmt.Sprintf(", attempt %d", f.Attempt)
		}
		if f.RunID != "" {
			from += ", run " + f.RunID
		}
		p.printf("  %s  %s\n", f.Timestamp.Local().Format(time.DateTime),
			line(failedBy(hub.Error{Type: f.Type, Message: f.Message, File: f.File, Line: f.Line})))
		p.printf("      %s\n", line(from))
		if full && f.Output != "" {
			p.text(sanitize.Text(ansi.Shown(f.Output)))
		}
	}
	if full && len(entry.DependsOn) > 0 {
		p.heading("What the last result depended on")
		for _, part := range entry.DependsOn.List() {
			_, name, _ := strings.Cut(part, " ")
			p.printf("  %s\n", line(name))
		}
	}
}
