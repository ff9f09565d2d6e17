// Package announce shows a finished run in the CI system that hub runs in: in
// the log, in the files that the system reads, and by the system's agent. What
// each of them gets is the system's, see package ci; this package makes a
// [ci.Report] of a run and writes.
package announce

import (
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/ci"
	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// Place is where a run is announced.
type Place struct {
	System ci.System
	// Root is the project's root, which the paths of a run are relative to.
	Root string
	// Log is a stream that people read and the system as well. Hub passes stdout,
	// or stderr when a report or the events take stdout.
	Log io.Writer
	// Environ and Dir are the environment of hub and the folder where it acts.
	Environ []string
	Dir     string
	// Now is the clock that deadlines are reckoned by.
	Now func() time.Time
}

// Reports are the paths of the reports that were written; empty for one that was
// not. Markdown renders the run.
type Reports struct {
	JUnit, JSON, Summary string
	Markdown             func() ([]byte, error)
}

// Run shows a run in each place of its system. Everything is tried; the error
// joins all that failed. It may be called again when the verdict has changed: in
// the places of a system the last one counts.
func Run(run *hub.Run, reports Reports, to Place) error {
	r := report(run, to.checkout())
	r.JUnit, r.JSON, r.Summary, r.Markdown = reports.JUnit, reports.JSON, reports.Summary, reports.Markdown
	var errs []error
	if text := to.System.Log(r, ci.Token()); text != "" {
		if _, err := io.WriteString(to.Log, text); err != nil {
			errs = append(errs, fmt.Errorf("writing to the log of %s: %w", to.System.Title, err))
		}
	}
	for _, f := range to.System.Files {
		if path := to.env(f.Variable); path != "" {
			errs = append(errs, to.appendTo(f, path, r))
		}
	}
	if to.System.Agent != nil {
		errs = append(errs, to.annotate(run, r))
	}
	return errors.Join(errs...)
}

func (p Place) env(name string) string {
	value, _ := hub.LookupVariable(p.Environ, name)
	return value
}
