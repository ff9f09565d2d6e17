package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/alecthomas/kong"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/status"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// What 'hub errors --run' and 'hub stale --run' share.

// rerunRow is what became of one example that was run again.
type rerunRow struct {
	named
	Outcome string        `json:"outcome" doc:"fixed (errors) or completed (stale), failing, skipped, interrupted, pending (not run), gone"`
	Reason  string        `json:"reason,omitempty" doc:"why it was skipped, interrupted or not run"`
	Seconds float64       `json:"seconds" doc:"how long it took, all its attempts"`
	Type    hub.ErrorType `json:"type,omitempty" doc:"type of the error, when it fails"`
	Message string        `json:"message,omitempty" doc:"its message, one line"`
	File    string        `json:"file,omitempty" doc:"where it failed, from the project's root"`
	Line    int           `json:"line,omitempty" doc:"line in that file, from 1; 0 when unknown"`
	Allowed bool          `json:"allowedFailure,omitempty" doc:"the error is allowed and does not gate"`
}

// rerunAnswer is the JSON answer of a rerun.
type rerunAnswer struct {
	// Run is the ID of the run; that of a run of nothing is not kept.
	Run      string     `json:"run"`
	Counts   hub.Counts `json:"counts"`
	Examples []rerunRow `json:"examples"`
}

// runGroup is the key of the flags that only say how to run.
const runGroup = "With --run:"

// onlyWithRun refuses flags that say how to run where nothing is run.
func onlyWithRun(k *kong.Context, runs bool) error {
	for _, p := range k.Path {
		if p.Flag != nil && p.Flag.Group != nil && p.Flag.Group.Key == runGroup && !runs {
			return usage.Errorf("--%s says how to run: it needs --run", p.Flag.Name)
		}
	}
	return nil
}

// failedSince leaves out what failed before that time.
func failedSince(since time.Time) func(*hub.Example, *status.Entry) string {
	if since.IsZero() {
		return nil
	}
	return func(_ *hub.Example, entry *status.Entry) string {
		if entry == nil || entry.Updated.Before(since) {
			return "failed before " + since.Local().Format(time.DateTime)
		}
		return ""
	}
}

// rerun runs what the flags choose by what is recorded, by identity, and tells
// what became of it. With another format than table the answer is all that goes
// to stdout.
func (a *App) rerun(ctx context.Context, command string, f *RunFlags, format string, since time.Time) error {
	s, request, err := a.newSession(command, f)
	if err != nil {
		return err
	}
	request.Leave = failedSince(since)
	if f.DryRun {
		return s.dryRun(request)
	}
	if s.answer = format != "table"; s.answer {
		if err := distinct(s.reports, s.events, "the answer"); err != nil {
			return err
		}
	}
	verdict := s.run(ctx, request)
	if s.ran == nil {
		return verdict // and says why nothing was run
	}
	answer := s.rerunAnswer(command == "errors")
	if command == "errors" {
		for _, r := range f.ScopeFlags.gone(s.catalog, s.known, s.orphans, since) {
			answer.Examples = append(answer.Examples, rerunRow{named: r.named, Outcome: "gone"})
		}
	}
	switch {
	case format == "json":
		err = writeJSON(a.jsonOut(), answer)
	case format == "csv":
		err = writeCSV(a, answer.Examples)
	case command == "errors":
		err = s.tellFixed(answer.Examples, noErrors(f.narrow(since)))
	}
	if err != nil && exitCode(verdict) < exitSignal {
		return fmt.Errorf("printing what became of the examples: %w", err)
	}
	return verdict
}

// rerunAnswer is the run as an answer. That of an error which completed is that
// it is fixed.
func (s *session) rerunAnswer(errors bool) rerunAnswer {
	out := rerunAnswer{Run: s.ran.ID, Counts: s.ran.Counts(), Examples: []rerunRow{}}
	if len(s.ran.Plan) == 0 {
		out.Run = ""
	}
	for i := range s.ran.Results {
		e, res := &s.ran.Plan[i], &s.ran.Results[i]
		r := rerunRow{
			named:   nameOf(e),
			Outcome: string(res.Status), Reason: line(res.Reason), Seconds: res.Seconds, Allowed: res.AllowedFailure != nil,
		}
		switch {
		case res.Status == hub.StatusError:
			r.Outcome = "failing"
		case res.Status == hub.StatusCompleted && errors:
			r.Outcome = "fixed"
		}
		if res.Error != nil {
			r.Type, r.Message, r.File, r.Line = res.Error.Type, line(res.Error.Message), line(res.Error.File), res.Error.Line
		}
		out.Examples = append(out.Examples, r)
	}
	return out
}

// tellFixed tells people what is fixed and what still fails; none is what it
// says when nothing had failed.
func (s *session) tellFixed(rows []rerunRow, none string) error {
	of := map[string]int{}
	for i := range rows {
		of[rows[i].Outcome]++
	}
	var b strings.Builder
	if ran := len(rows) - of["gone"]; ran == 0 {
		b.WriteString(none + ": nothing to run again.\n")
	} else {
		fmt.Fprintf(&b, "Of %s that had failed: %d fixed, %d still failing", count(ran, "example"), of["fixed"], of["failing"])
		for _, other := range []string{"skipped", "interrupted", "pending"} {
			if of[other] > 0 {
				fmt.Fprintf(&b, ", %d %s", of[other], other)
			}
		}
		b.WriteString(".\n")
	}
	for _, outcome := range []struct{ name, title string }{{"fixed", "Fixed"}, {"failing", "Still failing"}, {"gone", "Gone from the catalog, and so not run"}} {
		if of[outcome.name] == 0 || s.app.CLI.Quiet {
			continue
		}
		fmt.Fprintf(&b, "%s:\n", outcome.title)
		for i := range rows {
			if r := &rows[i]; r.Outcome == outcome.name {
				index := ""
				if r.Index > 0 {
					index = fmt.Sprint(r.Index)
				}
				fmt.Fprintf(&b, "%5s  %s\n", index, line(r.ID))
			}
		}
	}
	_, err := s.humanOut().Write([]byte(b.String()))
	return err
}
