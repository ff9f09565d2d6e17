//go:build unix

package want

import "syscall"

var (
	// lacksFiles is the limit of descriptors of this process. At a start EBADF is of
	// it too: the descriptors that the new process gets are there, and one of those
	// that it needs on its way to the program is above the limit.
	lacksFiles = []error{syscall.EMFILE, syscall.EBADF}
	lacks      = []error{syscall.EMFILE, syscall.ENFILE, syscall.ENOMEM, syscall.ENOBUFS}
	lacksStart = []error{syscall.EAGAIN, syscall.EBADF}
)
