package want

import "syscall"

var (
	lacksRoom = []error{
		syscall.Errno(39),   // ERROR_HANDLE_DISK_FULL
		syscall.Errno(112),  // ERROR_DISK_FULL
		syscall.Errno(1295), // ERROR_DISK_QUOTA_EXCEEDED
	}
	lacksSize []error // a process has no such limit
)
