package jobs

import (
	"runtime"
	"strings"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

// ignores reports whether the system ignores sig for this process now.
func ignores(sig syscall.Signal) bool {
	if strings.HasPrefix(runtime.GOARCH, "mips") {
		return false // the structure begins with something else
	}
	const ignore = 1 // SIG_IGN
	// The handler comes first in the kernel's structure, whatever follows it.
	var action [8]uintptr
	const set = 8 // bytes of the kernel's signal set
	_, _, errno := unix.RawSyscall6(unix.SYS_RT_SIGACTION, uintptr(sig), 0, uintptr(unsafe.Pointer(&action)), set, 0, 0)
	return errno == 0 && action[0] == ignore
}
