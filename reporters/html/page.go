package html

import "time"

// page is what the report shows. Texts may hold any bytes.
type page struct {
	// Verdict is the word of it: good, failed, empty, interrupted, trouble.
	Verdict string
	// Summary is the run in one line.
	Summary string
	Counts  []tally
	Facts   []fact
	// LeftOut says why examples were not selected.
	LeftOut []fact
	// Problems went wrong beside the examples. The verdict is then trouble, or
	// interrupted.
	Problems []problem
	// Rows are the examples in the order of the catalog.
	Rows []row
	// Workers is how many there were, Seconds how long the run took.
	Workers int
	Seconds float64
	// Runs are the remembered runs, oldest first, this one last.
	Runs []past
}

// tally is how many examples are of a kind; Kind is a status or a mark of rows.
type tally struct {
	Kind, Label string
	Count       int
	// Mark: its examples are counted by their statuses as well.
	Mark bool
}

// fact is a term and what is said of it.
type fact struct{ Term, Text string }

// trouble is something that went wrong beside the examples.
type problem struct {
	Text string
	// Output is what was printed by what failed, bounded.
	Output string
}

// row is one example.
type row struct {
	Index           int
	ID, Title, Path string
	Group           string
	Tags            []string
	// Status is the result's, Marks what else can be filtered by.
	Status string
	Marks  []string
	// Failed: the result gates.
	Failed bool
	// Why is in one line why it did not pass, Place where that happened.
	Why, Location string
	// Link is where people read that place; empty, or an http address, else it
	// is passed over.
	Link    string
	Seconds float64
	// Facts are shown with the details.
	Facts    []fact
	Attempts []attempt
}

// attempt is one process.
type attempt struct {
	Number, Worker int
	// Start is when it started, in seconds from the run's start, Seconds how
	// long it ran, Build how long the build right before it took.
	Start, Seconds, Build float64
	// Kind is how it ended: completed, error, skipped, interrupted.
	Kind string
	// End says how its process ended, Why what failed; empty when nothing did.
	End, Why string
	// Diff is the head of how the output differs from what was expected.
	Diff   string
	Output string
	// Dropped counts the bytes that were never kept.
	Dropped int64
	// File names the file that holds the whole output; empty when none does.
	File string
}

// past is one of the remembered runs.
type past struct {
	ID      string
	Started time.Time
	Verdict string
	Seconds float64
	// Total is the sum of the others.
	Total, Completed, Errors, Skipped, Other int
}
