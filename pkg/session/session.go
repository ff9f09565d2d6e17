// Package session performs one run, from the selection of examples to their recorded
// results. Read [Run] first: each of its lines is one step. The steps are called in
// this order:
//
//	prepare.go  the lock, the plan, the header, the log, the screen
//	execute.go  the examples, with real processes
//	finish.go   reports, the end of the log, the status
//
// A session decides nothing that a package below it can: runner decides which
// example is next, judge what is a failure, [hub.Run.Verdict] what the run results
// in. It decides in which order things happen, and passes on what each needs from
// the others. Flags and exit codes belong to the program.
package session

import (
	"context"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/asyncwriter"
	"github.com/seed-00a9b34c/hub/pkg/ci"
	"github.com/seed-00a9b34c/hub/pkg/delivery"
	"github.com/seed-00a9b34c/hub/pkg/headroom"
	"github.com/seed-00a9b34c/hub/pkg/hint"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/plan"
	"github.com/seed-00a9b34c/hub/pkg/proc"
	"github.com/seed-00a9b34c/hub/pkg/project"
	"github.com/seed-00a9b34c/hub/pkg/queue"
	"github.com/seed-00a9b34c/hub/pkg/recording"
	"github.com/seed-00a9b34c/hub/pkg/staleness"
	"github.com/seed-00a9b34c/hub/pkg/status"
	"github.com/seed-00a9b34c/hub/pkg/stopwatch"
	"github.com/seed-00a9b34c/hub/pkg/want"
	"github.com/seed-00a9b34c/hub/reporters/console"
)

// Options says which examples to run, how, and who gets the outcome.
type Options struct {
	// Command is the hub command, for the record.
	Command string
	plan.Request

	// StopOnError and MaxFailures (0: never) end the run early.
	StopOnError bool
	MaxFailures int
	// Terminal hands the terminal to the examples, so that no output is captured;
	// Stream shows their output while it is printed; Update writes golden files;
	// SaveOutput keeps whole outputs.
	Terminal, Stream, Update, SaveOutput bool

	// Queue hands out the examples; nil: the run has all of its plan.
	Queue *queue.Source

	// Reports are written at the end. Events is a destination, see
	// [recording.OpenEvents].
	Reports []delivery.Target
	Events  string
	// System is the CI system that gets the outcome; nil: none. Identity is the run's
	// position in a pipeline.
	System   *ci.System
	Identity ci.Identity
}

// World is what a run uses of the process that performs it.
type World struct {
	Delivery delivery.Writer
	// Console says how the run is shown. The session sets what depends on the run,
	// and puts a buffer before Out.
	Console console.Options
	// Fence is what the CI system that hub runs in wants around foreign text.
	Fence func() (begin, end string)

	Environ []string
	// Dir is the folder that hub works in, Temp the one for temporary files.
	Dir, Temp string
	Now       func() time.Time
	Watch     *stopwatch.Watch // measures what hub itself does; nil: nothing
	// Version is hub's, for the record.
	Version string
	// Self is how hub was started, for hints; nil: none are shown.
	Self *hint.Command
	// Warn prints a line for people, Notes those of the status file.
	Warn  func(format string, args ...any)
	Notes func([]status.Note)
	// Supervisor returns the supervisor of all processes that this hub starts.
	Supervisor func() (*proc.Supervisor, error)
	Threads    int            // that the Go runtime has reserved
	Heap       *headroom.Heap // nil: the runtime decides
	// Running registers the run with the signal handlers: kill kills its processes at
	// once; hold calls its argument, which suspends hub, while the screen is in order; raw
	// means that an example has the terminal, and so gets its signals. ended takes the run
	// out again.
	Running func(kill func(), hold func(func()), raw bool) (ended func())
}

// Outcome is the result of a run.
type Outcome struct {
	Run     *hub.Run
	Late    []error      // went wrong too late to be part of Run
	Status  *status.File // what is recorded, the run included
	Orphans []string     // the IDs in Status that no example has
}

// session is a run under way. Each step adds what later ones need.
type session struct {
	*project.Project
	World
	Options

	lock     *status.Lock
	recorded *status.File    // the status of all examples
	adopted  status.Adoption // how it and the examples belong together

	prints *staleness.Prints
	plan   plan.Plan
	header hub.RunHeader
	worker *queue.Worker // nil without a queue
	waiter want.Waiter   // waits for resources that hub lacks

	clear   func() []hub.Problem // clears away what the examples left, once
	rec     *recording.Recording
	screen  *console.Console
	lines   *asyncwriter.Writer // the buffer between the screen and its stream
	stream  *recording.Stream   // nil unless output is shown while it is printed
	unsaved error               // why some whole output was not saved
	early   *status.Early       // folds results as they come; nil like saving
	saving  *status.Saving      // nil for a run that is not part of the status
}

// Run performs a run of the project. ctx ends it in order, naming the signal by a
// [runner.ErrSignal] as its cause. An error means that nothing was run.
func Run(ctx context.Context, p *project.Project, w World, o Options) (Outcome, error) {
	s := &session{Project: p, World: w, Options: o, clear: nothingLeft}
	if err := s.acquire(ctx); err != nil {
		return Outcome{}, err
	}
	defer s.release()
	if err := s.prepare(ctx); err != nil {
		return Outcome{}, err
	}
	if err := s.open(ctx); err != nil {
		return Outcome{}, err
	}
	s.rec.Spans()
	end, err := s.execute(ctx)
	if err != nil {
		return Outcome{}, s.abandon(ctx, err)
	}
	end.Part = s.plan.Part
	run, late := s.finish(ctx, end)
	return Outcome{Run: run, Late: late, Status: s.recorded, Orphans: s.adopted.Orphans}, nil
}
