//go:build unix

package proc

import (
	"fmt"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"github.com/seed-00a9b34c/hub/pkg/supervision"
)

// looker checks on a silent supervisor process once per tick. It counts time in
// ticks, for hub may be stopped itself.
type looker struct {
	w     *worker
	bound time.Duration // 0: none
	ticks time.Duration
	stops int
}

// look reports whether to wait on. An example may stop its parent, or trace it: a
// stopped supervisor process is continued, and one that keeps no bound is killed.
func (l *looker) look() bool {
	l.ticks += tick
	if stoppedChild(l.w.pid) {
		if l.stops++; l.stops > stops {
			return false
		}
		_ = unix.Kill(l.w.pid, unix.SIGCONT)
	}
	if tracedFromBelow(l.w.pid) {
		return false
	}
	switch {
	case l.bound == 0 || l.ticks < l.bound:
	case l.ticks < l.bound+overdue:
		l.w.notify(supervision.FrameKill, 0)
	default:
		return false
	}
	return true
}

// dismiss lets the supervisor process end.
func (w *worker) dismiss() { _ = unix.Shutdown(w.fd, unix.SHUT_WR) }

// end ends the supervisor process and everything below it, and returns when it is a
// zombie or has been killed.
func (w *worker) end() {
	w.watchNoMore()
	w.dismiss()
	defer closeFD(w.fd)
	looks := looker{w: w}
	for until := time.Now().Add(farewell); time.Now().Before(until); {
		if n, err := w.in.Fill(w.read); err == unix.EAGAIN {
			if !looks.look() {
				break
			}
		} else if n <= 0 {
			break
		}
		w.in.Clear()
	}
	_ = unix.Kill(w.pid, unix.SIGKILL) // harmless where it has ended
}

// reap reaps the supervisor process that has ended. It reports whether that is
// done: what traces it can keep it a zombie. orderly: it left nothing.
func (w *worker) reap() (done, orderly bool) {
	var status syscall.WaitStatus
	for {
		pid, err := syscall.Wait4(w.pid, &status, syscall.WNOHANG, nil)
		switch {
		case err == syscall.EINTR:
			continue
		case err == nil && pid == 0:
			return false, false
		case status.Signaled():
			w.fate = supervision.SignalName(status.Signal())
		default:
			w.fate = fmt.Sprintf("exit code %d", status.ExitStatus())
		}
		return true, err == nil && status.Exited() && status.ExitStatus() == 0
	}
}

// closeFD closes a descriptor, if it is one. An error would mean nothing: nothing
// written is lost.
func closeFD(fd int) {
	if fd >= 0 {
		_ = unix.Close(fd)
	}
}
