package proc

import (
	"syscall"

	"golang.org/x/sys/unix"
)

// reaper is nothing here: orphans go to the first process of the system.
type reaper struct{}

func (s *Supervisor) adopt() error                       { return nil }
func (s *Supervisor) resign()                            {}
func (s *Supervisor) sweep(int) (found, alive []process) { return nil, nil }

// Containment is nil: what cannot be found here is not found on any macOS.
func (s *Supervisor) Containment() error { return nil }

// tracedFromBelow: it is not known here.
func tracedFromBelow(int) bool { return false }

// stoppedChild reports whether a child of this process is stopped.
func stoppedChild(pid int) bool {
	found := list("kern.proc.pid", pid)
	return len(found) == 1 && found[0].stopped
}

// goOnWithoutHub does nothing: the system has no such thing.
func goOnWithoutHub(*syscall.SysProcAttr) {}

func socketpair() ([2]int, error) {
	syscall.ForkLock.RLock() // no fork may come between the two steps
	defer syscall.ForkLock.RUnlock()
	fds, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM, 0)
	if err == nil {
		unix.CloseOnExec(fds[0])
		unix.CloseOnExec(fds[1])
	}
	return fds, err
}
