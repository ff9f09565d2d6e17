package session

import (
	"context"
	"fmt"

	"github.com/seed-00a9b34c/hub/pkg/ci"
	"github.com/seed-00a9b34c/hub/pkg/fixture"
	"github.com/seed-00a9b34c/hub/pkg/golden"
	"github.com/seed-00a9b34c/hub/pkg/headroom"
	"github.com/seed-00a9b34c/hub/pkg/hint"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/judge"
	"github.com/seed-00a9b34c/hub/pkg/proc"
	"github.com/seed-00a9b34c/hub/pkg/queue"
	"github.com/seed-00a9b34c/hub/pkg/recording"
	"github.com/seed-00a9b34c/hub/pkg/redact"
	"github.com/seed-00a9b34c/hub/pkg/runner"
)

// execute runs the plan and returns how the run ended. Processes and files that examples
// leave behind may exist until [session.clear] is called.
func (s *session) execute(ctx context.Context) (hub.RunEnd, error) {
	if len(s.plan.Order) == 0 {
		end := hub.RunEnd{Reason: hub.EndFinished, Finished: s.header.Started}
		if s.plan.EmptyFails {
			end.Reason = hub.EndEmpty
		}
		return end, nil
	}
	supervisor, err := s.Supervisor()
	if err != nil {
		return hub.RunEnd{}, err
	}
	scratch, temp, err := s.Store.Temporary(s.header.ID, s.Temp)
	if err != nil {
		return hub.RunEnd{}, err
	}
	ended := s.Running(supervisor.KillAll, s.screen.Suspend, s.Terminal)
	s.clear = func() []hub.Problem {
		s.clear = nothingLeft
		defer ended()
		return s.clearUp(supervisor, temp, scratch)
	}
	defer headroom.Spare(s.Workers, hub.Getenv(s.Environ))()
	defer s.Heap.Examples()()
	var updater *golden.Updater
	if s.Update {
		updater = golden.NewUpdater(ctx, s.Guard, s.Store.Check, s.prints.Take)
	}
	exec := s.executor(ctx, supervisor, scratch, temp, updater)
	end := s.runPlan(ctx, exec, updater)
	s.unsaved = exec.Outputs.Err()
	for _, text := range updater.Notes(s.Catalog.Examples) {
		s.Warn("%s", text)
	}
	return end, nil
}

// nothingLeft is [session.clear] for a run without anything to clean up.
func nothingLeft() []hub.Problem { return nil }

// clearUp ends the supervisor processes and their remaining children, and deletes the
// temporary folders. It returns the problems that occur.
func (s *session) clearUp(supervisor *proc.Supervisor, temp, scratch string) (problems []hub.Problem) {
	defer s.Watch.Span("clearing up")()
	if unkilled := supervisor.Close(); len(unkilled) > 0 {
		problems = s.left(fmt.Sprintf("these processes of examples cannot be killed, and are still running: %v", unkilled))
	}
	if err := s.Store.Discard(temp, scratch); err != nil {
		s.Warn("the temporary folder could not be deleted, and stays until the next 'hub clean': %v", err)
	}
	return problems
}

// executor returns the executor that makes attempts with real processes and judges them.
func (s *session) executor(ctx context.Context, supervisor *proc.Supervisor, scratch, temp string, updater *golden.Updater) *runner.Executor {
	verdicts := &judge.Judge{
		Config: s.Config, Secrets: s.Secrets, Raw: s.Terminal, Updater: updater, Waiter: &s.waiter,
		Folders:       judge.Folders(s.Config.Root, s.Temp, hub.Getenv(s.Environ)),
		UpdateCommand: func(e *hub.Example) string { return "hub run " + hint.Example(s.Catalog, e.ID) + " --update" },
	}
	exec := &runner.Executor{
		Supervisor: supervisor, Root: s.Config.Root, Scratch: scratch, Temp: temp, RunID: s.header.ID,
		Environ: s.Environ, Withhold: append(ci.Systems().Protected(), queue.Variable), Secrets: s.Secrets,
		Folders: judge.Local(s.Config.Root, s.Temp, hub.Getenv(s.Environ)), Grace: s.Config.Run.Grace, OutputCap: int64(s.Config.Run.OutputCap), Runners: s.Config.Runners,
		Judge: verdicts.Attempt, Sought: verdicts.Sought, JudgeBuild: verdicts.Build, Terminal: s.Terminal,
		Interrupt: ctx, Now: s.Now,
	}
	if s.SaveOutput {
		exec.Outputs = runner.OutputsBelow(s.Config.Root, s.Store.OutputsDir(s.header.ID), s.Store.Below)
	}
	if s.Stream {
		exec.Stream = s.stream
	}
	return exec
}

// runPlan runs the plan between the setup and the teardown of the run.
func (s *session) runPlan(ctx context.Context, exec *runner.Executor, updater *golden.Updater) (end hub.RunEnd) {
	fixtures := fixture.New(s.Config, s.plan.Order, exec)
	fixtures.Observe, fixtures.Now = s.rec.Observe, s.Now
	examples, shortage := fixtures.Begin(ctx, s.plan.Order)
	if shortage != nil {
		end = hub.RunEnd{Reason: hub.EndWant, Finished: s.Now()}
		s.rec.Problem(*shortage)
	} else {
		unfence := func() {}
		if s.Terminal {
			unfence = recording.Fence(s.Delivery.Stdout, s.Fence, s.Warn)
		}
		end = runner.Run(ctx, s.worker.Begin(examples, s.rec.Sync), s.runnerOptions(exec, fixtures, updater))
		unfence()
		s.worker.End(s.rec.Observe, s.rec.Problem)
	}
	if fixtures.End(ctx) {
		end.Finished = s.Now()
	}
	return end
}

func (s *session) runnerOptions(exec *runner.Executor, fixtures *fixture.Fixtures, updater *golden.Updater) runner.Options {
	return runner.Options{
		Workers: s.Workers, StopOnError: s.StopOnError, MaxFailures: s.MaxFailures,
		MaxRetries: s.Config.Run.Retries.MaxTotal, FlakyFails: s.FlakyFails, Require: s.Require, Baseline: judge.Baseline(s.Baseline),
		Stages: fixtures.Groups(), Setup: fixtures.Setup, Teardown: fixtures.Teardown,
		Deadline: fixtures.Left(), Limits: s.plan.Limits, Ahead: true, Feed: s.worker.Feed(),
		Exec: func(ctx context.Context, e *hub.Example, number int, turn *proc.Turn) hub.Attempt {
			a := exec.Attempt(ctx, e, number, turn)
			a.Excerpt = judge.Excerpt(ctx, s.Config.Root, s.Secrets.String, a.Error)
			return redact.Attempt(s.Secrets, e, a)
		},
		Fingerprint: updater.Remember(s.prints.Take), Now: s.Now,
		Observe: updater.Renew(s.recorded.Recall(s.rec.Observe)), Tick: s.screen.Tick, Guard: s.Delivery.Safely,
		Fewer: func(most int, why string) {
			s.Warn("hub runs at most %d examples at a time instead of %d: it lacks resources for more: %s", most, s.Workers, why)
		},
	}
}

// left warns about processes of examples that may still be running. They are a problem of
// the run if leaks are errors for some example.
func (s *session) left(text string) []hub.Problem {
	if p := hub.LeakProblem(s.plan.Order, text); p != nil {
		return []hub.Problem{*p}
	}
	s.Warn("%s", text)
	return nil
}
