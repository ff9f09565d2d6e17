package ci

import (
	"fmt"
	"strings"
	"unicode/utf16"

	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// maxProblem bounds the description of a build problem, in bytes.
const maxProblem = 4000

// teamcityLog writes service messages: every example as a test, and what is no
// test's as a message or a build problem. The server looks for ##teamcity[…]
// anywhere in a line.
func teamcityLog(r Report) string {
	var b strings.Builder
	all, left := groups(r)
	suite, open := "", false
	end := func() {
		if open {
			teamcity(&b, "testSuiteFinished", "name", suite)
		}
		open = false
	}
	for i := range r.Tests {
		t := &r.Tests[i]
		if !open || t.Suite != suite {
			end()
			suite, open = t.Suite, true
			teamcity(&b, "testSuiteStarted", "name", suite)
		}
		var printed []string
		if len(all) > 0 && all[0].test == t {
			printed, all = all[0].lines, all[1:]
		}
		teamcityTest(&b, t, printed)
	}
	end()
	b.WriteString(leftOut(left))
	for _, n := range r.Notes {
		if n.Level != Error { // errors are tests that failed, or the run's
			teamcity(&b, "message", "text", sanitize.Notice(n.Title+": "+n.Message, maxMessage), "status", "WARNING")
		}
	}
	own := r.own()
	if left := len(own) - maxNotes; left > 0 {
		own = append(own[:maxNotes-1:maxNotes-1], fmt.Sprintf("%d more problems: see the reports", left+1))
	}
	for i, text := range own {
		identity := "hub" // problems of one identity are one to the server
		if i > 0 {
			identity = fmt.Sprintf("hub-%d", i+1)
		}
		teamcity(&b, "buildProblem", "description", sanitize.Notice(text, maxProblem), "identity", identity)
	}
	return b.String()
}

func teamcityTest(b *strings.Builder, t *Test, printed []string) {
	teamcity(b, "testStarted", "name", t.Name)
	if printed != nil {
		teamcity(b, "testStdOut", "name", t.Name, "out", strings.Join(printed, "\n"))
	}
	switch t.Outcome {
	case Failed:
		teamcity(b, "testFailed", "name", t.Name, "message", sanitize.Notice(t.Message, maxMessage), "details", sanitize.Notice(t.Place, maxMessage))
	case Ignored:
		teamcity(b, "testIgnored", "name", t.Name, "message", sanitize.Notice(t.Message, maxMessage))
	}
	teamcity(b, "testFinished", "name", t.Name, "duration", fmt.Sprint(int64(max(0, min(t.Seconds, 1e9))*1000)))
}

// teamcity writes one service message with its attributes, names and values in
// turn.
func teamcity(b *strings.Builder, message string, attributes ...string) {
	b.WriteString("##teamcity[" + message)
	for i := 0; i+1 < len(attributes); i += 2 {
		b.WriteString(" " + attributes[i] + "='" + teamcityEscape(attributes[i+1]) + "'")
	}
	b.WriteString("]\n")
}

// teamcityEscape escapes a value. What is not ASCII is escaped too, for the
// server reads the log in an encoding of its own.
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
