package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/ansi"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/mask"
	"github.com/seed-00a9b34c/hub/pkg/plainfile"
	"github.com/seed-00a9b34c/hub/pkg/redact"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
	"github.com/seed-00a9b34c/hub/pkg/status"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// maxSource bounds how much of an entry file is shown.
const maxSource = 256 << 10

// ShowCmd shows one example.
type ShowCmd struct {
	Ref string `arg:"" name:"ref" help:"Example: index, ID, docname, path or unique end of a path."`
	Log bool   `help:"Print the captured output of the last run alone."`
}

// Help is the long help.
func (ShowCmd) Help() string {
	return "Metadata, the last result with all its attempts, the results before it, the newest five errors (with -v also what was printed, and what the result depended on), the source, the last output.\n\n" +
		"Exit codes: 0; 2 usage or configuration, no such example, no output; 3 something cannot be read."
}

// Run shows it.
func (c *ShowCmd) Run(app *App) error {
	k, err := app.known()
	if err != nil {
		return err
	}
	cfg, known := k.cfg, k.status
	named, err := app.lookup(k.catalog, c.Ref)
	if err != nil {
		return err
	}
	e := named.Example
	entry, ran := known.Get(e.ID)
	ran = ran && entry.Status != hub.StatusPending // its errors were cleared
	output, diff := entry.Output, ""
	var attempts []hub.Attempt // of the last result, as far as its run is kept
	if ran {
		// The newest result of all, also one by which the example skipped itself.
		log, err := app.store(cfg).Log(context.Background(), entry.UpdatedRunID)
		switch {
		case errors.Is(err, fs.ErrNotExist): // it is not kept any more
		case err != nil:
			app.warn("what the newest run printed is not shown whole: %v", err)
		default:
			for i := range log.Run.Results {
				if r := &log.Run.Results[i]; r.ID == e.ID && r.Last() != nil {
					output, attempts = r.Output(), r.Attempts
					if r.Error != nil {
						diff = r.Error.Diff
					}
				}
			}
		}
	}
	if c.Log {
		if !ran || entry.Attempts == 0 {
			return usage.Errorf("%s: there is no result, it has never been run (or its errors were cleared): no output", e.ID)
		}
		if _, isTerminal := terminal(app.Stdout); isTerminal {
			output = sanitize.Text(output)
		}
		out := app.stream()
		_, _ = io.WriteString(out, output) // end tells the error
		return out.end(context.Background())
	}
	p := &page{w: app.Stdout, color: app.color(app.Stdout), secrets: app.secrets}
	p.metadata(e)
	prints := app.fingerprints(context.Background(), cfg, false)
	p.results(view(e, known, prints.Stale(known, cfg.Status.MaxAge, app.Now())), entry, ran)
	if err := prints.Err(); err != nil {
		return err
	}
	p.attempts(attempts)
	p.history(entry)
	p.errors(entry, app.CLI.Verbose)
	if diff != "" {
		p.heading("How the output differs from what is expected")
		p.text(sanitize.Text(diff))
	}
	p.source(e)
	if ran && output != "" {
		p.heading("Last output")
		begin, end := app.fence()
		p.printf("%s", begin)
		p.text(sanitize.Text(ansi.Shown(output)))
		p.printf("%s", end)
	}
	return p.err
}

// page writes sections and keeps the first write error.
type page struct {
	w       io.Writer
	color   bool
	secrets *mask.Patterns
	err     error
}

func (p *page) printf(format string, args ...any) {
	if p.err == nil {
		_, p.err = fmt.Fprintf(p.w, format, args...)
	}
}

func (p *page) heading(text string) {
	if p.color {
		text = "\x1b[1m" + text + "\x1b[0m"
	}
	p.printf("\n%s\n", text)
}

func (p *page) text(s string) {
	for l := range strings.SplitSeq(strings.TrimRight(p.secrets.String(s), "\n"), "\n") {
		p.printf("  | %s\n", l)
	}
}

func (p *page) field(name, value string) {
	if value != "" {
		p.printf("%-10s %s\n", name, line(value))
	}
}

func (p *page) metadata(e hub.Example) {
	p.printf("%d  %s\n", e.Index, line(e.Title))
	p.field("id", e.ID)
	p.field("docname", e.DocName)
	p.field("group", e.Group)
	p.field("path", e.Path)
	p.field("tags", strings.Join(e.Tags, ", "))
	p.field("runner", e.Runner)
	if e.Build != nil {
		p.field("build", sanitize.ShellCommand(redact.Argv(p.secrets, e.Build)))
	}
	p.field("command", sanitize.ShellCommand(redact.Argv(p.secrets, e.Argv)))
	p.field("timeout", e.Settings.Timeout.String())
	p.field("expects", p.secrets.String(e.Settings.Expect.String()))
	p.field("skip", e.Skip)
	if e.Invalid != nil {
		p.field("invalid", fmt.Sprintf("%s: %s", e.Invalid.Type, e.Invalid.Message))
	}
	if e.Fault != nil {
		p.field("fault", e.Fault.Message)
	}
}

func (p *page) results(r row, entry status.Entry, ran bool) {
	p.heading("Last result")
	p.field("status", string(r.Status))
	p.field("reason", r.Reason)
	if !ran {
		return
	}
	if r.LastExecuted != nil {
		p.field("last run", r.LastExecuted.Local().Format(time.DateTime))
		p.field("seconds", seconds(r.ExecutionTime))
		p.field("exit code", fmt.Sprint(entry.ExitCode))
		p.field("attempts", fmt.Sprint(entry.Attempts))
	}
	p.field("doubtful", r.Doubtful)
	p.field("leaked", line(strings.Join(entry.Leaked, ", ")))
	if r.Flaky {
		p.field("flaky", "completed after a failed attempt")
	}
}

// source shows the entry file; Markdown with its headings and code set off.
func (p *page) source(e hub.Example) {
	p.heading("Source")
	if unreadable(e) {
		p.text(line(e.Invalid.Message))
		return
	}
	data, err := plainfile.Head(e.File, make([]byte, maxSource+1))
	if err != nil {
		p.text(line(err.Error()))
		return
	}
	cut := len(data) > maxSource
	text := p.secrets.String(sanitize.Text(string(data[:min(len(data), maxSource)])))
	if p.color && strings.HasSuffix(strings.ToLower(e.File), ".md") {
		text = renderMarkdown(text)
	}
	p.text(text)
	if cut {
		p.text("… (the file is longer)")
	}
}

// renderMarkdown sets off what a reader scans for: headings in bold, code dim.
func renderMarkdown(text string) string {
	var b strings.Builder
	code := false
	for l := range strings.SplitSeq(text, "\n") {
		switch {
		case strings.HasPrefix(strings.TrimSpace(l), "```"):
			code = !code
			continue
		case code:
			l = "\x1b[2m    " + l + "\x1b[0m"
		case strings.HasPrefix(l, "#"):
			l = "\x1b[1m" + strings.TrimLeft(l, "# ") + "\x1b[0m"
		}
		b.WriteString(l + "\n")
	}
	return b.String()
}
