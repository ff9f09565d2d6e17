package session

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"

	"github.com/seed-00a9b34c/hub/pkg/ci/announce"
	"github.com/seed-00a9b34c/hub/pkg/delivery"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/runner"
	"github.com/seed-00a9b34c/hub/pkg/status"
)

// finish ends a run whose examples have ended. What goes wrong from here on is part
// of the run as well, so the order is: problems that are known; reports, events, CI
// system and screen, each of which may be a problem; the end of the log; and only
// then the status. The log is written anew with what goes wrong after its end. The
// errors are those that could not even be recorded so: they still cost the exit code.
func (s *session) finish(ctx context.Context, end hub.RunEnd) (*hub.Run, []error) {
	d := &delivery.Delivery{Writer: &s.Delivery, Run: func() *hub.Run { return s.rec.Run(end) }, Report: s.rec.Problem}
	s.examine(ctx, end)
	folded := s.meanwhile(d.Run())
	d.All(ctx, s.Reports)
	folding := folded()
	s.rec.FlushEvents(ctx)
	unseen := s.unseen(s.lines.Flush(ctx))
	announced, failed := s.announce(d, s.lines)
	if failed != nil {
		s.rec.Problem(hub.Problem{Kind: hub.ProblemAnnounce, Message: failed.Error()})
	}
	if err := errors.Join(s.console.Finish(d.Run()), s.lines.Close(ctx)); !unseen {
		s.unseen(err)
	}
	d.Again(ctx)
	late := s.rec.Seal(ctx, end)
	d.Again(ctx) // the log or the events could not be closed
	if err := s.remember(d.Run(), folding); err != nil {
		late = append(late, s.rec.Amend(hub.Problem{Kind: hub.ProblemRecord, Message: err.Error()}, end)...)
		d.Again(ctx)
		// The first try may have written it, and only failed to bring it to the disk.
		_ = s.remember(d.Run(), folding) // the run has the problem already
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
	for _, p := range s.Catalog.Missing() {
		s.rec.Problem(p)
	}
	sig, _ := errors.AsType[runner.ErrSignal](context.Cause(ctx))
	if end.Reason == hub.EndInterrupted && sig.Crash {
		s.rec.Problem(hub.Problem{Kind: hub.ProblemCrash, Message: sig.Name + " was sent to hub, by an example or from outside, and ended the run early"})
	}
	s.rec.Examine()
	if s.unsaved != nil {
		s.rec.Problem(hub.Problem{Kind: hub.ProblemOutput, Message: fmt.Sprintf("not every whole output could be saved: %v", s.unsaved)})
	}
	if s.stream != nil {
		if err := s.stream.Close(ctx); err != nil {
			s.rec.Problem(hub.Problem{Kind: hub.ProblemScreen, Message: fmt.Sprintf("the output could not be shown whole: %v", err)})
		}
	}
}

// meanwhile prepares the status and saves the cache of fingerprints while reports are
// written. It returns what waits for both and returns the error of the former.
func (s *session) meanwhile(run *hub.Run) (wait func() error) {
	var folding error
	var group sync.WaitGroup
	soon := *run // a copy: it may get a sequence while reports are made of the other
	group.Go(s.Delivery.Safely(func() {
		if s.logged() {
			folding = s.lock.AddRun(s.known, &soon)
		}
	}))
	group.Go(s.Delivery.Safely(func() {
		if err := s.prints.Save(); err != nil {
			s.Warn("the cache of fingerprints could not be written: %v", err)
		}
	}))
	return func() error {
		group.Wait()
		return folding
	}
}

// unseen records that what was printed is not complete, if err says so.
func (s *session) unseen(err error) bool {
	if err != nil {
		s.rec.Problem(hub.Problem{Kind: hub.ProblemScreen, Message: fmt.Sprintf("what was printed is not complete: %v", err)})
	}
	return err != nil
}

// announce gives the run to the CI system, and returns the verdict that it gave.
func (s *session) announce(d *delivery.Delivery, log io.Writer) (hub.Verdict, error) {
	run := d.Run()
	if s.System == nil {
		return run.Verdict(), nil
	}
	return run.Verdict(), announce.Run(run, delivery.Announced(run, d.Written(s.Reports)), announce.Target{
		System: *s.System, Root: s.Config.Root, Log: log, Environ: s.Environ, Dir: s.Dir,
	})
}

// remember writes what the run has changed of the status. folding is the error of
// adding the run to it in memory.
func (s *session) remember(run *hub.Run, folding error) error {
	err := folding
	switch {
	case err != nil:
	case s.logged():
		err = s.lock.SaveRun(s.known, run)
	case s.rekeyed:
		err = s.lock.Save(s.known)
	}
	if err != nil {
		return status.Unwritten(err)
	}
	return nil
}
