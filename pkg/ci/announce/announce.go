// Package announce reports a finished run to the CI system that hub runs in: in the
// log, in the files that the system reads, and through the system's agent. Package ci
// defines the content for each system; this package converts a run into a [ci.Report]
// and writes it. It also knows where the project is in the checkout, see [Source].
package announce

import (
	"errors"
	"fmt"
	"io"

	"github.com/seed-00a9b34c/hub/pkg/ci"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/place"
)

// Target is the CI job that a run is reported to.
type Target struct {
	System ci.System
	// Root is the project's root, to which the paths of a run are relative.
	Root string
	// Log is the stream that becomes the job's log: stdout, or stderr if a report or
	// the events go to stdout.
	Log io.Writer
	// Environ and Dir are hub's environment and working folder, to which files in it
	// are relative.
	Environ []string
	Dir     string
}

// Reports are the paths of the written reports; empty for one that was not written.
// Markdown renders the run.
type Reports struct {
	JUnit, JSON, Summary string
	Markdown             func() ([]byte, error)
}

// Run reports a run to the log, the files and the agent of its system. It tries all
// of them; the error joins all failures. It may be called again after the verdict has
// changed: systems use the last report.
func Run(run *hub.Run, reports Reports, to Target) error {
	r := report(run, checkout(to.env(to.System.Workspace), to.Root))
	r.JUnit, r.JSON, r.Summary, r.Markdown = reports.JUnit, reports.JSON, reports.Summary, reports.Markdown
	var errs []error
	if text := to.System.Log(r, ci.Token()); text != "" {
		if _, err := io.WriteString(to.Log, text); err != nil {
			errs = append(errs, fmt.Errorf("writing to the log of %s: %w", to.System.Title, err))
		}
	}
	for _, f := range to.System.Files {
		if path := to.env(f.Variable); path != "" {
			errs = append(errs, to.appendTo(f, place.Under(to.Dir, path), r))
		}
	}
	if to.System.Agent != nil {
		errs = append(errs, to.annotate(run, r))
	}
	return errors.Join(errs...)
}

func (t Target) env(name string) string {
	value, _ := hub.LookupVariable(t.Environ, name)
	return value
}
