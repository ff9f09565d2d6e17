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
// they last as long as Patience and not twice as long.
func TestPausesAreBounded(t *testing.T) {
	sum, before := firstPause-firstPause, firstPause-firstPause
	for n := 1; ; n++ {
		pause, ok := Pause(n)
		assert.GreaterOrEqual(t, pause, before)
		assert.LessOrEqual(t, pause, mostPause)
		if !ok {
			break
		}
		sum, before = sum+pause, pause
	}
	assert.GreaterOrEqual(t, sum, Patience)
	assert.Less(t, sum, Patience+mostPause+mostPause)
}

func TestPatiently(t *testing.T) {
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
	assert.NoError(t, Patiently(context.Background(), lackingUntil(4, nil)))
	assert.Equal(t, 4, calls)
	assert.ErrorIs(t, Patiently(context.Background(), lackingUntil(2, fs.ErrNotExist)), fs.ErrNotExist, "another error is not waited for")
	assert.Equal(t, 2, calls)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	assert.ErrorIs(t, Patiently(ctx, lackingUntil(100, nil)), syscall.EMFILE)
	assert.Equal(t, 1, calls)
}
