package console

import (
	"io"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// Options says where and how a [Console] shows a run.
type Options struct {
	// Out takes the lines of finished examples, failures and the summary.
	Out io.Writer
	// Live takes the footer that is redrawn in place; nil when there is no
	// terminal, and then no control character is ever written.
	Live io.Writer
	// Width is the terminal's width in columns, asked before every redraw;
	// nil, or a result below 1, means 80.
	Width func() int
	// Color allows colour escapes on Out.
	Color bool
	// Quiet shows only failures and the verdict; it wins over Verbose.
	Quiet bool
	// Verbose adds starts, attempts, the output of passes, and why examples
	// were left out.
	Verbose bool
	// Plan holds the selected examples in the order in which they are started.
	Plan    []hub.Example
	Workers int
	// Estimate is the recorded duration of an example in seconds, 0 when
	// unknown; nil when none is known. It serves the remaining-time estimate.
	Estimate func(id string) float64
	// SlowAfter is when a running example is named as slow; 0 means never.
	SlowAfter time.Duration
	// Stream is the ID of an example whose output the reader has already seen
	// live, so that it is not repeated; empty when there is none.
	Stream string
	// Fence returns the lines to print before and after what an example printed,
	// by which a CI system is told to look for no commands there; nil for none.
	// The output is harmless without it: this is the system's own second lock.
	Fence func() (begin, end string)
	// Hints returns what one would type next, the last lines of the summary. It
	// is asked when that is printed; nil for none.
	Hints func(*hub.Run) []Hint
}

// Hint is a command and what it does.
type Hint struct{ Command, Does string }
