//go:build unix

package want

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestWhatIsWant(t *testing.T) {
	for _, tc := range []struct {
		err       error
		of, start bool
		remedy    string
	}{
		{nil, false, false, ""},
		{errors.New("x"), false, false, ""},
		{syscall.EMFILE, true, true, "ulimit -n"},
		{syscall.ENFILE, true, true, "of the machine"},
		{syscall.ENOMEM, true, true, "ulimit -v"},
		{syscall.ENOBUFS, true, true, "of the machine"},
		{syscall.EAGAIN, false, true, "ulimit -u"},
		{syscall.EBADF, false, true, "ulimit -n"},
		{Err, true, true, "of the machine"},
		{syscall.ENOENT, false, false, ""},
		{syscall.EACCES, false, false, ""},
		{syscall.E2BIG, false, false, ""},
		{syscall.ENOSPC, false, false, ""},
		{syscall.EDQUOT, false, false, ""},
		{os.ErrNotExist, false, false, ""},
	} {
		for _, err := range []error{tc.err, &fs.PathError{Op: "open", Path: "x", Err: tc.err}, fmt.Errorf("doing: %w", tc.err), errors.Join(errors.New("y"), tc.err)} {
			if tc.err == nil {
				err = nil
			}
			assert.Equal(t, tc.of, Of(err), "%v", err)
			assert.Equal(t, tc.start, Start(err), "%v", err)
			assert.Contains(t, Remedy(err), tc.remedy, "%v", err)
			assert.Equal(t, tc.remedy == "", Remedy(err) == "", "%v", err)
		}
	}
}

// TestPausesAreBounded: they grow, none is longer than a second, and together
// they last as long as Patience, and half of it the next time.
func TestPausesAreBounded(t *testing.T) {
	var w Waiter
	all := time.Duration(0)
	for patience := Patience; patience > firstPause; patience /= 2 {
		sum, before := time.Duration(0), time.Duration(0)
		for n := 1; ; n++ {
			pause, ok := w.Pause(n)
			if !ok {
				break
			}
			assert.GreaterOrEqual(t, pause, before)
			assert.LessOrEqual(t, pause, mostPause)
			sum, before = sum+pause, pause
		}
		assert.GreaterOrEqual(t, sum, patience)
		assert.Less(t, sum, 2*patience+firstPause)
		all += sum
	}
	assert.Less(t, all, 3*Patience)
}

func TestWaiter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var w Waiter
		calls := 0
		lackingUntil := func(n int, then error) func() error {
			calls = 0
			return func() error {
				if calls++; calls < n {
					return fmt.Errorf("opening: %w", syscall.EMFILE)
				}
				return then
			}
		}
		assert.NoError(t, w.Do(t.Context(), lackingUntil(4, nil)))
		assert.Equal(t, 4, calls)
		assert.ErrorIs(t, w.Do(t.Context(), lackingUntil(2, fs.ErrNotExist)), fs.ErrNotExist, "another error is not waited for")
		assert.Equal(t, 2, calls)
		ended, cancel := context.WithCancel(t.Context())
		cancel()
		assert.ErrorIs(t, w.Do(ended, lackingUntil(100, nil)), syscall.EMFILE)
		assert.Equal(t, 1, calls)

		begin := time.Now()
		assert.ErrorIs(t, w.Do(t.Context(), lackingUntil(1000, nil)), syscall.EMFILE)
		assert.InDelta(t, Patience.Seconds(), time.Since(begin).Seconds(), 1)
		begin = time.Now()
		assert.ErrorIs(t, w.Do(t.Context(), lackingUntil(1000, nil)), syscall.EMFILE)
		assert.InDelta(t, Patience.Seconds()/2, time.Since(begin).Seconds(), 1, "it has waited in vain before")
		assert.NoError(t, w.Do(t.Context(), lackingUntil(3, nil)))
	})
}
