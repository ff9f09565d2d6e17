// Package recording records the events of a run: a [Recording] writes each to the
// run log first, and then passes it to the watchers.
//
// A failure to record is a problem of the run, and is itself recorded where that is
// still possible: appended to the log before its end, or by writing the log anew
// after it.
package recording

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/asyncwriter"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/mask"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
	"github.com/seed-00a9b34c/hub/pkg/status"
	"github.com/seed-00a9b34c/hub/pkg/stopwatch"
	"github.com/seed-00a9b34c/hub/pkg/want"
)

// Options says where the events of a run go.
type Options struct {
	Store *status.Store
	// ID names the run and its log. Logged: there is a log; a run that neither
	// starts anything nor is a shard has none.
	ID     string
	Logged bool
	// Events takes every event as NDJSON; nil for none. The recording closes it.
	Events io.WriteCloser
	// Watch gets every event after the log has it.
	Watch func(hub.Event)
	// Hashed, if set, gets the results that the log has, see [runlog.Writer].
	Hashed func(r *hub.Result, hash string)
	// Secrets are masked in problems.
	Secrets *mask.Patterns
	Now     func() time.Time
	// Stopwatch measures what hub itself does; nil: nothing does.
	Stopwatch *stopwatch.Watch
}

// Recording is the record of one run while it happens. It is for one goroutine at
// a time.
type Recording struct {
	Options
	log      *runlog.Writer // nil without a log
	logErr   error          // the first one
	known    bool           // Examine has returned it
	changed  error          // why the log is not what was written to it
	recorder hub.Recorder
	ended    *hub.Run            // the result of Run, until another event is added
	sending  *asyncwriter.Writer // to Events
	encoder  *runlog.Encoder     // to sending
	sendErr  error               // the first one
	told     bool                // FlushEvents has recorded it
}

// New creates the run log, without which nothing may be run.
func New(o Options) (*Recording, error) {
	r := &Recording{Options: o}
	if o.Events != nil {
		r.sending = asyncwriter.New(o.Events)
		r.encoder = runlog.NewEncoder(r.sending)
	}
	if o.Logged {
		var err error
		if r.log, err = runlog.Create(o.Store.RunsDir(), o.ID); err != nil {
			return nil, fmt.Errorf("results could not be recorded, so nothing was run: %w", err)
		}
		r.log.Hashed = o.Hashed
	}
	return r, nil
}

// Observe records events.
func (r *Recording) Observe(events ...hub.Event) {
	if r.log != nil && r.logErr == nil {
		r.logErr = r.log.Append(events...)
	}
	r.add(events...)
	if r.Events != nil && r.sendErr == nil {
		r.sendErr = r.encoder.Encode(events...)
	}
	for i := range events {
		r.Watch(events[i])
	}
}

// Sync brings what is recorded so far to the disk. It may be called while events are
// recorded, until [Recording.Seal].
func (r *Recording) Sync() error {
	if r.log == nil {
		return nil
	}
	return r.log.Sync()
}

// add makes events part of the run. A span that began after the end of the examples does
// not change it.
func (r *Recording) add(events ...hub.Event) {
	for i := range events {
		r.recorder.Add(events[i])
		if s := events[i].Span; s == nil || r.ended == nil || s.Started.Before(r.ended.End.Finished) {
			r.ended = nil
		}
	}
}

// Run returns the run as far as it is recorded, with the end that it will have. It
// is shared by all calls between two events, and not to be changed.
func (r *Recording) Run(end hub.RunEnd) *hub.Run {
	if r.ended == nil {
		defer r.Stopwatch.Span("result")()
		run := r.recorder.Ending(end)
		r.ended = &run
	}
	return r.ended
}

// Spans records what the stopwatch has measured since the last call. Call it before the
// first report is made, so that a report that is rendered later shows the same.
func (r *Recording) Spans() { r.spans(time.Time{}) }

// spans is [Recording.Spans] for spans that began at the time since or later. One with an
// earlier start, because the clock of records was set back or the process was suspended
// while the span was dated, gets that time.
func (r *Recording) spans(since time.Time) {
	var events []hub.Event
	now := r.Now()
	for _, s := range r.Stopwatch.Take(now) {
		if s.Started.Before(since) {
			s.Started = since
		}
		events = append(events, hub.Event{Type: hub.EventSpanFinished, Time: now, Span: &s})
	}
	if len(events) > 0 {
		r.Observe(events...)
	}
}

// Problem records a problem of the run.
func (r *Recording) Problem(p hub.Problem) {
	r.Observe(r.problem(p))
}

func (r *Recording) problem(p hub.Problem) hub.Event {
	p.Message = r.Store.Guard.Local(r.Secrets.String(hub.OneLine(p.Message)))
	return hub.Event{Type: hub.EventProblem, Time: r.Now(), Problem: &p}
}

