package ci

import (
	"time"

	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// Report is a finished run, as CI systems show it. It may hold any bytes: every
// protocol makes its own text harmless.
type Report struct {
	// Run identifies the run among those of one job.
	Run string
	// Verdict is the run in one line.
	Verdict string
	// Word is the verdict in a word, such as good or trouble.
	Word string
	// Good reports whether the run passed.
	Good bool
	// Total, Completed, Errors, Skipped and Flaky count examples.
	Total, Completed, Errors, Skipped, Flaky int
	// JUnit, JSON and Summary are the paths of the reports that were written;
	// empty for one that was not.
	JUnit, JSON, Summary string
	// Markdown renders the run as Markdown.
	Markdown func() ([]byte, error)
	// Broken says why the run as a whole did not finish; empty when it did.
	Broken string
	// Problems are what went wrong beside the examples, one line each. None of
	// them is among Notes or Tests.
	Problems []string
	// Notes are what somebody should look at, in the order of the catalog.
	Notes []Note
	// Tests are all planned examples, in the order of the catalog.
	Tests []Test
}

// own returns what is wrong with the run itself.
func (r *Report) own() []string {
	if r.Broken == "" {
		return r.Problems
	}
	return append([]string{r.Broken}, r.Problems...)
}

// Level is how urgent a note is.
type Level string

// The levels, the most urgent first.
const (
	Error   Level = "error"
	Warning Level = "warning"
	Notice  Level = "notice"
)

// Note is something that a system shows beside the code or above the log.
type Note struct {
	Level Level
	// Title says what it is about, Message what is the matter.
	Title, Message string
	// File is a slash path from the root of what was checked out; empty when
	// unknown. Line counts from 1; 0 when unknown.
	File string
	Line int
}

// text returns title and message in one line.
func (n *Note) text() string { return sanitize.Notice(n.Title+": "+n.Message, maxMessage) }

// Outcome is the outcome of an example.
type Outcome string

// The outcomes. Ignored stands for whatever neither passed nor gates: skipped,
// interrupted, not run, an allowed failure.
const (
	Passed  Outcome = "passed"
	Failed  Outcome = "failed"
	Ignored Outcome = "ignored"
)

// Test is one planned example.
type Test struct {
	// Suite and Name together are its identity, Name alone is unique as well.
	Suite, Name string
	Outcome     Outcome
	// Message says why it did not pass; empty when it did. Place is the file and
	// the line of that; empty when unknown.
	Message, Place string
	// Output is what it printed, where somebody will want to read that.
	Output  string
	Started time.Time
	Seconds float64
}
