package supervision

import (
	"time"

	"golang.org/x/sys/unix"
)

// poll waits until one of fds is ready, at most for wait in whole milliseconds,
// rounded up, and returns how many are. Less than 0 means for ever.
func poll(fds []unix.PollFd, wait time.Duration) (int, error) {
	ms := -1
	if wait >= 0 {
		ms = int((wait + time.Millisecond - 1) / time.Millisecond)
	}
	return unix.Poll(fds, ms)
}

func sleep(d time.Duration) { time.Sleep(d) }

// pipe makes a pipe that no other process inherits: a supervisor process starts
// one at a time, and hub makes none.
func pipe(fds *[2]int) error {
	if err := unix.Pipe(fds[:]); err != nil {
		return err
	}
	unix.CloseOnExec(fds[0])
	unix.CloseOnExec(fds[1])
	return nil
}

func read(fd int, buf []byte) (int, error) { return unix.Read(fd, buf) }

func sendNow(fd int, buf []byte) (int, error) {
	return unix.SendmsgN(fd, buf, nil, nil, unix.MSG_DONTWAIT)
}

func receiveNow(fd int, buf []byte) (int, error) {
	n, _, err := unix.Recvfrom(fd, buf, unix.MSG_DONTWAIT)
	return n, err
}

func closeFD(fd int) {
	if fd >= 0 {
		_ = unix.Close(fd)
	}
}
