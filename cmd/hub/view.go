package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/mattn/go-runewidth"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/status"
)

// row is one example as list and status show it. The JSON names, and the CSV
// columns in the order of rowColumns, are a contract.
type row struct {
	Index         int        `json:"index"`
	ID            string     `json:"id"`
	Group         string     `json:"group"`
	Name          string     `json:"name"`
	Title         string     `json:"title"`
	Status        hub.Status `json:"status"`
	Reason        string     `json:"reason,omitempty"`
	Path          string     `json:"path"`
	Runner        string     `json:"runner,omitempty"`
	Tags          []string   `json:"tags,omitempty"`
	ExecutionTime float64    `json:"executionTime"`
	LastExecuted  *time.Time `json:"lastExecuted"`
	Attempts      int        `json:"attempts"`
	ErrorType     string     `json:"errorType,omitempty"`
	ErrorMessage  string     `json:"errorMessage,omitempty"`
	Flaky         bool       `json:"flaky,omitempty"`
	Doubtful      string     `json:"doubtful,omitempty"`
	Allowed       bool       `json:"allowedFailure,omitempty"`
}

// view joins an example with what is known of it. A pass whose grounds have
// changed is shown as stale.
func view(e hub.Example, known *status.File, stale func(hub.Example) staleness) row {
	r := row{
		Index: e.Index, ID: e.ID, Group: e.Group, Name: e.Name, Title: line(e.Title),
		Path: e.Path, Runner: e.Runner, Tags: e.Tags, Status: hub.StatusPending,
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
	r.Flaky, r.Doubtful, r.Allowed = entry.Flaky, line(entry.Doubtful), entry.AllowedFailure != nil
	if n := len(entry.Errors); n > 0 && entry.Status == hub.StatusError {
		last := entry.Errors[n-1]
		r.ErrorType, r.ErrorMessage = string(last.Type), line(last.Message)
	}
	if why := stale(e); why.cause != "" {
		r.Status, r.Reason = hub.StatusStale, why.reason
	}
	return r
}

var rowColumns = []string{
	"index", "id", "group", "name", "title", "status", "reason", "path", "runner", "tags",
	"executionTime", "lastExecuted", "attempts", "errorType", "errorMessage", "flaky", "doubtful", "allowedFailure",
}

func (r row) fields() []string {
	last := ""
	if r.LastExecuted != nil {
		last = r.LastExecuted.UTC().Format(time.RFC3339)
	}
	return []string{
		fmt.Sprint(r.Index), r.ID, r.Group, r.Name, r.Title, string(r.Status), r.Reason, r.Path, r.Runner,
		strings.Join(r.Tags, " "), seconds(r.ExecutionTime), last, fmt.Sprint(r.Attempts),
		r.ErrorType, r.ErrorMessage, fmt.Sprint(r.Flaky), r.Doubtful, fmt.Sprint(r.Allowed),
	}
}

func seconds(s float64) string { return fmt.Sprintf("%.3f", s) }

func writeCSV(w io.Writer, rows []row) error {
	c := csv.NewWriter(w)
	if err := c.Write(rowColumns); err != nil {
		return err
	}
	for _, r := range rows {
		if err := c.Write(r.fields()); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}

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
