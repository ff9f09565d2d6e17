package reporters

import (
	"io"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
	"github.com/seed-00a9b34c/hub/reporters/html"
	"github.com/seed-00a9b34c/hub/reporters/junit"
	"github.com/seed-00a9b34c/hub/reporters/markdown"
)

// Reporter is one format that a run can be written in.
type Reporter struct {
	// Name is what --report and hub.yaml call it.
	Name string
	// File is the default file name within the folder of reports.
	File string
	// Doc is one line for help texts.
	Doc string
	// Write writes the whole report. The error is the writer's first one, or
	// says what of the run cannot be expressed. The run is not changed. The note
	// says in one line what the report leaves out because its readers take no
	// larger one, beyond what it leaves out of every run; empty: nothing.
	Write func(w io.Writer, run *hub.Run) (note string, err error)
	// ForLog escapes a whole report for the log of a CI system, where it ends when it
	// goes to stdout: nothing in it is then a command of that log. A format with
	// escapes of its own says the same afterwards.
	ForLog func(report []byte) []byte
}

// All is the table of reporters, in the order in which help texts list them.
func All() []Reporter {
	return []Reporter{
		{Name: "junit", File: "junit.xml", Doc: "JUnit XML, for CI systems", Write: junit.Write, ForLog: sanitize.XMLForLog},
		{Name: "junit-strict", File: "junit-strict.xml", Doc: "JUnit XML that is valid against Jenkins' schema", Write: junit.WriteStrict, ForLog: sanitize.XMLForLog},
		{Name: "json", File: "report.json", Doc: "the whole run as JSON", Write: noteless(writeJSON), ForLog: sanitize.JSONForLog},
		{Name: "markdown", File: "summary.md", Doc: "a summary for step summaries and comments", Write: noteless(markdown.Write), ForLog: sanitize.LinesForLog},
		{Name: "html", File: "report.html", Doc: "a self-contained page for people", Write: noteless(html.Write), ForLog: asWritten},
		{Name: "ctrf", File: "ctrf.json", Doc: "Common Test Report Format", Write: noteless(writeCTRF), ForLog: sanitize.JSONForLog},
		{Name: "tap", File: "results.tap", Doc: "Test Anything Protocol, version 14", Write: noteless(writeTAP), ForLog: sanitize.LinesForLog},
	}
}

// Names lists the names of the reporters, in the order of [All].
func Names() []string {
	all := All()
	names := make([]string, len(all))
	for i, r := range all {
		names[i] = r.Name
	}
	return names
}

// Find returns the reporter of that name.
func Find(name string) (Reporter, bool) {
	for _, r := range All() {
		if r.Name == name {
			return r, true
		}
	}
	return Reporter{}, false
}

// asWritten is for the page, which is written so that a log obeys nothing in it: it
// holds hashes of what is in it.
func asWritten(report []byte) []byte { return report }

// noteless is a writer that has nothing to say about how it wrote.
func noteless(write func(io.Writer, *hub.Run) error) func(io.Writer, *hub.Run) (string, error) {
	return func(w io.Writer, run *hub.Run) (string, error) { return "", write(w, run) }
}
