//go:build unix

package queue

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/engine/enginetest"
)

// A server that is away for less than a lease costs time only.
func TestAShortBreakCostsNothing(t *testing.T) {
	s := enginetest.Redis(t)
	q := joined(t, s, job("p", 3), "a")
	_, err := q.Take(t.Context(), 1, 0)
	require.NoError(t, err)
	s.Pause()
	answered := make(chan error, 1)
	go func() {
		_, err := q.Take(context.Background(), 1, 0)
		answered <- err
	}()
	s.Resume()
	require.NoError(t, <-answered)
	s.Kill()
	q.address.lease = 300 * time.Millisecond
	_, err = q.Take(t.Context(), 1, 0)
	require.ErrorIs(t, err, ErrQueue)
}
