package submit

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/engine"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// batch is an array of tasks that was handed in, or is about to be.
type batch struct {
	name  string
	tasks []engine.Task
	slots int
	job   string // empty: not known to be handed in

	settled []bool      // the tasks that are proven or lost
	gone    []time.Time // when the engine first said that a task had ended
	states  map[int]engine.State
}

// engineBatch is the batch as the engine gets it. Its name ends with the round and its
// number in that.
func (s *submission) engineBatch(b *batch) *engine.Batch {
	out := s.Batch
	out.Name, out.Tasks, out.Slots = b.name, b.tasks, b.slots
	round, _, _ := strings.Cut(strings.TrimPrefix(b.name, prefix(s.Setup.ID)), "-")
	out.Args = append(slices.Clone(out.Args), "--attempt="+round)
	return &out
}

func prefix(id string) string { return "hub-" + id + "-" }

// nextRound hands in what is missing, and follows it. done: nothing is.
func (s *submission) nextRound(ctx context.Context) (done bool, err error) {
	tasks := s.wanted()
	if len(s.open) == 0 {
		if len(tasks) == 0 {
			return true, nil
		}
		if s.Fits != nil {
			if err := s.Fits(); err != nil {
				return false, err
			}
		}
		s.round++
	} else { // a killed hub left a round
		there := map[engine.Task]bool{}
		for _, b := range s.open {
			for _, t := range b.tasks {
				there[t] = true
			}
		}
		tasks = slices.DeleteFunc(tasks, func(t engine.Task) bool { return there[t] })
	}
	lost, err := s.follow(ctx, tasks)
	if err != nil {
		return false, cmp.Or(s.cancel(context.WithoutCancel(ctx), context.Cause(ctx) == errDeadline), err)
	}
	if err := s.hopeless(lost); err != nil {
		s.open = nil
		return false, cmp.Or(s.add(entry{Type: entryCancelled, Round: s.round}), err)
	}
	if err := s.add(entry{Type: entrySettled, Round: s.round, Lost: lost}); err != nil {
		return false, err
	}
	s.open = nil
	s.lose(lost)
	return false, nil
}

// hopeless returns an error if the losses of the round have a cause that another round
// cannot mend: all of them were not allowed to run; or the parts were tried as often as whole
// parts are, and none of the plan, which has several, ever left a log. That is no fault of an
// example, so running each alone would not tell which.
func (s *submission) hopeless(lost []loss) error {
	if len(lost) == 0 {
		return nil
	}
	first := lost[0]
	again := fmt.Sprintf("resume it with 'hub submit --resume=%s'", s.Setup.ID)
	if s.Proofs.Refused != nil {
		refused := s.Proofs.Refused(s.round)
		if !slices.ContainsFunc(lost, func(l loss) bool { return refused[l.Task] == "" }) {
			return usage.Errorf("part %s was not allowed to run: %s\nthen %s", first.Task, refused[first.Task], again)
		}
	}
	if s.Proofs.Parts < 2 || s.losses[first.Task] < min(1, s.Setup.Retry) {
		return nil
	}
	for i := range s.Proofs.Parts {
		if p := s.Proofs.Part(i + 1); !p.Absent {
			return nil
		}
	}
	return fmt.Errorf("no part left a log: hub could not be started, or %s is not the same folder there as here; part %s: %s; correct that, and %s",
		s.Batch.State, first.Task, first.Why, again)
}

// follow hands in the tasks, and follows all open batches until every task is settled.
func (s *submission) follow(ctx context.Context, tasks []engine.Task) ([]loss, error) {
	if err := s.takeUp(ctx); err != nil {
		return nil, err
	}
	if err := s.handIn(ctx, tasks); err != nil {
		return nil, err
	}
	var lost []loss
	for began := s.Now(); ; {
		more, open, err := s.look(ctx)
		lost = append(lost, more...)
		if err != nil || open == 0 {
			return lost, err
		}
		s.progress()
		if err := pause(ctx, min(max(s.Poll, s.Now().Sub(began)/20), 10*s.Poll)); err != nil {
			return nil, err
		}
	}
}

func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-time.After(d):
		return nil
	}
}

