//go:build unix

package want

import (
	"errors"
	"fmt"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestWhatHubLacksIsNoStartError: of the errors of a start those by which hub
// lacks something are told apart, and keep what the system said.
func TestWhatHubLacksIsNoStartError(t *testing.T) {
	for _, tc := range []struct {
		err  error
		want bool
	}{
		{nil, false},
		{syscall.EMFILE, true},
		{syscall.ENFILE, true},
		{syscall.EAGAIN, true},
		{syscall.ENOMEM, true},
		{syscall.ENOENT, false},
		{syscall.E2BIG, false},
		{syscall.EACCES, false},
	} {
		err := tc.err
		if err != nil {
			err = fmt.Errorf("starting x: %w", err)
		}
		got := Starting(err)
		assert.Equal(t, tc.want, errors.Is(got, Err), "%v", tc.err)
		assert.ErrorIs(t, got, tc.err)
		if tc.want {
			assert.Contains(t, got.Error(), "; ")
			assert.Contains(t, got.Error(), "-j")
		}
	}
}
