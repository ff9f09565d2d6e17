package session

import (
	"context"
	"errors"

	"github.com/seed-00a9b34c/hub/pkg/asyncwriter"
	"github.com/seed-00a9b34c/hub/pkg/ci/announce"
	"github.com/seed-00a9b34c/hub/pkg/headroom"
	"github.com/seed-00a9b34c/hub/pkg/hint"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/plan"
	"github.com/seed-00a9b34c/hub/pkg/project"
	"github.com/seed-00a9b34c/hub/pkg/queue"
	"github.com/seed-00a9b34c/hub/pkg/recording"
	"github.com/seed-00a9b34c/hub/pkg/redact"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
	"github.com/seed-00a9b34c/hub/pkg/runner"
	"github.com/seed-00a9b34c/hub/pkg/staleness"
	"github.com/seed-00a9b34c/hub/pkg/status"
	"github.com/seed-00a9b34c/hub/reporters/console"
)

// acquire takes the lock and reads the status, to which it adds runs that were killed.
func (s *session) acquire(ctx context.Context) error {
	defer s.Watch.Span("state")()
	lock, err := s.Store.Acquire(ctx, status.LockWait, hub.Getenv(s.Environ)("HUB_RUN_ID"), func(holder status.Holder) {
		s.Warn("waiting up to %s for %s", status.LockWait, holder)
	})
	if err != nil {
		return runner.Interrupted(ctx, err)
	}
	recorded, notes, err := lock.Fold()
	if err != nil {
		return errors.Join(runner.Interrupted(ctx, err), lock.Unlock())
	}
	s.Notes(notes)
	s.lock, s.recorded, s.adopted = lock, recorded, recorded.Adopt(s.Catalog.Examples)
	return nil
}

func (s *session) release() {
	if err := s.lock.Unlock(); err != nil {
		s.Warn("releasing the lock: %v", err)
	}
}

// prepare makes the plan and the header of the run. It starts the supervisor processes,
// because the header says when they cannot contain the examples.
func (s *session) prepare(ctx context.Context) (err error) {
	planned := s.Watch.Span("plan")
	s.prints = s.Prints(ctx, staleness.Options{Environ: s.Environ, Warn: s.Warn, Watch: s.Watch, Supervisor: s.Supervisor, Sampled: project.Sampled(s.Dir, s.Warn)})
	if s.plan, err = plan.Make(ctx, s.Project, s.recorded, s.prints, s.Environ, s.Now(), s.Request); err != nil {
		return runner.Interrupted(ctx, err)
	}
	if err := s.fit(); err != nil {
		return err
	}
	if err := s.describe(ctx); err != nil {
		return err
	}
	planned()
	if err := s.lock.SetRun(s.header.ID); err != nil {
		return err
	}
	if len(s.plan.Order) > 0 {
		defer s.Watch.Span("supervisors")()
		supervisor, err := s.Supervisor()
		if err != nil {
			return err
		}
		supervisor.Warm(min(s.Workers, len(s.plan.Order)))
		if err := supervisor.Containment(); err != nil {
			s.header.Uncontained = err.Error()
		}
	}
	if s.logged() {
		if s.header.Sequence, err = s.lock.Sequence(s.recorded, s.header.ID); err == nil {
			s.Notes(s.recorded.Skew(s.header.Started))
		}
	}
	return err
}

// fit lowers the number of workers to those with room for processes and threads.
func (s *session) fit() error {
	most := min(s.Workers, len(s.plan.Chosen))
	if most == 0 {
		return nil
	}
	fits, notes, err := headroom.Fit(most, s.Threads)
	for _, text := range notes {
		s.Warn("%s", text)
	}
	if err == nil && fits < most {
		s.Workers = fits
		s.plan.Arrange(s.recorded, fits)
	}
	return err
}

