package status

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAcquireWaitsForOthersAndNotForItsOwnRun(t *testing.T) {
	s := newStore(t)
	defer kill(holder(t, s))
	var waited []Holder
	acquire := func(wait time.Duration, within string) error {
		_, err := s.Acquire(t.Context(), wait, within, func(h Holder) { waited = append(waited, h) })
		_, locked := errors.AsType[*LockedError](err)
		assert.True(t, locked, err)
		return err
	}
	run := s.holder().RunID
	require.NotEmpty(t, run)
	_, own := errors.AsType[*OwnRunError](acquire(time.Hour, run))
	assert.True(t, own)
	assert.Empty(t, waited)

	for _, within := range []string{"", "another run"} {
		_, own = errors.AsType[*OwnRunError](acquire(0, within))
		assert.False(t, own)
		assert.Empty(t, waited, "it does not wait at all")
	}
	assert.Error(t, acquire(time.Millisecond, ""))
	require.Len(t, waited, 1)
	assert.Equal(t, run, waited[0].RunID)
}
