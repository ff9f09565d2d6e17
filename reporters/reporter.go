package reporters

import (
	"io"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
	"github.com/seed-00a9b34c/hub/reporters/chat"
	"github.com/seed-00a9b34c/hub/reporters/html"
	"github.com/seed-00a9b34c/hub/reporters/junit"
	"github.com/seed-00a9b34c/hub/reporters/markdown"
)

// Reporter is one report format.
type Reporter struct {
	// Name is the name in --report and hub.yaml.
	Name string
	// File is the default file name in the folder of reports.
	File string
	// Doc is one line for help texts.
	Doc string
	// Write writes the whole report and does not change the run. The error is the first
	// of the writer, or says why the run cannot be encoded. The note says in one line
	// what this report omits to stay within the size that its readers accept; empty if
	// nothing.
	Write func(w io.Writer, run *hub.Run) (note string, err error)
	// ForLog escapes a whole report that goes to stdout, and so into a CI log, so that
	// nothing in it is a command. A format with escapes keeps its meaning.
	ForLog func(report []byte) []byte
	// Brief: the format has the verdict and numbers, and of examples and problems nothing, or
	// the first. It has no output.
	Brief bool
	// Begins is the regular expression for the beginning of a report, by which [Wrote]
	// recognises one.
	Begins string
}

// junitBegins is the beginning of both dialects of JUnit.
const junitBegins = `^<\?xml [^>]*\?>\s*<testsuites name="hub"`

// tapBegins is the beginning of a TAP document: the first point has the details of hub, or
// there is none. Version 14 is what hub wrote before.
const tapBegins = `^TAP version 13\n1\.\.(0 # SKIP [^\n]*\n# hub: |[1-9]\d*\n(not )?ok 1 - [^\n]*\n  ---\n  hub_(status|problem): ")|^TAP version 14\n(1\.\.\d+[^\n]*\n)?# hub: `

// All returns the table of reporters, in the order of help texts.
func All() []Reporter {
	return []Reporter{
		{Name: "junit", File: "junit.xml", Doc: "JUnit XML, for CI systems", Write: junit.Write, ForLog: sanitize.XMLForLog, Begins: junitBegins},
		{Name: "junit-strict", File: "junit-strict.xml", Doc: "JUnit XML that is valid against Jenkins' schema", Write: junit.WriteStrict, ForLog: sanitize.XMLForLog, Begins: junitBegins},
		{Name: "json", File: "report.json", Doc: "the whole run as JSON", Write: noteless(writeJSON), ForLog: sanitize.JSONForLog, Begins: `^\{"schemaVersion":\d+,"verdict":"`},
		{Name: "markdown", File: "summary.md", Doc: "a summary for step summaries and comments", Write: noteless(markdown.Write), ForLog: sanitize.LinesForLog, Begins: `^# [^\n]{1,12} Hub: `},
		{Name: "html", File: "report.html", Doc: "a self-contained page for people", Write: noteless(html.Write), ForLog: asWritten, Begins: `(?s)^<!DOCTYPE html>.*<title>[^<]* · Hub</title>`},
		{Name: "ctrf", File: "ctrf.json", Doc: "Common Test Report Format", Write: noteless(writeCTRF), ForLog: sanitize.JSONForLog, Begins: `^\{"reportFormat":"CTRF",.{0,400}"generatedBy":"hub[" ]`},
		{Name: "tap", File: "results.tap", Doc: "Test Anything Protocol, version 13", Write: noteless(writeTAP), ForLog: sanitize.LinesForLog, Begins: tapBegins},
		{Name: "badge", File: "badge.svg", Doc: "an image for a README", Write: noteless(writeBadge), ForLog: sanitize.XMLForLog, Brief: true, Begins: badgeBegins},
		{Name: "shields", File: "shields.json", Doc: "JSON for an endpoint badge of shields.io", Write: noteless(writeShields), ForLog: sanitize.JSONForLog, Brief: true, Begins: shieldsBegins},
		{Name: "slack", File: "slack.json", Doc: "a message for a webhook of Slack", Write: noteless(chat.WriteSlack), ForLog: sanitize.JSONForLog, Brief: true, Begins: `^\{"blocks":\[\{"text":\{"emoji":false,"text":"[^"]{1,6} Hub: `},
		{Name: "teams", File: "teams.json", Doc: "a message for a webhook of Microsoft Teams", Write: noteless(chat.WriteTeams), ForLog: sanitize.JSONForLog, Brief: true, Begins: `^\{"attachments":\[\{"content":\{"\$schema":"[^"]*adaptive-card\.json",[^\n]*"text":"[^"]{1,6} Hub: `},
	}
}

// Names returns the names of the reporters, in the order of [All].
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

// asWritten returns an HTML page unchanged: package html escapes for CI logs itself,
// since the page contains hashes of its content.
func asWritten(report []byte) []byte { return report }

// noteless adapts a writer that never has a note.
func noteless(write func(io.Writer, *hub.Run) error) func(io.Writer, *hub.Run) (string, error) {
	return func(w io.Writer, run *hub.Run) (string, error) { return "", write(w, run) }
}
