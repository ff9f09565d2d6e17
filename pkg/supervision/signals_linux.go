package supervision

import (
	"os/signal"
	"reflect"
	"slices"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

// action is the kernel's struct sigaction: the handler, the flags, the function that the
// handler returns to, and the mask of blocked signals (two words on 32-bit systems).
type action [5]uintptr

// Values of the handler that are not functions.
const (
	byDefault = 0 // SIG_DFL
	ignored   = 1 // SIG_IGN
)

// faults are the signals that end this process.
var faults = []syscall.Signal{unix.SIGILL, unix.SIGTRAP, unix.SIGABRT, unix.SIGBUS, unix.SIGFPE, unix.SIGSEGV, unix.SIGSYS}

// passOver makes this process ignore all signals that the Go runtime handles, except the
// faults. This includes the signals that ask programs to end: if a service manager sends
// them to all processes of a container, hub gets them too, ends its examples in order, and
// ends this process by closing the socket.
//
// Note: unlike SIG_IGN, a handler that does nothing is not inherited by examples. The
// runtime does not know about it, and so does not reset it in every process that it starts,
// which took a tenth of the time to start a process.
func passOver() {
	for sig := syscall.Signal(1); sig <= 64; sig++ {
		a := actionOf(sig)
		if a[0] == byDefault || a[0] == ignored || slices.Contains(faults, sig) {
			continue
		}
		signal.Ignore(sig)
		if actionOf(sig)[0] == ignored { // the runtime handles it no more
			a[0] = reflect.ValueOf(nothing).Pointer()
			a.set(sig)
		}
	}
}

// nothing is a signal handler that only returns.
//
//go:nosplit
//go:norace
func nothing() {}

// reapThemselves makes the kernel reap children that end: no zombies remain, but their exit
// status is lost.
func reapThemselves(on bool) {
	if on {
		action{ignored}.set(unix.SIGCHLD)
	} else {
		action{byDefault}.set(unix.SIGCHLD)
	}
}

const signalSet = 8 // bytes of the kernel's signal set

func actionOf(sig syscall.Signal) (a action) {
	_, _, _ = unix.RawSyscall6(unix.SYS_RT_SIGACTION, uintptr(sig), 0, uintptr(unsafe.Pointer(&a)), signalSet, 0, 0)
	return a
}

// set sets the action without the knowledge of the Go runtime.
func (a action) set(sig syscall.Signal) {
	_, _, _ = unix.RawSyscall6(unix.SYS_RT_SIGACTION, uintptr(sig), uintptr(unsafe.Pointer(&a)), 0, signalSet, 0, 0)
}
