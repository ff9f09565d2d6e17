package session

import (
	"context"
	"errors"
	"io"
	"sync"

	"github.com/seed-00a9b34c/hub/pkg/ci/announce"
	"github.com/seed-00a9b34c/hub/pkg/delivery"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/runner"
	"github.com/seed-00a9b34c/hub/pkg/status"
)

// finish ends a run whose examples have ended; what they left is cleared away beside the
// reports, before the log is checked. Errors from here on are part of the run as well,
// hence the order: problems known so far; reports, events, CI system and screen, each of
// which may be a problem; the end of the log; and only then the status, which is written
// beside the reports, gets its name.
// The log is written anew with problems that come up after its end. The errors are
// those that could not even be recorded so: they still cost the exit code.
func (s *session) finish(ctx context.Context, end hub.RunEnd) (*hub.Run, []error) {
	d := &delivery.Delivery{
		Writer: &s.Delivery, Run: func() *hub.Run { return s.rec.Run(end) }, Report: s.rec.Problem,
		Beside: func() []hub.Problem { return append(s.clear(), s.rec.Examine()...) },
	}
	s.examine(ctx, end)
	s.rec.Spans()
	wait := s.fold(d.Run())
	d.All(ctx, s.Reports)
	wait()
	s.rec.FlushEvents(ctx)
	unseen := s.unseen(s.lines.Flush(ctx))
	announced, failed := s.announce(d, s.lines)
	if failed != nil {
		s.rec.Problem(hub.Problemf(hub.ProblemAnnounce, "%v", failed))
	}
	if err := errors.Join(s.screen.Finish(d.Run()), s.lines.Close(ctx)); !unseen {
		s.unseen(err)
	}
	d.Again(ctx)
	late := s.rec.Seal(ctx, end)
	d.Again(ctx) // the log or the events could not be closed
	if err := s.save(d.Run()); err != nil {
		late = append(late, s.rec.Amend(hub.Problemf(hub.ProblemRecord, "%v", err), end)...)
		d.Again(ctx)
		// The first try may have written it, and only failed to bring it to the disk.
		_ = s.save(d.Run()) // the run has the problem already
	}
	if announced != d.Run().Verdict() {
		if _, err := s.announce(d, io.Discard); err != nil && failed == nil {
			late = append(late, err)
		}
	}
	for _, text := range delivery.Notes(d.Written(s.Reports), s.Dir) {
		s.Warn("%s", text)
	}
	return d.Run(), late
}

// examine records the problems that are known when the examples have ended.
func (s *session) examine(ctx context.Context, end hub.RunEnd) {
	found := s.Catalog.Missing()
	why := s.header.Uncontained
	if why != "" || end.Reason == hub.EndWant { // what is left could change the reports, or holds what hub lacks
		found = append(found, s.clear()...)
	}
	if why != "" {
		found = append(found, s.left("containment is off, and processes that examples leave behind may stay: "+why)...)
	}
	for _, p := range found {
		s.rec.Problem(p)
	}
	sig, _ := errors.AsType[runner.ErrSignal](context.Cause(ctx))
	if end.Reason == hub.EndInterrupted && sig.Crash {
		s.rec.Problem(hub.Problemf(hub.ProblemCrash, "%s was sent to hub, by an example or from outside, and ended the run early", sig.Name))
	}
	if s.unsaved != nil {
		s.rec.Problem(hub.Problemf(hub.ProblemOutput, "some full outputs could not be saved: %v", s.unsaved))
	}
	if err := s.stream.Close(ctx); err != nil {
		s.rec.Problem(hub.Problemf(hub.ProblemScreen, "the output could not be shown whole: %v", err))
	}
}

// fold adds the run to the status, and writes it and the caches, while
// reports are written. wait waits until the status can be read.
func (s *session) fold(run *hub.Run) (wait func()) {
	var group sync.WaitGroup
	group.Go(s.Delivery.Safely(func() {
		defer s.Watch.Span("caches")()
		if err := s.prints.Save(); err != nil {
			s.Warn("the caches could not be written, which costs later commands time: %v", err)
		}
	}))
	if s.logged() {
		s.saving = s.lock.Saving(s.recorded, run, s.early)
		go s.Delivery.Safely(s.saving.Begin)()
		group.Go(s.Delivery.Safely(func() {
			defer s.Watch.Span("fold")()
			s.saving.Wait()
		}))
	}
	return group.Wait
}

// unseen records err, the reason why the screen does not show everything, and reports
// whether there is one.
func (s *session) unseen(err error) bool {
	if err != nil {
		s.rec.Problem(hub.Problemf(hub.ProblemScreen, "what was printed is not complete: %v", err))
	}
	return err != nil
}

// announce gives the run to the CI system, and returns the verdict that it announced.
func (s *session) announce(d *delivery.Delivery, log io.Writer) (hub.Verdict, error) {
	run := d.Run()
	if s.System == nil {
		return run.Verdict(), nil
	}
	return run.Verdict(), announce.Run(run, delivery.Announced(run, d.Written(s.Reports)), announce.Target{
		System: *s.System, Root: s.Config.Root, Log: log, Environ: s.Environ, Dir: s.Dir,
	})
}

// save gives the status file its new content if the run has changed it.
func (s *session) save(run *hub.Run) error {
	defer s.Watch.Span("status")()
	switch {
	case s.saving != nil:
		return status.Unwritten(s.saving.End(run))
	case s.adopted.Rekeyed > 0:
		return status.Unwritten(s.lock.Save(s.recorded))
	}
	return nil
}
