package supervision

import (
	"syscall"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// The system calls of each example. A supervisor process has no other goroutine that
// could run meanwhile, so it does not announce them to the Go runtime.
//
// Note: the runtime's monitor takes the processor of a goroutine that it finds in an
// announced call, and then looks again every 20 microseconds, which took a tenth of
// the time of a supervisor process.

// poll waits until one of fds is ready, at most for wait, and returns how many are.
// Less than 0 means for ever.
func poll(fds []unix.PollFd, wait time.Duration) (int, error) {
	var ts *unix.Timespec
	if wait >= 0 {
		t := unix.NsecToTimespec(wait.Nanoseconds())
		ts = &t
	}
	return raw(unix.SYS_PPOLL, uintptr(unsafe.Pointer(unsafe.SliceData(fds))), uintptr(len(fds)), uintptr(unsafe.Pointer(ts)), 0)
}

// sleep waits for d. Timers of the Go runtime may be late here.
func sleep(d time.Duration) { _, _ = poll(nil, d) }

func pipe(fds *[2]int) error {
	var ends [2]int32
	_, err := raw(unix.SYS_PIPE2, uintptr(unsafe.Pointer(&ends)), unix.O_CLOEXEC, 0, 0)
	fds[0], fds[1] = int(ends[0]), int(ends[1])
	return err
}

func read(fd int, buf []byte) (int, error) {
	return raw(unix.SYS_READ, uintptr(fd), uintptr(unsafe.Pointer(unsafe.SliceData(buf))), uintptr(len(buf)), 0)
}

func sendNow(fd int, buf []byte) (int, error) {
	return raw(unix.SYS_SENDTO, uintptr(fd), uintptr(unsafe.Pointer(unsafe.SliceData(buf))), uintptr(len(buf)), unix.MSG_DONTWAIT)
}

func receiveNow(fd int, buf []byte) (int, error) {
	return raw(unix.SYS_RECVFROM, uintptr(fd), uintptr(unsafe.Pointer(unsafe.SliceData(buf))), uintptr(len(buf)), unix.MSG_DONTWAIT)
}

func reapAny(status *syscall.WaitStatus, used *syscall.Rusage) (pid int, err error) {
	var s int32
	pid, err = raw(unix.SYS_WAIT4, ^uintptr(0), uintptr(unsafe.Pointer(&s)), unix.WNOHANG, uintptr(unsafe.Pointer(used)))
	*status = syscall.WaitStatus(s)
	return pid, err
}

// closeFD closes a descriptor that was only read from, or whose reader is gone, so
// that an error would mean nothing.
func closeFD(fd int) {
	if fd >= 0 {
		_, _ = raw(unix.SYS_CLOSE, uintptr(fd), 0, 0, 0)
	}
}

func raw(call, a, b, c, d uintptr) (int, error) {
	n, _, errno := unix.RawSyscall6(call, a, b, c, d, 0, 0)
	if errno != 0 {
		return -1, errno
	}
	return int(n), nil
}
