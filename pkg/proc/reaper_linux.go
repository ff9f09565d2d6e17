package proc

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"syscall"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// reaper is hub's part in the processes below it: what a supervisor process that
// was killed leaves becomes hub's.
type reaper struct {
	was    bool         // a child subreaper before
	before map[int]bool // children from before
}

// adopt makes this process the one that orphans of its supervisor processes go to.
func (s *Supervisor) adopt() error {
	var was int32
	if err := unix.Prctl(unix.PR_GET_CHILD_SUBREAPER, uintptr(unsafe.Pointer(&was)), 0, 0, 0); err != nil {
		return fmt.Errorf("asking for the child subreaper: %w", err)
	}
	if err := unix.Prctl(unix.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); err != nil {
		return fmt.Errorf("becoming the child subreaper: %w", err)
	}
	s.was, s.before = was != 0, map[int]bool{}
	for _, pid := range ownChildren() {
		s.before[pid] = true
	}
	return nil
}

// resign undoes adopt.
func (s *Supervisor) resign() {
	if !s.was {
		_ = unix.Prctl(unix.PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0)
	}
}

// sweep kills what supervisor processes that ended left below this process. It
// returns what it found, and what of that lives on for it cannot be killed. What
// is in the process group is spared: it may have been started by another part of
// this program. 0: nothing is.
func (s *Supervisor) sweep(group int) (found, alive []process) {
	s.starting.Lock() // no supervisor process is being started
	defer s.starting.Unlock()
	spare := maps.Clone(s.before)
	s.mu.Lock()
	for w := range s.workers {
		spare[w.pid] = true
	}
	s.mu.Unlock()
	nobody := func() bool {
		left := 0
		for _, pid := range ownChildren() {
			if spare[pid] {
				continue
			}
			if group != 0 {
				if p, ok := readStat(pid); ok && p.group == group {
					spare[pid] = true
					continue
				}
			}
			if reaped, _ := unix.Wait4(pid, nil, unix.WNOHANG, nil); reaped != pid {
				left++
			}
		}
		return left == 0
	}
	for end := time.Now().Add(killBound); !nobody() && time.Now().Before(end); time.Sleep(time.Millisecond) {
		for _, p := range living(spare) {
			if !slices.ContainsFunc(found, func(q process) bool { return q.pid == p.pid && q.start == p.start }) {
				found = append(found, p)
			}
		}
		exterminate(spare, ownChildren, nobody)
	}
	alive = living(spare)
	if len(alive) == 0 && !nobody() { // of another user, and hidden
		for _, pid := range ownChildren() {
			if !spare[pid] {
				alive = append(alive, process{pid: pid, name: unseen})
			}
		}
	}
	return found, alive
}

// Containment says why processes that examples leave behind may not be found, and
// so not be killed; nil: they are. It is asked when a supervisor process lives.
func (s *Supervisor) Containment() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for w := range s.workers {
		if p, ok := readStat(w.pid); blind() || !ok || p.ppid != os.Getpid() {
			return errors.New("/proc does not show the processes that hub starts (it is not mounted, hides them, or belongs to another PID namespace)")
		}
	}
	return nil
}

// tracedFromBelow reports whether a child of this process is traced by one of its
// own descendants, or by an orphan of these, which became this process's child.
func tracedFromBelow(pid int) bool {
	tracer := readStatus(pid, "TracerPid:")
	is := func(p process) bool { return p.pid == tracer }
	return tracer != 0 && slices.ContainsFunc(below(os.Getpid(), nil), is)
}

// stoppedChild reports whether a child of this process was stopped since this
// was last asked.
func stoppedChild(pid int) bool {
	var info unix.Siginfo
	err := unix.Waitid(unix.P_PID, pid, &info, unix.WSTOPPED|unix.WNOHANG, nil)
	return err == nil && info.Signo != 0
}

// goOnWithoutHub has the system let the supervisor process go on when hub is killed:
// an example may have stopped it, and it has to kill what is below it.
func goOnWithoutHub(sys *syscall.SysProcAttr) { sys.Pdeathsig = syscall.SIGCONT }

func socketpair() ([2]int, error) {
	return unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
}