// Examine checks the log so far and returns what is wrong with it, as problems to record.
// No example may be running, and nothing may be recorded during the call.
func (r *Recording) Examine() []hub.Problem {
	switch {
	case r.log == nil:
		return nil
	case r.logErr != nil:
		r.known = true
		return []hub.Problem{hub.Problemf(hub.ProblemRecord, "the run log is not complete: %v", r.logErr)}
	}
	if p := r.check(); p != nil {
		return []hub.Problem{*p}
	}
	return nil
}

// check compares the log with what hub wrote to it, since examples can reach it. It
// returns the problem, nil if there is none, and notes that something else changed the
// log. The log remains unchecked if hub lacks descriptors or memory to read it.
func (r *Recording) check() *hub.Problem {
	defer r.Stopwatch.Span("check of the log")()
	err := r.log.Intact()
	switch {
	case err == nil:
		return nil
	case want.Of(err):
		return new(hub.Problemf(hub.ProblemRecord, "the run log could not be checked: %v; %s", err, want.Remedy(err)))
	}
	r.changed = err
	return new(hub.Problemf(hub.ProblemRecord, "%v; hub rewrites the log from memory; find out which example writes into hub's state", err))
}

// FlushEvents waits until the reader of Events has taken all so far. One who does
// not is recorded as a problem, and gets no more.
func (r *Recording) FlushEvents(ctx context.Context) {
	if r.Events == nil {
		return
	}
	if err := errors.Join(r.sendErr, r.sending.Flush(ctx)); err != nil {
		r.sendErr, r.told = err, true
		r.Problem(hub.Problemf(hub.ProblemEvents, "the events are not complete: %v", err))
	}
}

// Seal records the spans so far and the end of the run, and closes its log and then its events. A log
// that could not be closed whole, that something else changed, or that cannot name
// events that failed to close, is written anew. The errors are those that could not
// be recorded.
func (r *Recording) Seal(ctx context.Context, end hub.RunEnd) []error {
	r.spans(end.Finished) // else a report that is rendered later would have spans of this one
	defer r.Stopwatch.Span("end of the log")()
	finished := hub.Event{Type: hub.EventRunFinished, Time: r.Now(), End: &end}
	late := r.sealLog(finished, end)
	if r.changed != nil {
		if err := r.Store.Restore(r.Run(end)); err != nil {
			late = append(late, err)
		}
	}
	if err := r.closeEvents(ctx, finished); err != nil {
		late = append(late, r.Amend(hub.Problemf(hub.ProblemEvents, "%v", err), end)...)
	}
	return late
}

func (r *Recording) sealLog(finished hub.Event, end hub.RunEnd) []error {
	if r.log == nil {
		return nil
	}
	if r.logErr == nil {
		r.logErr = r.log.Append(finished)
	}
	var err error
	if !r.known {
		err = r.logErr // of the end, or of what was recorded since Examine
	}
	synced := make(chan error, 1)
	go func() { synced <- r.log.Close() }()
	var p *hub.Problem
	if r.logErr == nil && r.changed == nil {
		p = r.check() // beside the disk: neither changes the file
	}
	if err = errors.Join(err, <-synced); err != nil {
		r.logErr = errors.Join(r.logErr, err)
		r.Problem(hub.Problemf(hub.ProblemRecord, "the run log could not be closed whole: %v", err))
		return r.rewrite(end) // the end may be in it all the same, and the problem is not
	}
	switch {
	case p == nil:
		return nil
	case r.changed == nil:
		return r.Amend(*p, end)
	default: // Seal writes the log anew
		r.add(r.problem(*p))
		return nil
	}
}

// Amend adds a problem to a run whose log is closed, and writes the log anew. The
// errors are those that could not be recorded.
func (r *Recording) Amend(p hub.Problem, end hub.RunEnd) []error {
	r.add(r.problem(p))
	return r.rewrite(end)
}

// rewrite writes a sealed log anew, and where that fails takes its seal away: a log
// without one makes no run good.
func (r *Recording) rewrite(end hub.RunEnd) []error {
	if r.log == nil || !r.log.Sealed() {
		return nil
	}
	if err := r.Store.Restore(r.Run(end)); err != nil {
		errs := []error{err}
		if err := r.log.Unseal(); err != nil {
			errs = append(errs, err)
		}
		return errs
	}
	return nil
}

// closeEvents sends the end of the run and closes the events. An error that
// [Recording.FlushEvents] has recorded is not returned again.
func (r *Recording) closeEvents(ctx context.Context, finished hub.Event) error {
	if r.Events == nil {
		return nil
	}
	if r.sendErr == nil {
		r.sendErr = r.encoder.Encode(finished)
	}
	if err := errors.Join(r.sendErr, r.sending.Close(ctx), r.Events.Close()); err != nil && !r.told {
		return fmt.Errorf("the events are not complete: %w", err)
	}
	return nil
}

// Abandon closes the record of a run that could not be started.
func (r *Recording) Abandon(ctx context.Context) error {
	errs := []error{r.logErr}
	if r.log != nil {
		errs = append(errs, r.log.Close())
	}
	if r.Events != nil {
		errs = append(errs, r.sending.Close(ctx), r.Events.Close())
	}
	return errors.Join(errs...)
}