// takeUp finds the jobs of batches that a killed hub may have handed in, and hands in
// those that it did not.
func (s *submission) takeUp(ctx context.Context) error {
	for _, b := range s.open {
		job := b.job
		if job == "" {
			found, err := s.Queue.Find(ctx, s.engineBatch(b))
			if err != nil {
				return fmt.Errorf("asking %s for batch %s: %w", s.Title, b.name, err)
			}
			job = found
		}
		if job != "" {
			s.Say("taking up %s", s.named(job, b))
		}
		if err := s.enter(ctx, b, job); err != nil {
			return err
		}
	}
	return nil
}

// handIn cuts the tasks into batches and hands them in.
func (s *submission) handIn(ctx context.Context, tasks []engine.Task) error {
	if len(tasks) == 0 {
		return nil
	}
	if s.most == 0 {
		most, err := s.Queue.Most(ctx)
		if err != nil {
			return err
		}
		s.most = most
	}
	batches, err := s.cut(tasks, s.round, len(s.open))
	if err != nil {
		return err
	}
	for _, b := range batches {
		if err := s.add(entry{Type: entryHandingIn, Round: s.round, Batch: b.name, Tasks: b.tasks, Slots: b.slots}); err != nil {
			return err
		}
		s.open = append(s.open, b)
		if err := s.enter(ctx, b, ""); err != nil {
			return err
		}
		s.Say("submitted %s", s.named(b.job, b))
	}
	return nil
}

// enter makes the batch one to follow; without a job it is handed in.
//
// Note: handing in is not interrupted: a job that an engine took, but whose ID was not
// read, could only be found by its name.
func (s *submission) enter(ctx context.Context, b *batch, job string) error {
	b.settled, b.gone = make([]bool, len(b.tasks)), make([]time.Time, len(b.tasks))
	if job == "" {
		if err := context.Cause(ctx); err != nil {
			return err
		}
		handed, err := s.Queue.HandIn(context.WithoutCancel(ctx), s.engineBatch(b))
		if err != nil {
			return fmt.Errorf("submitting %d tasks: %w", len(b.tasks), err)
		}
		job = handed
	}
	if b.job == job {
		return nil
	}
	b.job = job
	return s.add(entry{Type: entryHandedIn, Round: s.round, Batch: b.name, Job: job})
}

// cut divides tasks into batches; skip is the number of those that the round has already.
// All batches together get the slots.
func (s *submission) cut(tasks []engine.Task, round, skip int) ([]*batch, error) {
	number := (len(tasks) + s.most - 1) / s.most
	if number > s.Setup.Slots {
		return nil, usage.Errorf("%d tasks need %d arrays of at most %d, and each takes one slot at least: pass --slots=%d or more, or plan fewer parts", len(tasks), number, s.most, number)
	}
	var out []*batch
	for i := range number {
		b := &batch{name: fmt.Sprintf("%s%d-%d", prefix(s.Setup.ID), round, skip+i+1)}
		for k := i; k < len(tasks); k += number { // like cards: each gets some of the long ones
			b.tasks = append(b.tasks, tasks[k])
		}
		b.slots = min(len(b.tasks), (s.Setup.Slots+i)/number)
		out = append(out, b)
	}
	return out, nil
}

// look asks the engine and reads the logs, in this order: a log that is missing then was
// missing when the engine said that the task had ended. It returns what was lost, and how
// many tasks are open.
func (s *submission) look(ctx context.Context) (lost []loss, open int, err error) {
	for _, b := range s.open {
		if !slices.Contains(b.settled, false) {
			continue
		}
		states, err := s.Queue.States(ctx, s.engineBatch(b), b.job)
		if ctx.Err() != nil {
			return nil, 0, context.Cause(ctx)
		}
		if err != nil { // the logs count meanwhile
			b.states = nil
			s.once("%s cannot be asked: %v; asking again", s.Title, err)
			continue
		}
		if b.states = states; states == nil {
			b.states = map[int]engine.State{}
		}
	}
	if err := s.Proofs.Look(ctx); err != nil {
		return nil, 0, err
	}
	for _, b := range s.open {
		for i, t := range b.tasks {
			p := s.Proofs.Part(t.Part)
			if t.Example > 0 && !p.proves(t) && s.Proofs.Why != nil {
				p.Why, p.Running = s.Proofs.Why(t.Part, t.Example)
			}
			switch {
			case b.settled[i]:
			case p.proves(t):
				b.settled[i] = true
			case !s.gone(b, i):
				open++
			default:
				b.settled[i] = true
				lost = append(lost, s.loss(ctx, b, i, &p))
			}
		}
	}
	return lost, open, nil
}

