package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"

	"github.com/seed-00a9b34c/hub/pkg/catalog"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/render"
	"github.com/seed-00a9b34c/hub/pkg/status"
)

// maxCatalogProblems bounds how many places are recorded one by one that could
// not be read.
const maxCatalogProblems = 20

// finish ends a run whose examples have ended. What goes wrong from here on is
// part of the run as well, so the order is: problems that are known; reports,
// events, CI system and screen, each of which may be a problem; the end of the
// log; and only then the status file. The log is written anew with what goes wrong
// after its end. The errors are of what cannot even be recorded so: they cost the
// exit code and are printed.
func (s *session) finish(ctx context.Context, lock *status.Lock, known *status.File, rec *recording, end hub.RunEnd) (*hub.Run, []error) {
	for _, p := range catalogProblems(s.catalog.Problems) {
		rec.problem(p)
	}
	if p := broken(end); p != nil {
		rec.problem(*p)
	}
	rec.examine(ctx)
	d := delivery{app: s.app, report: rec.problem, run: func() *hub.Run { return rec.ending(end) }}
	// What the status will be is prepared beside the reports, in memory.
	var folding error
	var beside sync.WaitGroup
	soon := *d.run() // a copy: it may get a sequence while reports are made of the other
	beside.Go(s.app.safely(func() { folding = s.fold(lock, known, &soon) }))
	beside.Go(s.app.safely(func() {
		if err := s.prints.Save(); err != nil {
			s.app.warn("the cache of fingerprints could not be written: %v", err)
		}
	}))
	d.all(ctx, s.reports)
	beside.Wait()
	rec.flushEvents(ctx)
	screen := func(err error) bool {
		if err != nil {
			rec.problem(hub.Problem{Kind: hub.ProblemScreen, Message: fmt.Sprintf("what was printed is not complete: %v", err)})
		}
		return err != nil
	}
	unseen := screen(rec.lines.Flush(ctx))
	announced, failed := s.announce(&d, rec.lines)
	if failed != nil {
		rec.problem(hub.Problem{Kind: hub.ProblemAnnounce, Message: failed.Error()})
	}
	if err := errors.Join(rec.console.Finish(d.run()), rec.lines.Close(ctx)); !unseen {
		screen(err)
	}
	d.again(ctx)
	late := rec.seal(ctx, end)
	d.again(ctx) // where the log or the events could not be closed
	run := d.run()
	if err := s.remember(lock, known, run, folding); err != nil {
		late = append(late, rec.amend(hub.Problem{Kind: hub.ProblemRecord, Message: err.Error()}, end)...)
		d.again(ctx)
		run = d.run()
		// It may have been written, and only not brought to the disk.
		_ = s.remember(lock, known, run, folding) // that it cannot be is in the run
	}
	if announced != run.Verdict() { // by the screen, the log or a place of the system's
		if _, err := s.announce(&d, io.Discard); err != nil && failed == nil {
			late = append(late, err)
		}
	}
	s.app.nameReports(d.written(s.reports))
	return run, late
}

// announce gives the run to the CI system, and returns the verdict that it gave.
func (s *session) announce(d *delivery, out io.Writer) (hub.Verdict, error) {
	run := d.run()
	if s.system == nil {
		return run.Verdict(), nil
	}
	return run.Verdict(), s.app.announce(run, d.written(s.reports), *s.system, s.cfg.Root, out)
}

// catalogProblems are the places that could not be read, where examples may be
// missing.
func catalogProblems(all []catalog.Problem) []hub.Problem {
	var out []hub.Problem
	left := 0
	for _, p := range all {
		switch {
		case !p.Incomplete:
		case len(out) == maxCatalogProblems:
			left++
		default:
			out = append(out, hub.Problem{Kind: hub.ProblemCatalog, Message: "examples may be missing: " + p.String()})
		}
	}
	if left > 0 {
		out = append(out, hub.Problem{Kind: hub.ProblemCatalog, Message: fmt.Sprintf("examples may be missing: %s more could not be read; 'hub list' names them all", render.Count(left, "place"))})
	}
	return out
}

// logged reports whether the run has a log, and is part of the status.
func logged(run *hub.Run) bool { return len(run.Plan) > 0 || run.Shard != nil }

// fold adds the run to what is known, in memory.
func (s *session) fold(lock *status.Lock, known *status.File, run *hub.Run) error {
	if !logged(run) {
		return nil
	}
	return lock.AddRun(known, run)
}

// remember writes what the run has changed of the status. folding is the error
// of [session.fold].
func (s *session) remember(lock *status.Lock, known *status.File, run *hub.Run, folding error) error {
	err := folding
	switch {
	case err != nil:
	case logged(run):
		err = lock.SaveRun(known, run)
	case s.rekeyed:
		err = lock.Save(known)
	}
	if err != nil {
		return status.Unwritten(err)
	}
	return nil
}

// tellTroubles prints what went wrong beside the examples, what was recorded of it first.
func (a *App) tellTroubles(run *hub.Run, late []error) {
	for _, t := range run.Troubles() {
		a.tell(errors.New(t.Message))
	}
	for _, err := range late {
		a.tell(err)
	}
}
