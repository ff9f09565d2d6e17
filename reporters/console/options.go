package console

import (
	"io"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// Options says where and how a [Console] shows a run.
type Options struct {
	// Out gets the lines of finished examples, failures and the summary.
	Out io.Writer
	// Live gets the region that is redrawn in place. Without a terminal it is nil, and no
	// control character is written.
	Live io.Writer
	// Flush waits until what was written to Live is on the terminal. May be nil.
	Flush func()
	// Size returns the terminal's size, and is called before every redraw; nil, or a
	// result below 1, means 80 columns and 24 rows.
	Size func() (columns, rows int)
	// Hush stops the terminal of Live from showing what is typed, until the function that
	// it returns is called: an Enter would move the region, and stay. May be nil.
	Hush func() (ended func())
	// Color allows colour escapes on Out.
	Color bool
	// ASCII replaces non-ASCII characters in hub's own text.
	ASCII bool
	// Link returns the URL of a line in a file, as [hub.Error] names both; empty if there
	// is none. Nil where Out shows no links.
	Link func(file string, line int) string
	// Command returns the command line for hub with these arguments. Nil: none is
	// suggested.
	Command func(args ...string) string
	// Balance shows how well the work of a merged run was divided, also with Quiet.
	Balance bool
	// Quiet shows only failures and the verdict; it takes precedence over Verbose.
	Quiet bool
	// Verbose adds starts, attempts, the output of passes, why examples were left
	// out, and without Live the number of each line and of all.
	Verbose bool
	// Plan is the list of selected examples in the order in which they are started.
	Plan    []*hub.Example
	Workers int
	// Estimate returns the recorded duration of an example in seconds, 0 if unknown, for
	// the estimate of the remaining time. May be nil.
	Estimate func(id string) float64
	// SlowAfter is the time after which a running example is reported as slow; 0: never.
	SlowAfter time.Duration
	// Streamed says that outputs were already shown live, and are not repeated.
	Streamed bool
	// Fence returns the lines to print around output, between which a CI system executes
	// no commands. May be nil: output is sanitised in any case.
	Fence func() (begin, end string)
	// Hints returns suggestions for the next command, shown at the end of the summary. It
	// is called when the summary is printed. May be nil.
	Hints func(*hub.Run) []Hint
}

// Through makes the console write to lines; flush waits until everything is on the
// terminal. The region uses the same path, so that lines and region stay in order.
func (o *Options) Through(lines io.Writer, flush func()) {
	o.Out = lines
	if o.Live != nil {
		o.Live, o.Flush = lines, flush
	}
}

// Hint is a command and what it does.
type Hint struct{ Command, Does string }
