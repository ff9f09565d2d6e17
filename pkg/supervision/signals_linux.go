package supervision

import (
	"os/signal"
	"reflect"
	"slices"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

// action is what the system does at a signal, as the system calls have it: the handler,
// the flags, the function that the handler returns to, and the blocked signals (two words
// of 32 bits, where a word has as many).
type action [5]uintptr

// Handlers that are none.
const (
	byDefault = 0 // SIG_DFL
	ignored   = 1 // SIG_IGN
)

// faults are the signals at which this process ends.
var faults = []syscall.Signal{unix.SIGILL, unix.SIGTRAP, unix.SIGABRT, unix.SIGBUS, unix.SIGFPE, unix.SIGSEGV, unix.SIGSYS}

// passOver makes this process pass over the signals that the Go runtime handles, but the
// faults. Among them are those by which programs are asked to end: who asks all
// processes of a service or a container asks hub too, which ends its examples in order,
// and this process with the socket.
//
// Note: a handler that does nothing, unlike SIG_IGN, is not inherited by examples. The
// runtime does not know of it, and thus does not take it back in every process that it
// starts, which took a tenth of the time to start one.
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

// nothing is a handler of signals: one instruction, which returns.
//
//go:nosplit
//go:norace
func nothing() {}

// reapThemselves says whether children that end leave no zombie, and how they ended
// is lost.
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

// set sets the action behind the back of the Go runtime.
func (a action) set(sig syscall.Signal) {
	_, _, _ = unix.RawSyscall6(unix.SYS_RT_SIGACTION, uintptr(sig), uintptr(unsafe.Pointer(&a)), 0, signalSet, 0, 0)
}
