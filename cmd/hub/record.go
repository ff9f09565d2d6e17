package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/asyncwriter"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/mask"
	"github.com/seed-00a9b34c/hub/pkg/place"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
	"github.com/seed-00a9b34c/hub/pkg/status"
	"github.com/seed-00a9b34c/hub/pkg/want"
	"github.com/seed-00a9b34c/hub/reporters/console"
)

// recording takes a run's events, and gives them first to the run log and only
// then to everything that announces them.
type recording struct {
	store    *status.Store
	log      *runlog.Writer // nil when there is nothing to record
	logErr   error          // the first one
	changed  error          // why the log is not what was written to it
	recorder hub.Recorder
	ended    *hub.Run // what ending made of the recorder; nil when that knows more
	console  *console.Console
	lines    *asyncwriter.Writer // what the console prints
	events   io.WriteCloser      // nil without --events
	sending  *asyncwriter.Writer // to events
	encoder  *runlog.Encoder     // to sending
	sendErr  error               // the first one
	stream   *stream             // nil unless output is shown live
	unsaved  error               // why not all whole outputs were saved
	secrets  *mask.Patterns
	now      func() time.Time
}

// record opens what the events go to.
func (s *session) record(ctx context.Context, store *status.Store, header hub.RunHeader, plan []hub.Example, known *status.File) (*recording, error) {
	rec := &recording{store: store, secrets: s.app.secrets, now: s.app.Now}
	var err error
	if rec.events, err = s.openEvents(ctx); err != nil {
		return nil, err
	}
	if rec.events != nil {
		rec.sending = asyncwriter.New(rec.events)
		rec.encoder = runlog.NewEncoder(rec.sending)
	}
	if len(plan) > 0 || header.Shard != nil { // merge needs the log of an empty shard as well
		if rec.log, err = runlog.Create(store.RunsDir(), header.ID); err != nil {
			return nil, fmt.Errorf("results could not be recorded, so nothing was run: %w", err)
		}
	}
	out := s.humanOut()
	rec.lines = asyncwriter.New(out)
	o := console.Options{
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
	rec.console = console.New(o)
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
	if !place.HasReader(s.events) {
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
	err := asyncwriter.Do(ctx, asyncwriter.Patience, func() (err error) {
		f, err = os.OpenFile(s.events, os.O_WRONLY|os.O_APPEND, 0)
		return err
	})
	if err != nil {
		code := exitTrouble
		if ctx.Err() != nil {
			code = signalCode(interruptedBy(ctx))
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
	r.add(events...)
	if r.events != nil && r.sendErr == nil {
		r.sendErr = r.encoder.Encode(events...)
	}
	for i := range events {
		r.console.Observe(events[i])
	}
}

// add makes events part of the run.
func (r *recording) add(events ...hub.Event) {
	for i := range events {
		r.recorder.Add(events[i])
	}
	r.ended = nil
}

// ending is the run as far as it is known, with the end that it will have. It is
// made once until more is known: it is asked for after every step of the end.
func (r *recording) ending(end hub.RunEnd) *hub.Run {
	if r.ended == nil {
		run := r.recorder.Ending(end)
		r.ended = &run
	}
	return r.ended
}

// problem records what went wrong beside the examples. What cannot be put into
// the log any more is still part of the run that reports are made of.
func (r *recording) problem(p hub.Problem) {
	p.Message = r.secrets.String(hub.OneLine(p.Message))
	r.observe(hub.Event{Type: hub.EventProblem, Time: r.now(), Problem: &p})
}

// changedLog is the problem of a log that is not what was written to it: an
// example can reach it. Hub knows all that was in it.
func changedLog(why error) hub.Problem {
	return hub.Problemf(hub.ProblemRecord, "%v; hub writes the log anew from what it knows; find out which example writes into hub's state", why)
}

// uncheckedLog is the problem of a log of which hub could not see whether it is what
// was written to it: hub lacked descriptors or memory to look.
func uncheckedLog(why error) hub.Problem {
	return hub.Problemf(hub.ProblemRecord, "it is not known whether the run log is what hub wrote: %v; %s", why, want.Remedy(why))
}

// examine records what is wrong with the record itself, as far as that shows
// before the end of the run. Nothing of the run goes on by then.
func (r *recording) examine(ctx context.Context) {
	if r.log != nil {
		if r.logErr != nil {
			r.problem(hub.Problem{Kind: hub.ProblemRecord, Message: fmt.Sprintf("the run log is not complete: %v", r.logErr)})
		} else if err := r.log.Intact(); want.Of(err) {
			r.problem(uncheckedLog(err))
		} else if r.changed = err; err != nil {
			r.problem(changedLog(err))
		}
	}
	if r.unsaved != nil {
		r.problem(hub.Problem{Kind: hub.ProblemOutput, Message: fmt.Sprintf("not every whole output could be saved: %v", r.unsaved)})
	}
	if r.stream != nil {
		if err := r.stream.end(ctx); err != nil {
			r.problem(hub.Problem{Kind: hub.ProblemScreen, Message: fmt.Sprintf("the output could not be shown whole: %v", err)})
		}
	}
}

// flushEvents waits until the reader of the events has taken all so far, and
// records it when he has not: he gets no more then.
func (r *recording) flushEvents(ctx context.Context) {
	if r.events == nil {
		return
	}
	if err := errors.Join(r.sendErr, r.sending.Flush(ctx)); err != nil {
		r.sendErr = err
		r.problem(hub.Problem{Kind: hub.ProblemEvents, Message: fmt.Sprintf("the events are not complete: %v", err)})
	}
}

// seal records the end of the run and closes its log, to which nothing is added
// afterwards, and then the events. A log that could not be closed whole is a
// problem of the run, though the log cannot say so; one that something else
// changed is written anew, and so is one whose events could not be closed. The
// errors are what could not be recorded.
func (r *recording) seal(ctx context.Context, end hub.RunEnd) (late []error) {
	finished := hub.Event{Type: hub.EventRunFinished, Time: r.now(), End: &end}
	if r.log != nil {
		var err error
		if r.logErr == nil {
			err = r.log.Append(finished)
		}
		err = errors.Join(err, r.log.Close())
		switch {
		case err != nil:
			r.logErr = errors.Join(r.logErr, err)
			r.problem(hub.Problem{Kind: hub.ProblemRecord, Message: fmt.Sprintf("the run log could not be closed whole: %v", err)})
			late = r.rewrite(end) // it may have its end all the same, without that
		case r.logErr == nil && r.changed == nil:
			if err := r.log.Intact(); want.Of(err) {
				late = append(late, r.amend(uncheckedLog(err), end)...)
			} else if r.changed = err; err != nil {
				problem := changedLog(err)
				r.add(hub.Event{Type: hub.EventProblem, Time: r.now(), Problem: &problem})
			}
		}
	}
	if r.changed != nil {
		if err := r.store.Restore(r.ending(end)); err != nil {
			late = append(late, err)
		}
	}
	if err := r.closeEvents(ctx, finished); err != nil {
		late = append(late, r.amend(hub.Problem{Kind: hub.ProblemEvents, Message: err.Error()}, end)...)
	}
	return late
}

// amend adds a problem to a run whose log is closed, and writes that anew. Where
// there is no room for it, it loses its end. One that could not be closed whole has
// none: such a log makes no run good.
func (r *recording) amend(p hub.Problem, end hub.RunEnd) []error {
	p.Message = r.secrets.String(hub.OneLine(p.Message))
	r.add(hub.Event{Type: hub.EventProblem, Time: r.now(), Problem: &p})
	return r.rewrite(end)
}

// rewrite writes a log anew that has its end; otherwise it does nothing.
func (r *recording) rewrite(end hub.RunEnd) []error {
	if r.log == nil || !r.log.Sealed() {
		return nil
	}
	if err := r.store.Restore(r.ending(end)); err != nil {
		errs := []error{err}
		if err := r.log.Unseal(); err != nil {
			errs = append(errs, err)
		}
		return errs
	}
	return nil
}

// closeEvents sends the end of the run and closes the events.
func (r *recording) closeEvents(ctx context.Context, finished hub.Event) error {
	if r.events == nil {
		return nil
	}
	recorded := r.sendErr != nil
	if !recorded {
		r.sendErr = r.encoder.Encode(finished)
	}
	if err := errors.Join(r.sendErr, r.sending.Close(ctx), r.events.Close()); err != nil && !recorded {
		return fmt.Errorf("the events are not complete: %w", err)
	}
	return nil
}

// abandon closes everything of a run that could not be begun.
func (r *recording) abandon(ctx context.Context) error {
	errs := []error{r.logErr, r.lines.Close(ctx)}
	if r.log != nil {
		errs = append(errs, r.log.Close())
	}
	if r.events != nil {
		errs = append(errs, r.sending.Close(ctx), r.events.Close())
	}
	return errors.Join(errs...)
}
