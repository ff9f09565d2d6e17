//go:build unix

package runner

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/proc"
)

// noRoom is an attempt for whose folder there was no room.
func noRoom(e *hub.Example, n int, because error) hub.Attempt {
	return hub.Attempt{Number: n, ExitCode: -1, Error: internal(e, fmt.Errorf("making a scratch folder: %w", because))}
}

// Room may come when others end, whose folders go then: until then an example
// waits, and it runs in the end.
func TestRoomComesWhenOthersEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var now atomic.Int32
		p := newPlay(9, 3, func(ctx context.Context, e *hub.Example, n int, _ *proc.Turn) hub.Attempt {
			defer now.Add(-1)
			if now.Add(1) > 2 {
				return noRoom(e, n, roomErr)
			}
			return takes(ctx, time.Second, n)
		})
		run := p.run(t.Context())
		assert.Equal(t, map[hub.Status]int{hub.StatusCompleted: 9}, statuses(run))
		assert.Equal(t, hub.VerdictGood, run.Verdict())
	})
}

// With nothing running no room comes, so it is not waited for. Whoever could not
// be started has no result, the others have theirs, and the run is not good.
func TestNoRoomBlamesNobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPlay(6, 1, func(ctx context.Context, e *hub.Example, n int, _ *proc.Turn) hub.Attempt {
			if e.Index%2 == 0 {
				return noRoom(e, n, roomErr)
			}
			return takes(ctx, time.Second, n)
		})
		start := time.Now()
		run := p.run(t.Context())
		assert.Equal(t, map[hub.Status]int{hub.StatusCompleted: 3, hub.StatusPending: 3}, statuses(run))
		assert.Equal(t, hub.VerdictTrouble, run.Verdict())
		assert.Equal(t, 3*time.Second, time.Since(start))
		require.Len(t, run.Problems, 1)
		assert.Equal(t, hub.ProblemWant, run.Problems[0].Kind)
		assert.Contains(t, run.Problems[0].Message, "hub could not start 3 examples, which have no result in this run and keep their recorded ones: ")
		assert.Contains(t, run.Problems[0].Message, "make room on that disk")
	})
	other := internal(&hub.Example{}, errors.New("odd"))
	assert.False(t, other.Lacks())
}

// roomErr is a full disk.
const roomErr = syscall.ENOSPC
