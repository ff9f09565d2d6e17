package proc

import (
	"syscall"

	"golang.org/x/sys/unix"

	"github.com/seed-00a9b34c/hub/pkg/processes"
)

// reaper is nothing here: orphans go to the first process of the system.
type reaper struct{}

func (s *Supervisor) adopt() error                                 { return nil }
func (s *Supervisor) resign()                                      {}
func (s *Supervisor) sweep(int) (found, alive []processes.Process) { return nil, nil }

// Extent says in a line how far containment goes on this system.
func Extent() string {
	return "best effort: what stays in the example's process group is found and killed; a daemon that leaves it survives"
}

// Containment is nil: what cannot be found here is not found on any macOS.
func (s *Supervisor) Containment() error { return nil }

// tracedFromBelow: it is not known here.
func tracedFromBelow(int) bool { return false }

// stoppedChild reports whether a child of this process is stopped.
func stoppedChild(pid int) bool {
	found := processes.List("kern.proc.pid", pid)
	return len(found) == 1 && found[0].Stopped
}

// lazily calls start: the system has no timer slack.
func lazily(start func(environ ...string) (pid int, err error)) (int, error) { return start() }

// openFiles returns 0, because supervisor processes do not need the limit here.
func openFiles(int) uint64 { return 0 }

// goOnWithoutHub does nothing: the system has no such thing.
func goOnWithoutHub(*syscall.SysProcAttr) {}

func socketpair(kind int) ([2]int, error) {
	syscall.ForkLock.RLock() // no fork may come between the two steps
	defer syscall.ForkLock.RUnlock()
	fds, err := unix.Socketpair(unix.AF_UNIX, kind, 0)
	if err == nil {
		unix.CloseOnExec(fds[0])
		unix.CloseOnExec(fds[1])
	}
	return fds, err
}

// soon does nothing on macOS: poll waits.
type soon struct{}

func (*soon) init() {}

func (*soon) read(int, []byte) (int, error) { return -1, unix.EAGAIN }