// gone reports whether the task at the position, from 0, ended so long ago that its log
// would have come up.
func (s *submission) gone(b *batch, i int) bool {
	if b.states == nil {
		return false
	}
	state, there := b.states[i+1]
	if there && state.Phase != engine.Ended {
		b.gone[i] = time.Time{}
		return false
	}
	if b.gone[i].IsZero() {
		b.gone[i] = s.Now()
	}
	return s.Now().Sub(b.gone[i]) >= s.Lag
}

// explained bounds how many losses of a round hub asks the engine about.
const explained = 20

// loss says why the task at the position, from 0, was lost.
func (s *submission) loss(ctx context.Context, b *batch, i int, p *Part) loss {
	t := b.tasks[i]
	why := b.states[i+1].Why
	asked := 0
	for _, done := range b.settled {
		if done {
			asked++
		}
	}
	if why == "" && asked <= explained {
		why = s.Queue.Why(ctx, s.engineBatch(b), b.job, i+1)
	}
	var parts []string
	for _, text := range []string{p.Why, why} {
		if text != "" {
			parts = append(parts, text)
		}
	}
	if tail := s.Tail(s.engineBatch(b), i+1); tail != "" && len(p.Running) == 0 {
		parts = append(parts, "it printed last: "+tail)
	}
	text := strings.Join(parts, "; ")
	s.Say("part %s was lost (attempt %d): %s", t, s.round, text)
	return loss{t, text}
}

// cancel cancels what is open, and waits until it has ended if what it recorded so far
// is to be merged. The error is that of the journal.
func (s *submission) cancel(ctx context.Context, wait bool) error {
	ctx, done := context.WithTimeout(ctx, cancelTime)
	defer done()
	var failed error
	for _, b := range s.open {
		if b.settled != nil && !slices.Contains(b.settled, false) {
			continue
		}
		if b.job == "" { // it may have been handed in all the same
			b.job, _ = s.Queue.Find(ctx, s.engineBatch(b))
		}
		if b.job == "" {
			continue
		}
		if err := s.Queue.Cancel(ctx, s.engineBatch(b), b.job); err != nil {
			failed = fmt.Errorf("cancelling %s: %w; cancel it yourself", s.named(b.job, b), err)
			s.Say("%v", failed)
			continue
		}
		s.Say("cancelled %s", s.named(b.job, b))
	}
	if wait {
		s.settle(ctx)
	}
	if failed != nil { // a later hub takes the round up
		return nil
	}
	s.open = nil
	return s.add(entry{Type: entryCancelled, Round: s.round})
}

// settle waits until the engine says that what was cancelled has ended.
func (s *submission) settle(ctx context.Context) {
	for _, b := range s.open {
		for b.job != "" {
			states, err := s.Queue.States(ctx, s.engineBatch(b), b.job)
			if err != nil || !slices.ContainsFunc(slices.Collect(maps.Values(states)), func(t engine.State) bool { return t.Phase != engine.Ended }) {
				break
			}
			if pause(ctx, s.Poll) != nil {
				return
			}
		}
	}
}

// cancelTime bounds how long cancelling takes: people wait for it, after Ctrl-C.
const cancelTime = time.Minute

// named names a job for people.
func (s *submission) named(job string, b *batch) string {
	tasks := "1 task"
	if n := len(b.tasks); n != 1 {
		tasks = fmt.Sprintf("%d tasks", n)
	}
	if job == b.name {
		return fmt.Sprintf("%s %s (%s)", s.Title, b.name, tasks)
	}
	return fmt.Sprintf("%s job %s (%s, %s)", s.Title, job, tasks, b.name)
}

// once prints a note that was not printed before.
func (s *submission) once(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	if !s.warn[text] {
		s.warn[text] = true
		s.Say("%s", text)
	}
}