// describe makes the header of the run.
func (s *session) describe(ctx context.Context) (err error) {
	started := s.Now()
	s.header = hub.RunHeader{
		SchemaVersion: hub.SchemaVersion, ID: runlog.NewID(started), Hub: s.Version, Sealed: true,
		Command: s.Command, Started: started, Workers: s.Workers,
		Catalog: s.plan.Catalog, Plan: redact.Plan(s.Secrets, s.plan.Known()), LeftOut: s.plan.LeftOut(), NoExamples: s.Catalog.NoExamples(),
		PlanDigest: s.plan.Digest, Policies: s.plan.Policies, Shard: s.Select.Shard, Part: s.plan.Part, Previous: s.plan.Previous, History: s.recorded.Runs,
		Origin:    announce.Origin(hub.Getenv(s.Environ), s.Config.Root, s.Secrets.String),
		SourceURL: s.Secrets.String(announce.Source(hub.Getenv(s.Environ), s.Config.Root)),
		Pipeline:  s.Identity.Pipeline, Axis: s.Identity.Axis, Attempt: s.Identity.Attempt, Job: s.Identity.Job,
		Unmasked: s.Unmasked, Baseline: s.Baseline.Record(),
	}
	if s.plan.Divided() {
		s.header.Planned, s.header.PlanItems = s.plan.Planned, s.plan.Items
		if s.header.Runners, err = s.prints.Versions(ctx, s.plan.Chosen, &s.waiter); err != nil {
			return runner.Interrupted(ctx, err)
		}
	}
	s.plan.Items = nil // they are in the digest, and a fortieth of all that a run keeps
	return nil
}

// logged reports whether the run has a log and becomes part of the status. An empty
// shard or part does, because a merge has to see that it was empty.
func (s *session) logged() bool { return len(s.plan.Order) > 0 || s.plan.Divided() }

// open opens the events, the screen and the log, and records the start of the run.
func (s *session) open(ctx context.Context) error {
	defer s.Watch.Span("log")()
	events, err := recording.OpenEvents(ctx, s.Guard, s.Events, s.Delivery.Stdout, s.Delivery.Log)
	if err != nil {
		return runner.Interrupted(ctx, err)
	}
	s.show()
	if s.worker, err = s.Queue.Join(ctx, queue.Setting{
		Run: s.header.ID, Order: s.plan.Order, Record: redact.Recorded(s.Secrets), Workers: s.Workers, Config: s.Config, Now: s.Now, Warn: s.Warn, Guard: s.Delivery.Safely,
	}); err != nil {
		return runner.Interrupted(ctx, err)
	}
	if s.logged() {
		s.early = s.lock.Early(s.recorded, &s.header, s.Delivery.Safely)
	}
	s.rec, err = recording.New(recording.Options{
		Store: s.Store, ID: s.header.ID, Logged: s.logged(), Events: events, Watch: s.stream.Before(s.early.After(s.worker.After(s.screen.Observe))), Hashed: s.worker.Lines(), Secrets: s.Secrets, Now: s.Now, Stopwatch: s.Watch,
	})
	if err != nil {
		return err
	}
	s.rec.Observe(hub.Event{Type: hub.EventRunStarted, Time: s.header.Started, Run: &s.header})
	return nil
}

// show opens the screen. The live region goes through the same buffer as the lines, so that
// neither overtakes the other.
func (s *session) show() {
	o := s.Console
	s.lines = asyncwriter.New(o.Out)
	o.Through(s.lines, func() { _ = s.lines.Flush(context.Background()) }) // Close has the error
	o.Plan, o.Workers, o.SlowAfter, o.Estimate = s.plan.Starts(), s.Workers, s.Config.Run.SlowAfter, s.recorded.Seconds
	(&hint.Project{Catalog: s.Catalog, Status: s.recorded, Configured: s.Config.File != "", Sources: len(s.Config.Sources) > 0}).Suggest(s.Self, &o)
	o.Streamed = s.Stream
	s.screen = console.New(o)
	s.Warn = s.screen.Around(s.Warn)
	if s.Stream {
		s.stream = recording.NewStream(s.Delivery.Stdout, s.Delivery.Log, s.Secrets, s.Fence).Label(s.plan.Order)
	}
}

// abandon closes what [session.open] opened, for a run that could not be started.
func (s *session) abandon(ctx context.Context, err error) error {
	return errors.Join(err, s.rec.Abandon(ctx), s.lines.Close(ctx))
}
