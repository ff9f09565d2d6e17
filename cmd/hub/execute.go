package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/ci"
	"github.com/seed-00a9b34c/hub/pkg/golden"
	"github.com/seed-00a9b34c/hub/pkg/headroom"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/judge"
	"github.com/seed-00a9b34c/hub/pkg/proc"
	"github.com/seed-00a9b34c/hub/pkg/redact"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
	"github.com/seed-00a9b34c/hub/pkg/runner"
	"github.com/seed-00a9b34c/hub/pkg/selection"
	"github.com/seed-00a9b34c/hub/pkg/status"
)

// execute runs the plan and shows it. The errors of the list came up when the
// run was recorded already, see finish; the last one means that nothing was run.
func (s *session) execute(ctx context.Context, store *status.Store, lock *status.Lock, known *status.File,
	sel selection.Selection, shard *hub.Shard) (*hub.Run, []error, error) {
	started := s.app.Now()
	if most := min(s.workers, len(sel.Chosen)); most > 0 {
		fits, notes, err := headroom.Fit(most, s.app.reserved)
		for _, text := range notes {
			s.app.warn("%s", text)
		}
		if err != nil {
			return nil, nil, err
		}
		if fits < most {
			s.workers = fits
		}
	}
	header := hub.RunHeader{
		SchemaVersion: hub.SchemaVersion, ID: runlog.NewID(started), Hub: version(),
		Command: s.command, Started: started, Workers: s.workers,
		Catalog: len(s.catalog.Examples), LeftOut: countLeft(sel.Left),
		Shard: shard, History: known.Runs, SourceURL: s.app.sourceURL(s.cfg.Root), Previous: previous(known, sel.Chosen),
		Pipeline: s.identity.Pipeline, Axis: s.identity.Axis, Attempt: s.identity.Attempt, Job: s.identity.Job,
		PlanDigest: sel.Digest, Policies: sel.Policies, Sealed: true, Plan: redact.Plan(s.app.secrets, sel.Chosen), Unmasked: s.app.unmasked,
	}
	if shard != nil {
		header.Planned, header.PlanItems = sel.Planned, sel.Items
		var err error
		if header.Runners, err = s.prints.Versions(ctx, sel.Chosen, &s.waiter); err != nil {
			return nil, nil, err
		}
	}
	plan := sel.Chosen // named ones run in the order of the names
	if s.named == nil {
		plan = selection.Plan(sel.Chosen, known, s.workers)
	}
	if err := lock.SetRun(header.ID); err != nil {
		return nil, nil, err
	}
	if len(plan) > 0 {
		if err := s.contain(len(plan)); err != nil {
			return nil, nil, err
		}
		header.Uncontained = s.uncontained
	}
	if len(plan) > 0 || shard != nil { // what record makes a log of
		sequence, err := lock.Sequence(known, header.ID)
		if err != nil {
			return nil, nil, err
		}
		header.Sequence = sequence
		s.app.notes(known.Skew(started))
	}
	rec, err := s.record(ctx, store, header, plan, known)
	if err != nil {
		return nil, nil, err
	}
	rec.observe(hub.Event{Type: hub.EventRunStarted, Time: started, Run: &header})
	end := hub.RunEnd{Reason: hub.EndFinished, Finished: started}
	if len(plan) == 0 && s.emptyCode == exitEmpty {
		end.Reason = hub.EndEmpty
	}
	if len(plan) > 0 {
		if end, err = s.pool(ctx, store, rec, header.ID, plan); err != nil {
			return nil, nil, errors.Join(err, rec.abandon(ctx))
		}
	}
	run, late := s.finish(ctx, lock, known, rec, end)
	return run, late, nil
}

// fence is what stands around outputs in the log of the system that is spoken
// to: the named one, or the one that hub runs in.
func (s *session) fence() (begin, end string) {
	if s.system != nil {
		return s.system.Fence()
	}
	return s.app.fence()
}

// fenceRaw puts the fence around what an example prints on hub's own stdout.
func (s *session) fenceRaw() (unfence func()) {
	begin, end := s.app.fence()
	if begin == "" {
		return func() {}
	}
	say := func(text string) {
		if _, err := io.WriteString(s.app.Stdout, text); err != nil {
			s.app.warn("writing to stdout: %v", err)
		}
	}
	say(begin)
	return func() { say("\n" + end) } // what is printed need not end with a newline
}

// nameReports prints where the reports are, and what was said of them.
func (a *App) nameReports(targets []target) {
	for _, t := range targets {
		if t.note != "" {
			a.warn("note: the %s report: %s", t.Name, t.note)
		}
		if t.path == "-" {
			continue
		}
		path := t.path
		if rel, err := filepath.Rel(a.Dir, path); err == nil && filepath.IsLocal(rel) {
			path = rel
		}
		a.warn("%s report: %s", t.Name, path)
	}
}

func countLeft(left []selection.Left) []hub.LeftOut {
	var out []hub.LeftOut
	at := map[string]int{}
	for _, l := range left {
		i, ok := at[l.Reason]
		if !ok {
			i = len(out)
			at[l.Reason] = i
			out = append(out, hub.LeftOut{Reason: l.Reason})
		}
		out[i].Count++
	}
	return out
}

