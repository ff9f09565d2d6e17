package proc

import (
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

func pipe(fds *[2]int, nonblock bool) error {
	flags := unix.O_CLOEXEC
	if nonblock {
		flags |= unix.O_NONBLOCK
	}
	return unix.Pipe2(fds[:], flags)
}

// poll waits until one of fds is ready, at most for wait, and returns how many
// are.
func poll(fds []unix.PollFd, wait time.Duration) (int, error) {
	ts := unix.NsecToTimespec(max(0, wait.Nanoseconds()))
	return unix.Ppoll(fds, &ts, nil)
}

// mark is the part of the token that is this supervisor's.
func (a *attempt) mark() string { return a.token[strings.LastIndexByte(a.token, '/')+1:] }

// watchable asks for a descriptor that tells the end of the process, and for
// the process to end when this one is killed with no chance to do it. The
// kernel ties that to the thread that forks; the Go runtime ends no thread that
// a goroutine has not locked itself to, and nothing here does.
func (s *Supervisor) watchable(sys *syscall.SysProcAttr) {
	sys.Pdeathsig = syscall.SIGKILL
	if !s.noPidFD {
		fd := -1
		sys.PidFD = &fd
	}
}

// watchExit makes a.exit readable when the process has ended, which is not
// reaped by that.
func (s *Supervisor) watchExit(a *attempt, sys *syscall.SysProcAttr) error {
	var st unix.Stat_t
	if a.out >= 0 && unix.Fstat(a.out, &st) == nil {
		a.inode = st.Ino
	}
	if sys.PidFD != nil && *sys.PidFD >= 0 {
		a.exit = *sys.PidFD
		return nil
	}
	// Linux before 5.3.
	var fds [2]int
	if err := pipe(&fds, false); err != nil {
		return err
	}
	a.exit = fds[0]
	pid, end := a.pid, fds[1]
	go func() {
		defer closeFD(end)
		for unix.Waitid(unix.P_PID, pid, nil, unix.WEXITED|unix.WNOWAIT, nil) == unix.EINTR {
		}
	}()
	return nil
}
