package submit

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/engine"
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
