//go:build unix

package want

import "syscall"

// lacksFiles is the limit of descriptors of this process.
const lacksFiles = syscall.EMFILE

var (
	lacks      = []error{syscall.EMFILE, syscall.ENFILE, syscall.ENOMEM, syscall.ENOBUFS}
	lacksStart = []error{syscall.EAGAIN}
)
