//go:build unix

package want

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestRoom(t *testing.T) {
	for err, remedy := range map[syscall.Errno]string{
		syscall.ENOSPC: "make room on that disk (files as well as bytes)",
		syscall.EDQUOT: "make room on that disk (files as well as bytes)",
		syscall.EFBIG:  "raise ulimit -f",
	} {
		wrapped := fmt.Errorf("making a folder: %w", errors.Join(errors.New("other"), &os.PathError{Op: "mkdir", Path: "p", Err: err}))
		assert.True(t, Room(wrapped), err)
		assert.Equal(t, remedy, RoomRemedy(wrapped))
		assert.EqualError(t, Advised(wrapped), wrapped.Error()+"; "+remedy)
		assert.ErrorIs(t, Advised(wrapped), err)
		assert.False(t, Start(wrapped), "a full disk is not waited for")
	}
	for _, err := range []error{nil, fs.ErrExist, syscall.EMFILE, syscall.ENOMEM, syscall.EACCES, syscall.EROFS, syscall.EIO} {
		assert.False(t, Room(err), "%v", err)
		assert.Equal(t, err, Advised(err))
	}
}
