package submit

import (
	"context"
	"fmt"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/engine"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

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
