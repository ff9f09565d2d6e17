package ci

import (
	"fmt"
	"strings"
	"unicode/utf16"

	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// teamcity does not tell a job which pipeline it is part of.
func teamcity() System {
	return System{
		Name: "teamcity", Title: "TeamCity", Marker: Marker{Variable: "TEAMCITY_VERSION"},
		// The server looks for ##teamcity[…] anywhere in a line.
		Protocol: &Protocol{Inside: []string{"##teamcity["}, Tests: teamcityTests},
	}
}

// maxProblem bounds the description of a build problem, in bytes.
const maxProblem = 4000

// teamcityTests writes service messages: every example as a test, warnings as
// messages, and problems of the run as build problems.
func teamcityTests(r Report, outputs []Group, omitted string) string {
	var b strings.Builder
	suite, open := "", false
	end := func() {
		if open {
			teamcityMessage(&b, "testSuiteFinished", "name", suite)
		}
		open = false
	}
	for i := range r.Tests {
		t := &r.Tests[i]
		if !open || t.Suite != suite {
			end()
			suite, open = t.Suite, true
			teamcityMessage(&b, "testSuiteStarted", "name", suite)
		}
		var printed []string
		if len(outputs) > 0 && outputs[0].Test == t {
			printed, outputs = outputs[0].Lines, outputs[1:]
		}
		teamcityTest(&b, t, printed)
	}
	end()
	b.WriteString(omitted)
	for _, n := range r.Notes {
		if n.Level != Error { // errors are failed tests
			teamcityMessage(&b, "message", "text", n.text(), "status", "WARNING")
		}
	}
	problems := r.runProblems()
	if more := len(problems) - maxNotes; more > 0 {
		problems = append(problems[:maxNotes-1:maxNotes-1], fmt.Sprintf("%d more problems: see the reports", more+1))
	}
	for i, text := range problems {
		identity := "hub" // the server merges problems of one identity
		if i > 0 {
			identity = fmt.Sprintf("hub-%d", i+1)
		}
		teamcityMessage(&b, "buildProblem", "description", sanitize.Notice(text, maxProblem), "identity", identity)
	}
	return b.String()
}

func teamcityTest(b *strings.Builder, t *Test, printed []string) {
	teamcityMessage(b, "testStarted", "name", t.Name)
	if printed != nil {
		teamcityMessage(b, "testStdOut", "name", t.Name, "out", strings.Join(printed, "\n"))
	}
	switch t.Outcome {
	case Failed:
		teamcityMessage(b, "testFailed", "name", t.Name, "message", sanitize.Notice(t.Message, maxMessage), "details", sanitize.Notice(t.Location, maxMessage))
	case Ignored:
		teamcityMessage(b, "testIgnored", "name", t.Name, "message", sanitize.Notice(t.Message, maxMessage))
	}
	teamcityMessage(b, "testFinished", "name", t.Name, "duration", fmt.Sprint(int64(max(0, min(t.Seconds, 1e9))*1000)))
}

// teamcityMessage writes one service message; attributes alternate names and values.
func teamcityMessage(b *strings.Builder, message string, attributes ...string) {
	b.WriteString("##teamcity[" + message)
	for i := 0; i+1 < len(attributes); i += 2 {
		b.WriteString(" " + attributes[i] + "='" + teamcityEscape(attributes[i+1]) + "'")
	}
	b.WriteString("]\n")
}

// teamcityEscape escapes a value, including characters outside ASCII, since the
// server may read the log in another encoding.
func teamcityEscape(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '|', r == '\'', r == '[', r == ']':
			b.WriteString("|" + string(r))
		case r == '\n':
			b.WriteString("|n")
		case r == '\r':
			b.WriteString("|r")
		case r >= ' ' && r < 0x7f || r == '\t':
			b.WriteRune(r)
		default:
			for _, u := range utf16.Encode([]rune{r}) {
				fmt.Fprintf(&b, "|0x%04x", u)
			}
		}
	}
	return b.String()
}
