package submit

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/engine"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// hopeless returns an error if the losses of the round have a cause that another round
// cannot mend: all of them were not allowed to run; or the parts were tried as often as whole
// parts are, and none of the plan, which has several, ever left a log. That is no fault of an
// example, so running each alone would not tell which.
func (s *submission) hopeless(lost []loss) error {
	if len(lost) == 0 {
		return nil
	}
	first := slices.MinFunc(lost, func(a, b loss) int { // and not the one that was lost first, which differs each time
		return cmp.Or(cmp.Compare(a.Task.Part, b.Task.Part), cmp.Compare(a.Task.Example, b.Task.Example))
	})
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
