package proc

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"runtime"
	"slices"
	"syscall"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/seed-00a9b34c/hub/pkg/processes"
	"github.com/seed-00a9b34c/hub/pkg/supervision"
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
	for _, pid := range processes.Own() {
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
// returns what it found, and what of that cannot be killed. Children in the process
// group are spared (0: none are): another part of this program may have started
// them.
func (s *Supervisor) sweep(group int) (found, alive []processes.Process) {
	s.starting.Lock() // no supervisor process is being started
	defer s.starting.Unlock()
	known := maps.Clone(s.before)
	s.mu.Lock()
	for w := range s.workers {
		known[w.pid] = true
	}
	s.mu.Unlock()
	spare := func(p processes.Process) bool {
		return known[p.PID] || group != 0 && p.Group == group && p.Parent == os.Getpid()
	}
	children := func() []int {
		return slices.DeleteFunc(processes.Own(), func(pid int) bool {
			p, ok := processes.Read(pid)
			return known[pid] || ok && spare(p)
		})
	}
	// What a child that ended left is a child itself, and not in the list that had its
	// parent.
	empty := func() bool {
		for {
			left, reaped := 0, 0
			for _, pid := range children() {
				if got, _ := unix.Wait4(pid, nil, unix.WNOHANG, nil); got == pid {
					reaped++
				} else {
					left++
				}
			}
			if left > 0 || reaped == 0 {
				return left == 0
			}
		}
	}
	for end := time.Now().Add(supervision.KillBound); !empty() && time.Now().Before(end); time.Sleep(time.Millisecond) {
		for _, p := range processes.Living(spare) {
			if !slices.ContainsFunc(found, func(q processes.Process) bool { return q.PID == p.PID && q.Start == p.Start }) {
				found = append(found, p)
			}
		}
		processes.Exterminate(spare, children, empty)
	}
	alive = processes.Living(spare)
	if len(alive) == 0 && !empty() { // of another user, and hidden
		for _, pid := range children() {
			alive = append(alive, processes.Process{PID: pid, Name: processes.Unseen})
		}
	}
	return found, alive
}

// unshown is what keeps hub from finding what examples leave behind.
const unshown = "/proc does not show the processes that hub starts (it is not mounted, hides them, or belongs to another PID namespace)"

// Extent says in a line how far containment goes on this system.
func Extent() string {
	if processes.Blind() {
		return "off: " + unshown
	}
	return "full: whatever an example leaves behind is found and killed"
}

// Containment says why processes that examples leave behind may not be found, and
// so not be killed; nil: they are. It is asked when a supervisor process lives.
func (s *Supervisor) Containment() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	hidden := processes.Blind()
	for w := range s.workers {
		p, ok := processes.Read(w.pid)
		hidden = hidden || !ok || p.Parent != os.Getpid()
	}
	if hidden {
		return errors.New(unshown)
	}
	return nil
}

// tracedFromBelow reports whether a child of this process is traced by one of its
// own descendants, or by an orphan of these, which became this process's child.
func tracedFromBelow(pid int) bool {
	tracer := processes.Tracer(pid)
	is := func(p processes.Process) bool { return p.PID == tracer }
	return tracer != 0 && slices.ContainsFunc(processes.Below(os.Getpid(), processes.All), is)
}

// stoppedChild reports whether a child of this process was stopped since this
// was last asked.
func stoppedChild(pid int) bool {
	var info unix.Siginfo
	err := unix.Waitid(unix.P_PID, pid, &info, unix.WSTOPPED|unix.WNOHANG, nil)
	return err == nil && info.Signo != 0
}

// laziness is how late timers of a supervisor process may be, but those of its first
// thread.
const laziness = 20 * time.Millisecond

// lazily calls start, which starts a supervisor process. The threads of that process
// inherit the timer slack of this thread; its first thread undoes that, see prepare.
//
// Note: what is left are threads of the Go runtime. One of them, the monitor, wakes up
// every 20 microseconds for a while whenever it finds the first thread in a system call,
// which took a fortieth of the time of examples that end at once. It has nothing to do
// there, and cannot be switched off.
func lazily(start func(environ ...string) (pid int, err error)) (int, error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	own, err := unix.PrctlRetInt(unix.PR_GET_TIMERSLACK, 0, 0, 0, 0)
	if err != nil || own <= 0 || unix.Prctl(unix.PR_SET_TIMERSLACK, uintptr(laziness), 0, 0, 0) != nil {
		return start()
	}
	defer func() { _ = unix.Prctl(unix.PR_SET_TIMERSLACK, uintptr(own), 0, 0, 0) }() // it did not fail before
	return start(fmt.Sprintf("%s=%d", supervision.SlackVariable, own))
}

// openFiles returns the limit of open files of the process pid, which has just been
// started; 0 if the Go runtime in that process may already have raised it (to one less than
// the maximum).
//
// Note: the runtime restores the original limit in the processes that it starts, but offers
// no way to read it. A supervisor process has to restore it as well.
func openFiles(pid int) uint64 {
	var files unix.Rlimit
	if err := unix.Prlimit(pid, unix.RLIMIT_NOFILE, nil, &files); err != nil || files.Cur == files.Max-1 {
		return 0
	}
	return files.Cur
}

// goOnWithoutHub has the system let the supervisor process go on when hub is killed:
// an example may have stopped it, and it has to kill what is below it.
func goOnWithoutHub(sys *syscall.SysProcAttr) { sys.Pdeathsig = syscall.SIGCONT }

func socketpair(kind int) ([2]int, error) {
	return unix.Socketpair(unix.AF_UNIX, kind|unix.SOCK_CLOEXEC, 0)
}
