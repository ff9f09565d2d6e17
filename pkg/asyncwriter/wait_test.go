package asyncwriter

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestDoWaitsForTheCallUntilTheContextIsDone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		failed := errors.New("failed")
		takes := func(d time.Duration) func() error {
			return func() error { time.Sleep(d); return failed }
		}
		begin := time.Now()
		assert.ErrorIs(t, Do(t.Context(), 0, takes(time.Hour)), failed)
		assert.Equal(t, time.Hour, time.Since(begin))

		canceled, cancel := context.WithCancel(t.Context())
		cancel()
		assert.ErrorIs(t, Do(canceled, Patience, takes(Patience/2)), failed)
		assert.ErrorIs(t, Do(canceled, Patience, takes(2*Patience)), ErrUnread)
		time.Sleep(Patience) // the call ends
	})
}

func TestAnInterruptedCloseWaitsLess(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := stuck{make(chan struct{})}
		s := New(w)
		_, _ = s.Write([]byte("x"))
		ctx, cancel := context.WithTimeout(t.Context(), Patience)
		defer cancel()
		begin := time.Now()
		assert.ErrorIs(t, s.Close(ctx), ErrUnread)
		assert.Equal(t, 2*Patience, time.Since(begin))
		close(w.release)
	})
}
