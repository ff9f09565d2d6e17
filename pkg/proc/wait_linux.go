package proc

import (
	"errors"
	"fmt"
	"os"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// waiter waits for the descriptors of one attempt without holding a thread: an
// epoll instance that the Go runtime's own poller watches.
//
// Note: a thread that blocks in ppoll for each running example makes the
// runtime park, start and wake threads all the time, which costs more than all
// else that an attempt does besides its fork.
type waiter struct {
	fd   int
	file *os.File
	conn syscall.RawConn
	// What is registered at each place of the poll list; 0: nothing.
	fds    [places]int32
	events [places]unix.EpollEvent
}

func (w *waiter) open() error {
	var err error
	if w.fd, err = unix.EpollCreate1(unix.EPOLL_CLOEXEC); err != nil {
		return fmt.Errorf("making an epoll instance: %w", err)
	}
	// Being non-blocking is what tells the runtime that it can be watched.
	if err = unix.SetNonblock(w.fd, true); err == nil {
		w.file = os.NewFile(uintptr(w.fd), "epoll")
		w.conn, err = w.file.SyscallConn()
	}
	if err != nil {
		closeFD(w.fd)
		return fmt.Errorf("watching an epoll instance: %w", err)
	}
	return nil
}

func (w *waiter) close() {
	_ = w.file.Close() // it was only read from
}

// forget takes back the descriptor at a place. It comes before the descriptor
// is closed, for a fork elsewhere may hold its file a moment longer.
func (w *waiter) forget(place int) {
	if w.fds[place] > 0 {
		_ = unix.EpollCtl(w.fd, unix.EPOLL_CTL_DEL, int(w.fds[place]), nil)
		w.fds[place] = 0
	}
}

// wait waits until one of fds is ready, at most for d, and returns how many are.
func (w *waiter) wait(fds *[places]unix.PollFd, d time.Duration) (n int, err error) {
	for i := range fds {
		fds[i].Revents = 0
		if fds[i].Fd == w.fds[i] || fds[i].Fd < 0 && w.fds[i] == 0 {
			continue
		}
		w.forget(i)
		if fds[i].Fd < 0 {
			continue
		}
		event := unix.EpollEvent{Events: uint32(fds[i].Events), Fd: int32(i)}
		if err := unix.EpollCtl(w.fd, unix.EPOLL_CTL_ADD, int(fds[i].Fd), &event); err != nil {
			return 0, err
		}
		w.fds[i] = fds[i].Fd
	}
	if err := w.file.SetReadDeadline(time.Now().Add(d)); err != nil {
		return 0, err
	}
	var failed error
	err = w.conn.Read(func(fd uintptr) bool {
		n, failed = unix.EpollWait(int(fd), w.events[:], 0)
		return n != 0 || failed != nil
	})
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return 0, nil
	}
	for _, e := range w.events[:max(n, 0)] {
		fds[e.Fd].Revents = int16(e.Events) // the bits mean the same in both
	}
	return n, errors.Join(err, failed)
}
