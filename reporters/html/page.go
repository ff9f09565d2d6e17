package html

import "time"

// page is the content of the report. Texts are untrusted.
type page struct {
	// Verdict is good, failed, empty, interrupted or trouble.
	Verdict string
	// Project is the name of what was run; empty if it is unknown.
	Project string
	// Summary is the run in one line, Title its most important part.
	Summary, Title string
	Counts         []tally
	Facts          []fact
	// LeftOut says why examples were not selected.
	LeftOut []fact
	// Problems are outside the examples. With any of them the verdict is trouble or
	// interrupted.
	Problems []problem
	// Causes are the causes with several failed examples, the most frequent first.
	Causes []shared
	// Rows are the examples in catalog order.
	Rows []row
	// Workers is the number of workers; Seconds is the duration of the run.
	Workers int
	Seconds float64
	// Parts are the runs that a merged run was made of.
	Parts []partRun
	// Balance says how well the work was divided between them.
	Balance []string
	// Own is what hub itself did.
	Own []own
	// Runs are the recorded runs to compare with, oldest first, this one last; none if
	// this one covers a part of the catalog.
	Runs []past
}

// own is a phase of hub's own work. Start is in seconds since the start of the run, and
// negative for what came before it.
type own struct {
	Name           string
	Start, Seconds float64
}

// tally is the number of examples of a kind: an outcome or a mark.
type tally struct {
	Kind, Label string
	Count       int
	// Mark says that the kind is a mark, whose examples are counted by outcome as well.
	Mark bool
}

// fact is a term and its description, with a link that is ignored unless it is an http or
// https URL.
type fact struct{ Term, Text, Link string }

// problem is a failure outside the examples.
type problem struct {
	Text string
	// Output is the bounded output of the command that failed.
	Output string
}

// shared is what several failures have in common; Location and Link are empty if they
// failed at different places.
type shared struct{ Why, Location, Link string }

// row is one example.
type row struct {
	Index int
	ID    string
	// Names are the label and the ID, see [hub.Example.Called].
	Names, Title string
	Group        string
	Tags         []string
	// Kind is the outcome, Sign and Word its form for people.
	Kind, Sign, Word string
	// Marks are further kinds to filter by.
	Marks []string
	// Failed says that the result gates. Cause is its position in the causes of the page,
	// from 1; 0 if it failed alone for its cause.
	Failed bool
	Cause  int
	// Why says in one line why it did not pass; Location is where it failed.
	Why, Location string
	// Link is the URL of the location; ignored unless it is an http or https URL.
	Link    string
	Seconds float64
	// Part is the position of the part that ran it, from 1; 0 if there are no parts.
	Part int
	// Rerun is the command that runs the example again.
	Rerun string
	// Past are the outcomes before this run, oldest first; none for an ordinary pass.
	Past []string
	// Facts are shown with the details.
	Facts    []fact
	Attempts []attempt
}

// attempt is one process.
type attempt struct {
	Number, Worker int
	// Start is the start in seconds since the start of the run, Seconds the duration, and
	// Build the duration of the build right before it.
	Start, Seconds, Build float64
	// Kind is the outcome: passed, failed, skipped or interrupted.
	Kind string
	// End says how the process ended, Why what failed; empty if nothing did.
	End, Why string
	// Source is the source around the line of the error, Line its first line and Hit that
	// of the error.
	Source    string
	Line, Hit int
	// Diff is the head of the difference from the expected output.
	Diff   string
	Output string
	// Dropped counts the bytes of the output that were not kept.
	Dropped int64
	// File is the file with the full output; empty if there is none.
	File string
}

// past is one of the recorded runs.
type past struct {
	ID      string
	Started time.Time
	Verdict string
	Seconds float64
	// Total is the sum of the others.
	Total, Passed, Failed, Skipped, Other int
}