// pool runs the plan with real processes, none of which is left afterwards.
func (s *session) pool(ctx context.Context, store *status.Store, rec *recording, id string, plan []hub.Example) (hub.RunEnd, error) {
	supervisor, err := s.app.supervisor()
	if err != nil {
		return hub.RunEnd{}, err
	}
	scratch, temp, err := store.Temporary(id, s.app.Temp)
	if err != nil {
		return hub.RunEnd{}, err
	}
	kill := supervisor.KillAll
	s.app.second.Store(&kill)
	defer s.app.second.Store(nil)
	var updater *golden.Updater
	if s.update {
		updater = golden.NewUpdater(ctx, s.app.guard, store.Check, s.prints.Take)
	}
	verdicts := s.judge(updater)
	exec := &runner.Executor{
		Supervisor: supervisor, Root: s.cfg.Root, Scratch: scratch, Temp: temp, RunID: id,
		Environ: s.app.Environ, Withhold: ci.Systems().Protected(), Secrets: s.app.secrets,
		Grace: s.cfg.Run.Grace, OutputCap: int64(s.cfg.Run.OutputCap), Runners: s.cfg.Runners,
		Judge: verdicts.Attempt, Sought: verdicts.Sought, JudgeBuild: verdicts.Build, Terminal: s.terminal,
		Interrupt: ctx, Now: s.app.Now,
	}
	if s.saveOutput {
		exec.Outputs = outputs(s.cfg.Root, store, id)
	}
	if s.stream {
		rec.stream = s.app.stream()
		exec.Stream = rec.stream
	}
	defer headroom.Spare(s.workers, s.app.getenv)()
	s.app.raw.Store(s.terminal)
	defer s.app.raw.Store(false)
	around := s.around(exec, plan)
	begun := time.Now()
	plan, lack := around.begin(ctx, plan, s.cfg.Run.Deadline, rec)
	unfence := func() {}
	if s.terminal {
		unfence = s.fenceRaw()
	}
	attempt := func(ctx context.Context, e *hub.Example, number int, turn *proc.Turn) hub.Attempt {
		return redact.Attempt(s.app.secrets, e, exec.Attempt(ctx, e, number, turn))
	}
	options := runner.Options{
		Workers: s.workers, StopOnError: s.stopOnError, MaxFailures: s.maxFailures,
		MaxRetries: s.cfg.Run.Retries.MaxTotal, FlakyFails: s.flakyFails, Require: s.require,
		Stages: around.groups(), Setup: around.setup, Teardown: around.teardown,
		Deadline: timeLeft(s.cfg.Run.Deadline, begun), Limits: s.cfg.Limits, Exec: attempt, Ahead: true,
		Fingerprint: updater.Remember(s.prints.Take), Now: s.app.Now,
		Observe: updater.Renew(rec.observe), Tick: rec.console.Tick, Fewer: s.fewer, Guard: s.app.safely,
	}
	var end hub.RunEnd
	if lack == nil {
		end = runner.Run(ctx, plan, options)
	} else {
		end = hub.RunEnd{Reason: hub.EndWant, Finished: s.app.Now()}
		rec.problem(runner.Missing(tried(plan), lack.Message))
	}
	unfence()
	if around.end(ctx, rec) {
		end.Finished = s.app.Now()
	}
	if s.saveOutput {
		rec.unsaved = exec.Outputs.Err()
	}
	if updater != nil {
		s.nameGoldens(updater.Written())
	}
	if left := supervisor.Close(); len(left) > 0 {
		s.leak(rec, plan, fmt.Sprintf("these processes of examples cannot be killed, and are still running: %v", left))
	}
	if s.uncontained != "" {
		s.leak(rec, plan, "containment is off, and processes that examples leave behind may stay: "+s.uncontained)
	}
	if err := store.Discard(temp, scratch); err != nil {
		s.app.warn("a temporary folder stays until the next 'hub clean': %v", err)
	}
	return end, nil
}

// judge is what judges the attempts of the session.
func (s *session) judge(updater *golden.Updater) *judge.Judge {
	return &judge.Judge{
		Config: s.cfg, Secrets: s.app.secrets, Raw: s.terminal, Updater: updater, Waiter: &s.waiter,
		Places:        judge.Places(s.cfg.Root, s.app.Temp, s.app.getenv),
		UpdateCommand: func(e *hub.Example) string { return "hub run " + exampleWord(e.ID) + " --update" },
	}
}

// nameGoldens prints which golden files were written, by the IDs of their
// examples, in catalog order.
func (s *session) nameGoldens(written map[string]string) {
	for i := range s.catalog.Examples {
		if file, ok := written[s.catalog.Examples[i].ID]; ok {
			s.app.warn("wrote the golden file %s", file)
		}
	}
	if len(written) == 0 {
		s.app.warn("no golden file was written")
	}
}

// contain starts the supervisor processes below which examples run, and notes
// whether what these leave behind can be found.
func (s *session) contain(examples int) error {
	supervisor, err := s.app.supervisor()
	if err != nil {
		return err
	}
	supervisor.Warm(min(s.workers, examples))
	if err := supervisor.Containment(); err != nil {
		s.uncontained = err.Error()
	}
	return nil
}

// leak reports that hub cannot answer for what examples leave behind: a problem
// where a leak is an error.
func (s *session) leak(rec *recording, plan []hub.Example, text string) {
	if slices.ContainsFunc(plan, func(e hub.Example) bool { return e.Settings.Leaks == hub.LeaksFail }) {
		rec.problem(hub.Problem{Kind: hub.ProblemLeak, Message: text + "; for some example of the run a leak is an error (leaks: fail)"})
	} else {
		s.app.warn("%s", text)
	}
}

// outputs says where whole outputs go, and how records name that.
func outputs(root string, store *status.Store, run string) *runner.Outputs {
	dir := store.OutputsDir(run)
	shown := dir
	if rel, err := filepath.Rel(root, dir); err == nil && filepath.IsLocal(rel) {
		shown = rel
	}
	return &runner.Outputs{Folder: func() (*os.Root, error) { return store.Below(dir) }, Shown: hub.PrintablePath(filepath.ToSlash(shown))}
}
