package ci

import (
	"time"

	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// Report is a finished run, as CI systems show it. Its texts are untrusted: every
// protocol escapes them.
type Report struct {
	// Run identifies the run among those of one job.
	Run string
	// Verdict summarises the run in one line.
	Verdict string
	// Word is the verdict as one word, such as good or trouble.
	Word string
	// Good reports whether the run passed.
	Good bool
	// Total, Completed, Errors, Skipped and Flaky count examples.
	Total, Completed, Errors, Skipped, Flaky int
	// JUnit, JSON and Summary are the paths of the written reports; empty for one that
	// was not written.
	JUnit, JSON, Summary string
	// Markdown renders the run as Markdown.
	Markdown func() ([]byte, error)
	// Broken says why the run ended early; empty if it did not.
	Broken string
	// Problems are the run's problems outside the examples, one line each, which are
	// neither in Notes nor in Tests.
	Problems []string
	// Notes are about results that need attention, in catalog order.
	Notes []Note
	// Tests are all planned examples, in catalog order.
	Tests []Test
}

// runProblems returns Broken and Problems.
func (r *Report) runProblems() []string {
	if r.Broken == "" {
		return r.Problems
	}
	return append([]string{r.Broken}, r.Problems...)
}

// Level is the urgency of a note.
type Level string

// The levels, most urgent first.
const (
	Error   Level = "error"
	Warning Level = "warning"
	Notice  Level = "notice"
)

// Note is a remark that a system shows beside the code or above the log.
type Note struct {
	Level Level
	// Title is the subject of the note.
	Title, Message string
	// File is a slash path from the root of the checkout; empty if unknown. Line
	// counts from 1; 0 if unknown.
	File string
	Line int
	// For is the number of results that the note is about; 0 means one.
	For int
}

// text returns title and message in one line.
func (n *Note) text() string { return sanitize.Notice(n.Title+": "+n.Message, maxMessage) }

// Outcome is the outcome of an example.
type Outcome string

// The outcomes. Ignored is everything that neither passed nor gates: skipped,
// interrupted, not run, an allowed failure.
const (
	Passed  Outcome = "passed"
	Failed  Outcome = "failed"
	Ignored Outcome = "ignored"
)

// Test is one planned example.
type Test struct {
	// Name is unique in the run, even without Suite.
	Suite, Name string
	Outcome     Outcome
	// Message says why it did not pass; empty if it did. Location is the file and the
	// line of the failure; empty if unknown.
	Message, Location string
	// Output is set for errors and interruptions.
	Output string
	// Folded leaves the output out of a log for people: another test failed for the same
	// cause and shows it, or the failure is known.
	Folded  bool
	Started time.Time
	Seconds float64
}
