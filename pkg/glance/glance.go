// Package glance describes a repository in three lines: its examples, their recorded
// status, and what to do next.
package glance

import (
	"fmt"
	"strings"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/hint"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/outcome"
	"github.com/seed-00a9b34c/hub/pkg/query"
	"github.com/seed-00a9b34c/hub/pkg/render"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
	"github.com/seed-00a9b34c/hub/pkg/timespec"
)

// Repository is the input for the lines.
type Repository struct {
	// Config is the configuration file as it is shown; empty if there is none.
	Config string
	// Groups is the number of groups of examples.
	Groups int
	// Summary has the counts; its examples are those of the whole catalog.
	Summary query.Summary
	// Newest is the run that was recorded last; nil if there is none.
	Newest *hub.RunSummary
	// Warnings is the number of warnings about the project.
	Warnings int
	// Now is the current time, from which the age of a run is computed.
	Now time.Time
	// Command is the command line with which hub was started.
	Command *hint.Command
}

// Of returns what a snapshot says of its repository.
func Of(s *query.Snapshot) Repository {
	examples := s.Catalog.Examples
	groups := map[string]bool{}
	for i := range examples {
		groups[examples[i].Group] = true
	}
	r := Repository{Groups: len(groups), Summary: query.Status(s, query.Examples(s, examples))}
	if n := len(s.Status.Runs); n > 0 {
		r.Newest = &s.Status.Runs[n-1]
	}
	return r
}

// Lines returns the lines for a repository with examples.
func (r *Repository) Lines() []string {
	return []string{r.what(), r.known(), next(r.Command, r.todo())}
}

// what says which examples there are.
func (r *Repository) what() string {
	text := fmt.Sprintf("%s in %s", render.Count(r.Summary.TotalExamples, "example"), render.Count(r.Groups, "group"))
	if r.Config != "" {
		text += ", as " + r.Config + " says"
	} else {
		text += ", found without a hub.yaml ('hub init' writes one)"
	}
	if r.Warnings > 0 {
		text += fmt.Sprintf("; %s, see 'hub status'", render.Count(r.Warnings, "warning"))
	}
	return text
}

// known says how the newest run ended, and what is recorded of all examples.
func (r *Repository) known() string {
	s := &r.Summary
	if r.Newest == nil && s.Pending+s.Skipped == s.TotalExamples {
		return "Nothing is recorded: no example has been run"
	}
	var counts []string
	count := func(n int, status hub.Status, mark string) {
		if n > 0 {
			counts = append(counts, fmt.Sprintf("%d %s%s", n, outcome.OfStatus(status, false).Word, mark))
		}
	}
	count(s.Errors, hub.StatusError, marked(s.Allowed, "allowed"))
	count(s.Interrupted, hub.StatusInterrupted, "")
	count(s.Completed, hub.StatusCompleted, marked(min(s.Flaky, s.Completed), "flaky"))
	count(s.Stale, hub.StatusStale, "")
	count(s.Skipped, hub.StatusSkipped, "")
	count(s.Running, hub.StatusRunning, "")
	count(s.Pending, hub.StatusPending, "")
	text := "Newest results: " + strings.Join(counts, ", ")
	if r.Newest == nil {
		return text
	}
	ended := r.Newest.Started.Add(time.Duration(r.Newest.Seconds * float64(time.Second)))
	part := ""
	if !r.Newest.Full {
		part = " (of a part)"
	}
	return fmt.Sprintf("Last run%s: %s, %s. %s", part, strings.ToUpper(string(r.Newest.Verdict)), timespec.Ago(ended, r.Now), text)
}

// marked returns a mark of some of a count.
func marked(n int, word string) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf(" (%d %s)", n, word)
}

// step is a command, and what it does.
type step struct {
	does string
	args []string
}

// todo returns the most urgent thing to do.
func (r *Repository) todo() step {
	s := &r.Summary
	missing := s.Pending + s.Interrupted
	switch {
	case s.Errors > s.Allowed:
		return step{"list what failed, and why", []string{"errors"}}
	case missing+s.Skipped == s.TotalExamples && s.Interrupted == 0:
		return step{"run all examples", []string{"all"}}
	case missing > 0:
		return step{"run what has no result", []string{"all", "--filter=pending,interrupted"}}
	case s.Stale > 0:
		return step{"run what has changed since it passed", []string{"stale", "--run"}}
	case s.Doubtful > 0:
		return step{"list the passes that look hollow", []string{"list", "--filter=doubtful"}}
	}
	return step{"run everything again", []string{"all"}}
}

// next says what to type.
func next(c *hint.Command, s step) string { return "Next: " + c.Line(s.args...) + "  " + s.does }

// None returns the lines for a repository without examples; nothing says where hub
// looked, and what to do. configured: there is a hub.yaml.
func None(c *hint.Command, nothing string, configured bool) []string {
	do := step{"find the folders with programs, and write a hub.yaml", []string{"init"}}
	if configured {
		do = step{"see where examples are looked for (sources)", []string{"config", "print"}}
	}
	return []string{nothing, next(c, do), "Elsewhere: hub -C DIR  act as if started in DIR"}
}

// Trouble returns the line about a repository that cannot be read: the first of the
// problems.
func Trouble(problem string) []string {
	lines := strings.Split(strings.TrimSpace(problem), "\n")
	text := sanitize.Line(lines[0])
	if more := len(lines) - 1; more > 0 {
		text += fmt.Sprintf(" (and %d more: 'hub config check' lists them)", more)
	}
	return []string{text}
}
