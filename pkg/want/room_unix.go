//go:build unix

package want

import "syscall"

var (
	lacksRoom = []error{syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG}
	lacksSize = []error{syscall.EFBIG}
)
