package submit

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/engine"
)

// Queue is what submit uses of an engine: see [engine.Remote] and [engine.Local].
type Queue interface {
	Most(context.Context) (int, error)
	HandIn(context.Context, *engine.Batch) (job string, err error)
	Find(context.Context, *engine.Batch) (job string, err error)
	States(context.Context, *engine.Batch, string) (map[int]engine.State, error)
	Why(ctx context.Context, b *engine.Batch, job string, task int) string
	Cancel(context.Context, *engine.Batch, string) error
	Kill()
	Show(*engine.Batch) (string, error)
}

// Proofs says what the logs of the plan prove.
type Proofs struct {
	// Parts is the number of parts of the plan.
	Parts int
	// Look reads what is new.
	Look func(context.Context) error
	// Part returns what was found of a part, from 1.
	Part func(int) Part
	// Why returns [Part.Why] and [Part.Running] of one example of a part, both from 1; nil:
	// not known.
	Why func(part, example int) (why string, running []string)
	// Refused returns why tasks of a round were not allowed to run, by task; nil: none
	// says so.
	Refused func(round int) map[engine.Task]string
	// Declare makes an example, by its position in the part, an error of type lost,
	// unless a log proves it.
	Declare func(part, example int, why string)
}

// Part is what is known of a part.
type Part struct {
	// Proven: each example has a result. Missing are the positions, from 1, of those
	// without. Red counts the results that gate. Absent: no log of it was seen.
	Proven  bool
	Missing []int
	Red     int
	Absent  bool
	// Why says why it is not proven, for people; Running are the examples that ran when
	// its newest log ended.
	Why     string
	Running []string
	// Seconds is how long the plan expects it to take.
	Seconds float64
}

// proves reports whether the task is done.
func (p *Part) proves(t engine.Task) bool {
	if p.Proven || t.Example == 0 {
		return p.Proven
	}
	for _, k := range p.Missing {
		if k == t.Example {
			return false
		}
	}
	return true
}

// Options are what a submission needs.
type Options struct {
	Queue Queue
	// Title names the engine for people.
	Title  string
	Proofs Proofs
	// Batch is what all batches have: all but Name, Tasks and Slots. Args get the
	// attempt, which is the round.
	Batch engine.Batch
	// Fits returns an error if the checkout of the tasks is not the plan's: they would
	// refuse to run, which is no loss. It is asked before a round; nil: nothing to ask.
	Fits func() error
	// Lag is how long the log of a task that ended may take to come up.
	Lag time.Duration
	// Poll is the least time between two questions to the engine; it grows to ten times
	// that with the time that a round takes.
	Poll time.Duration
	Now  func() time.Time
	// Say prints a note, Progress is called after each look.
	Say      func(format string, args ...any)
	Progress func(Progress)
	// Tail returns the end of what the task at the position in a batch printed, as one
	// line; empty: nothing.
	Tail func(b *engine.Batch, position int) string
}

// Outcome is how a submission ended, but for what another round cannot mend, which is an
// error: see the package.
type Outcome struct {
	// Cancelled: what was not done at the deadline was cancelled.
	Cancelled bool
	// Lost is the number of examples that were lost when they ran alone, and Missing the
	// number of parts that are not proven.
	Lost, Missing int
}

// Notes says what is not as it should be, one line each.
func (o *Outcome) Notes() []string {
	var notes []string
	if o.Cancelled {
		notes = append(notes, "the deadline passed: what was not done was cancelled")
	}
	if o.Lost > 0 {
		notes = append(notes, fmt.Sprintf("lost when they ran alone, and errors of type lost: %d", o.Lost))
	}
	if o.Missing > 0 {
		notes = append(notes, fmt.Sprintf("parts that are not proven: %d", o.Missing))
	}
	return notes
}

// submission is one under way.
type submission struct {
	Options
	*Journal
	most   int
	begun  time.Time
	before float64         // expected seconds of the parts that were proven then
	warn   map[string]bool // what was printed
}

// Run follows the jobs of the journal, and hands in what is missing, until every part is
// proven or was lost as often as may be. When the context ends, the jobs are cancelled
// and its cause is returned.
func Run(ctx context.Context, j *Journal, o Options) (Outcome, error) {
	s := &submission{Options: o, Journal: j, begun: o.Now(), warn: map[string]bool{}}
	if err := s.Proofs.Look(ctx); err != nil {
		return Outcome{}, err
	}
	for i := range s.Proofs.Parts {
		if p := s.Proofs.Part(i + 1); p.Proven {
			s.before += p.Seconds
		}
	}
	until := ctx
	if !j.Setup.Deadline.IsZero() {
		limited, cancel := context.WithTimeoutCause(ctx, j.Setup.Deadline.Sub(o.Now()), errDeadline)
		defer cancel()
		until = limited
	}
	for {
		done, err := s.nextRound(until)
		switch {
		case err != nil && context.Cause(ctx) != nil:
			return s.outcome(false), context.Cause(ctx)
		case err != nil && context.Cause(until) == errDeadline:
			return s.outcome(true), nil
		case done:
			err = s.add(entry{Type: entryEnded, Round: s.round})
			fallthrough
		case err != nil:
			return s.outcome(false), err
		}
	}
}

var errDeadline = errors.New("the deadline passed")

// outcome declares the examples that were lost alone, and counts.
func (s *submission) outcome(cancelled bool) Outcome {
	o := Outcome{Cancelled: cancelled}
	for _, l := range s.alone {
		if p := s.Proofs.Part(l.Task.Part); !p.proves(l.Task) {
			s.Proofs.Declare(l.Task.Part, l.Task.Example, l.Why)
			o.Lost++
		}
	}
	for i := range s.Proofs.Parts {
		if !s.Proofs.Part(i + 1).Proven {
			o.Missing++
		}
	}
	return o
}

// wanted returns the tasks of the next round: see the table of the package.
func (s *submission) wanted() []engine.Task {
	var tasks []engine.Task
	for i := range s.Proofs.Parts {
		whole := engine.Task{Part: i + 1}
		p := s.Proofs.Part(whole.Part)
		n := s.losses[whole]
		switch {
		case p.Proven || n > s.Setup.Retry:
		case n < 2 || len(p.Missing) == 0:
			tasks = append(tasks, whole)
		default:
			for _, k := range p.Missing {
				if alone := (engine.Task{Part: whole.Part, Example: k}); s.losses[alone] == 0 {
					tasks = append(tasks, alone)
				}
			}
		}
	}
	// Engines start tasks in their order: what takes longest begins first.
	slices.SortStableFunc(tasks, func(a, b engine.Task) int {
		return cmp.Compare(s.Proofs.Part(b.Part).Seconds, s.Proofs.Part(a.Part).Seconds)
	})
	return tasks
}

// Preview returns the batches that [Run] would hand in first, without a journal.
func Preview(ctx context.Context, setup Setup, o Options) ([]*engine.Batch, error) {
	s := &submission{Options: o, Journal: &Journal{Setup: setup}}
	if err := s.Proofs.Look(ctx); err != nil {
		return nil, err
	}
	most, err := s.Queue.Most(ctx)
	if err != nil {
		return nil, err
	}
	s.most = most
	batches, err := s.cut(s.wanted(), 1, 0)
	if err != nil {
		return nil, err
	}
	var out []*engine.Batch
	for _, b := range batches {
		out = append(out, s.engineBatch(b))
	}
	return out, nil
}
