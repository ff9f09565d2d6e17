package want

import "syscall"

// lacksFiles is ERROR_TOO_MANY_OPEN_FILES.
const lacksFiles = syscall.Errno(4)

var (
	lacks = []error{
		lacksFiles,
		syscall.Errno(8),    // ERROR_NOT_ENOUGH_MEMORY
		syscall.Errno(14),   // ERROR_OUTOFMEMORY
		syscall.Errno(1450), // ERROR_NO_SYSTEM_RESOURCES
		syscall.Errno(1455), // ERROR_COMMITMENT_LIMIT
	}
	lacksStart = []error{syscall.Errno(1816)} // ERROR_NOT_ENOUGH_QUOTA, of a job
)
