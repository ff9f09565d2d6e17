package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/place"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
	"github.com/seed-00a9b34c/hub/pkg/status"
	"github.com/seed-00a9b34c/hub/reporters"
)

// recording takes a run's events, and gives them first to the run log and only
// then to everything that announces them.
type recording struct {
	log      *runlog.Writer // nil when there is nothing to record
	logErr   error          // the first one
	recorder hub.Recorder
	console  *reporters.Console
	lines    *slowWriter    // what the console prints
	events   io.WriteCloser // nil without --events
	sending  *slowWriter    // to events
	sendErr  error          // the first one
	stream   *stream        // nil unless output is shown live
	unsaved  error          // why not all whole outputs were saved
}

// record opens what the events go to.
func (s *session) record(ctx context.Context, store *status.Store, header hub.RunHeader, plan []hub.Example, known *status.File) (*recording, error) {
	rec := &recording{}
	var err error
	if rec.events, err = s.openEvents(ctx); err != nil {
		return nil, err
	}
	if rec.events != nil {
		rec.sending = newSlowWriter(rec.events)
	}
	if len(plan) > 0 || header.Shard != nil { // merge needs the log of an empty shard as well
		if rec.log, err = runlog.Create(store.RunsDir(), header.ID); err != nil {
			return nil, fmt.Errorf("results could not be recorded, so nothing was run: %w", err)
		}
	}
	out := s.humanOut()
	rec.lines = newSlowWriter(out)
	o := reporters.ConsoleOptions{
		Out: rec.lines, Color: s.app.color(out), Quiet: s.app.CLI.Quiet, Verbose: s.app.CLI.Verbose,
		Plan: plan, Workers: s.workers, SlowAfter: s.cfg.Run.SlowAfter,
		Estimate: func(id string) float64 { return estimate(known, id) },
		Fence:    s.fence,
	}
	if !s.plain {
		o.Hints = s.hints
	}
	if s.stream && len(plan) == 1 {
		o.Stream = plan[0].ID
	}
	live, isTerminal := terminal(s.app.Stderr)
	_, outIsTerminal := terminal(out)
	if isTerminal && outIsTerminal && !s.plain && !s.stream && !s.terminal && !s.app.CLI.Quiet && s.app.getenv("TERM") != "dumb" {
		// The footer goes the way of the lines, so that neither overtakes the other.
		o.Live, o.Width = rec.lines, width(live)
	}
	rec.console = reporters.NewConsole(o)
	return rec, nil
}

// estimate is how long the example took when it last completed.
func estimate(known *status.File, id string) float64 {
	if e, ok := known.Get(id); ok && e.Status == hub.StatusCompleted {
		return e.ExecutionTime
	}
	return 0
}

func (s *session) openEvents(ctx context.Context) (io.WriteCloser, error) {
	switch s.events {
	case "":
		return nil, nil
	case "-":
		return noClose{s.app.jsonOut()}, nil
	}
	if !readBySomebody(s.events) {
		file, err := s.app.guard.File(s.events, place.Named)
		var f *os.File
		if err == nil {
			f, err = file.Rewrite()
		}
		if err != nil {
			return nil, fmt.Errorf("opening the events file: %w", err)
		}
		return f, nil
	}
	var f *os.File
	// For writing only: a pipe that is opened for reading as well takes what nobody
	// will ever read.
	err := patiently(ctx, slowWait, func() (err error) {
		f, err = os.OpenFile(s.events, os.O_WRONLY|os.O_APPEND, 0)
		return err
	})
	if err != nil {
		code := exitTrouble
		if ctx.Err() != nil {
			code = exitSignal + signalNumber(interruptedBy(ctx))
		}
		return nil, &exitError{code, fmt.Errorf("opening the events file: %w", err)}
	}
	return f, nil
}

type noClose struct{ io.Writer }

func (noClose) Close() error { return nil }

// observe is the one way by which events leave the runner.
func (r *recording) observe(events ...hub.Event) {
	if r.log != nil && r.logErr == nil {
		r.logErr = r.log.Append(events...)
	}
	for i := range events {
		r.recorder.Add(events[i])
	}
	if r.events != nil && r.sendErr == nil {
		r.sendErr = runlog.Encode(r.sending, events...)
	}
	for i := range events {
		r.console.Observe(events[i])
	}
}

// close closes the log and the events, and tells what went wrong with them.
func (r *recording) close(ctx context.Context) error {
	var errs []error
	if r.log != nil {
		if err := errors.Join(r.logErr, r.log.Close(), r.log.Intact()); err != nil {
			errs = append(errs, fmt.Errorf("the run log is not complete: %w", err))
		}
	}
	if r.events != nil {
		if err := errors.Join(r.sendErr, r.sending.close(ctx), r.events.Close()); err != nil {
			errs = append(errs, fmt.Errorf("the events are not complete: %w", err))
		}
	}
	if r.unsaved != nil {
		errs = append(errs, fmt.Errorf("not every whole output could be saved: %w", r.unsaved))
	}
	if r.stream != nil {
		if err := r.stream.end(ctx); err != nil {
			errs = append(errs, fmt.Errorf("the output could not be shown whole: %w", err))
		}
	}
	return errors.Join(errs...)
}
