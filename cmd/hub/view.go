package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/mattn/go-runewidth"

	"github.com/seed-00a9b34c/hub/pkg/fingerprint"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/staleness"
	"github.com/seed-00a9b34c/hub/pkg/status"
)

// row is one example as list and status show it.
type row struct {
	Index         int                  `json:"index" doc:"position in the catalog, from 1; for fingers, never a key"`
	ID            string               `json:"id" doc:"the example's stable ID"`
	Group         string               `json:"group" doc:"its group"`
	Name          string               `json:"name" doc:"short name"`
	Title         string               `json:"title" doc:"title for people"`
	Status        hub.Status           `json:"status" doc:"pending, running, completed, error, interrupted, skipped or stale"`
	Reason        string               `json:"reason,omitempty" doc:"why it was skipped, interrupted or is stale"`
	Path          string               `json:"path" doc:"entry file, from the project's root"`
	Runner        string               `json:"runner,omitempty" doc:"runner that starts it"`
	Tags          []string             `json:"tags,omitempty" doc:"its tags"`
	ExecutionTime float64              `json:"executionTime" doc:"seconds of the last result, all its attempts"`
	LastExecuted  *time.Time           `json:"lastExecuted" doc:"when the last result ended; null when it never ran"`
	Attempts      int                  `json:"attempts" doc:"attempts ever recorded"`
	ErrorType     string               `json:"errorType,omitempty" doc:"type of the error, when the status is error"`
	ErrorMessage  string               `json:"errorMessage,omitempty" doc:"its message, one line"`
	Flaky         bool                 `json:"flaky,omitempty" doc:"the last result completed after a failed attempt"`
	Doubtful      string               `json:"doubtful,omitempty" doc:"why the last pass looks hollow"`
	Allowed       bool                 `json:"allowedFailure,omitempty" doc:"the error is allowed and does not gate"`
	Cause         status.Cause         `json:"cause,omitempty" doc:"why it is stale, in one word: changed, max-age, unrecorded or unreadable"`
	Changes       []fingerprint.Change `json:"changes,omitempty" doc:"what changed (what, name, how), at most twenty"`
	Leaked        []string             `json:"leaked,omitempty" doc:"processes that outlived its last run and were killed"`
	Fault         string               `json:"fault,omitempty" doc:"what is wrong with its id, or why it cannot be run, one line"`
}

// view joins an example with what is known of it. A pass whose grounds have
// changed is shown as stale.
func view(e hub.Example, known *status.File, stale staleness.Of) row {
	r := row{
		Index: e.Index, ID: e.ID, Group: e.Group, Name: e.Name, Title: line(e.Title),
		Path: e.Path, Runner: e.Runner, Tags: e.Tags, Status: hub.StatusPending,
	}
	if wrong := cmp.Or(e.Invalid, e.Fault); wrong != nil {
		r.Fault = line(wrong.Message)
	}
	entry, ok := known.Get(e.ID)
	if !ok {
		return r
	}
	r.Status, r.Reason = entry.Status, line(entry.Reason)
	r.ExecutionTime, r.Attempts = entry.ExecutionTime, entry.Attempts
	if !entry.LastExecuted.IsZero() {
		at := entry.LastExecuted.Time
		r.LastExecuted = &at
	}
	for _, l := range entry.Leaked {
		r.Leaked = append(r.Leaked, line(l))
	}
	r.Flaky, r.Doubtful, r.Allowed = entry.Flaky, line(entry.Doubtful), entry.AllowedFailure != nil
	if n := len(entry.Errors); n > 0 && entry.Status == hub.StatusError {
		last := entry.Errors[n-1]
		r.ErrorType, r.ErrorMessage = string(last.Type), line(last.Message)
	}
	if why := stale(e); why.Cause != "" {
		r.Status, r.Reason, r.Cause, r.Changes = hub.StatusStale, why.Reason, why.Cause, why.Changes
	}
	return r
}

func seconds(s float64) string { return fmt.Sprintf("%.3f", s) }

func writeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

// cell is one cell of a table; style is an SGR code or empty.
type cell struct{ text, style string }

func plain(texts ...string) []cell {
	out := make([]cell, len(texts))
	for i, t := range texts {
		out[i].text = t
	}
	return out
}

// statusStyle colours a status where colour is on.
func statusStyle(s hub.Status) string {
	switch s {
	case hub.StatusCompleted:
		return "32"
	case hub.StatusError:
		return "31"
	case hub.StatusInterrupted, hub.StatusStale, hub.StatusRunning:
		return "33"
	}
	return "2"
}

// writeTable writes rows in columns as wide as their widest cell; the first
// row is the heading, the first column is aligned right.
func writeTable(w io.Writer, color bool, rows [][]cell) error {
	var widths []int
	for _, r := range rows {
		for i := range r {
			r[i].text = line(r[i].text)
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], runewidth.StringWidth(r[i].text))
		}
	}
	var b strings.Builder
	for n, r := range rows {
		var l strings.Builder
		for i, c := range r {
			pad := strings.Repeat(" ", widths[i]-runewidth.StringWidth(c.text))
			text := c.text
			if style := c.style; color && (style != "" || n == 0) && text != "" {
				if n == 0 {
					style = "1"
				}
				text = "\x1b[" + style + "m" + text + "\x1b[0m"
			}
			switch {
			case i == 0:
				l.WriteString(pad + text)
			case i == len(r)-1:
				l.WriteString("  " + text)
			default:
				l.WriteString("  " + text + pad)
			}
		}
		b.WriteString(strings.TrimRight(l.String(), " ") + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}
