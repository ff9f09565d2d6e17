package supervision

import (
	"fmt"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/seed-00a9b34c/hub/pkg/cgroup"
	"github.com/seed-00a9b34c/hub/pkg/processes"
)

// memoryUnit is the unit of the memory in a usage record, in bytes.
const memoryUnit = 1 << 10

// kernel is what a supervisor process asks the system with.
type kernel struct {
	oom   cgroup.OOMCounter
	seen  oomSeen
	clock clock

	limits int    // a file with those of this process
	own    bounds // at its start

	threads  []int // of the Go runtime; the first is this one
	slack    int   // of the first thread's timers, in nanoseconds
	urgent   bool  // see hurry
	ordinary bool  // this process may not be urgent
}

// bounds are what an example can change of its supervisor process, and the next one
// would inherit: the limits, as /proc shows them, and the priority.
type bounds struct {
	limits string
	rank
}

type rank struct{ policy, priority, nice int }

func ownRank() (r rank) {
	if attr, err := unix.SchedGetAttr(0, 0); err == nil {
		r = rank{int(attr.Policy), int(attr.Priority), int(attr.Nice)}
	}
	return r
}

// ownLimits reads the limits of this process, all in one call.
func (v *supervision) ownLimits() []byte {
	n, _ := unix.Pread(v.limits, v.buf, 0) // without /proc nothing is contained
	return v.buf[:max(n, 0)]
}

// ownPeak is the most memory that this process had so far, in bytes. /proc shows that
// of this program alone: hub may be far larger than its supervisor processes.
func (v *supervision) ownPeak() int64 {
	fd, err := unix.Open("/proc/self/status", unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return usedPeak()
	}
	defer unix.Close(fd)
	n, _ := unix.Pread(fd, v.buf, 0)
	_, line, _ := strings.Cut(string(v.buf[:max(n, 0)]), "\nVmHWM:")
	line, _, _ = strings.Cut(line, " kB\n")
	if peak, err := strconv.ParseInt(strings.TrimSpace(line), 10, 64); err == nil {
		return peak * memoryUnit
	}
	return usedPeak()
}

// bent reports whether an example changed what the next one would inherit.
func (v *supervision) bent() bool {
	return string(v.ownLimits()) != v.own.limits || ownRank() != v.own.rank
}

// SlackVariable passes the slack of hub's timers, in nanoseconds, to a supervisor
// process, which starts with another slack, see prepare.
const SlackVariable = "HUB_TIMER_SLACK"

// prepare makes this process the one that orphans of its descendants go to.
func (v *supervision) prepare() error {
	// Its own name is that of the file, which is /proc/self/exe.
	name := []byte("supervisor\x00")
	_ = unix.Prctl(unix.PR_SET_NAME, uintptr(unsafe.Pointer(&name[0])), 0, 0, 0)
	keepDescriptors()
	passOver()
	reapThemselves(false)
	v.slack, _ = strconv.Atoi(os.Getenv(SlackVariable)) // 0: that of all threads
	v.keepSlack()
	v.clock.open()
	v.limits, _ = unix.Open("/proc/self/limits", unix.O_RDONLY|unix.O_CLOEXEC, 0) // -1: there is none
	v.own, v.threads = bounds{string(v.ownLimits()), ownRank()}, []int{0}
	for _, thread := range processes.Numbers("/proc/self/task") {
		if thread != os.Getpid() {
			v.threads = append(v.threads, thread)
		}
	}
	v.oom = cgroup.OpenOOM()
	return unix.Prctl(unix.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
}

// keepDescriptors keeps what this process inherited from passing on: examples
// get their standard streams and nothing else.
func keepDescriptors() {
	if unix.CloseRange(3, math.MaxUint32, unix.CLOSE_RANGE_CLOEXEC) == nil {
		return
	}
	for _, fd := range processes.Numbers("/proc/self/fd") { // Linux before 5.11
		if fd > 2 {
			unix.CloseOnExec(fd)
		}
	}
}

// hurry gives this process a higher priority than its descendants (on), if it may:
// without that, processes that fork without a pause or raise their priority leave it
// almost no CPU time, since most systems share the CPU equally among sessions. Examples
// are started while it is off, and so have hub's own priority.
//
// Note: it is off at first, because a higher priority would interrupt each example
// during its start, which is the largest cost for one that ends at once; such examples
// have no time to starve this process. It covers all threads, because the first waits
// for other threads of the Go runtime.
func (v *supervision) hurry(on bool) {
	if v.ordinary || on == v.urgent {
		return
	}
	v.urgent = on
	attr := unix.SchedAttr{Size: unix.SizeofSchedAttr, Policy: uint32(v.own.policy), Priority: uint32(v.own.priority), Nice: int32(v.own.nice)}
	if on { // new threads are not urgent
		attr.Policy, attr.Priority, attr.Flags = unix.SCHED_RR, 1, unix.SCHED_FLAG_RESET_ON_FORK
	}
	for _, thread := range v.threads {
		if err := unix.SchedSetAttr(thread, &attr, 0); err != nil && thread == 0 {
			v.ordinary, v.urgent = true, false // only root may
			return
		}
	}
	if !on {
		v.keepSlack()
	}
}

// keepSlack gives the timers of the first thread, and so of examples, the slack of
// hub's timers. Linux 6.13 and later give urgent threads none.
func (v *supervision) keepSlack() {
	if v.slack > 0 {
		_ = unix.Prctl(unix.PR_SET_TIMERSLACK, uintptr(v.slack), 0, 0, 0) // does not fail
	}
}

// reapTime bounds how long ended processes are reaped in one go. What forks and ends
// without a pause makes them as fast as they are reaped, and may take the CPU after
// each.
const reapTime = 5 * time.Millisecond

// empty reaps what is dead, and reports whether nothing is left below this
// process.
func (v *supervision) empty() bool {
	left, _ := v.bury()
	return !left
}

// bury reaps what is dead, for [reapTime]; more says that there was more. left is
// false when the kernel knows no child of this process: all orphans of its
// descendants become its children, whatever they did, before their parent can be
// reaped.
func (v *supervision) bury() (left, more bool) {
	for end := time.Now().Add(reapTime); time.Now().Before(end); {
		var status syscall.WaitStatus
		var used syscall.Rusage
		pid, err := reapAny(&status, &used)
		switch {
		case err == unix.EINTR:
		case err != nil: // ECHILD
			return false, false
		case pid == 0:
			return true, false
		case pid == v.c.pid && !v.c.reaped:
			v.reap(status)
			fallthrough
		default:
			v.count(&used)
		}
	}
	return true, true
}

// survivors lists what is alive below this process.
func (v *supervision) survivors() []processes.Process { return processes.Living(processes.All) }

// exterminate kills everything below this process.
func (v *supervision) exterminate() {
	// This thread starts the examples, and the kernel gives it the orphans.
	children := func() []int { return processes.OfThread(os.Getpid()) }
	processes.Exterminate(processes.All, children, v.empty)
}

// stop stops everything below this process.
func (v *supervision) stop() {
	v.signalGroup(unix.SIGSTOP)
	processes.Halt(processes.All, KillBound/4)
}

// signalAll sends sig to everything below this process.
func (v *supervision) signalAll(sig unix.Signal) {
	v.signalGroup(sig)
	for _, p := range processes.Living(processes.All) {
		p.Signal(sig)
	}
}

// stopped reports whether a process of the example is.
func (v *supervision) stopped() bool {
	return slices.ContainsFunc(processes.Living(processes.All), func(p processes.Process) bool { return p.Stopped })
}

// stoppedToo reports whether the example's process is stopped, or was, and has
// gone on since this was last asked.
func (v *supervision) stoppedToo() bool {
	if p, _ := processes.Read(v.c.pid); p.Stopped {
		return true
	}
	var info unix.Siginfo
	err := unix.Waitid(unix.P_PID, v.c.pid, &info, unix.WCONTINUED|unix.WNOHANG, nil)
	return err == nil && info.Signo != 0
}

// watchable asks for a descriptor that shows the end of the process, and for
// the process to end when this one is killed.
func (v *supervision) watchable(sys *syscall.SysProcAttr) {
	sys.Pdeathsig = syscall.SIGKILL
	if !v.c.NoPidFD {
		fd := -1
		sys.PidFD = &fd
	}
}

// watchExit makes c.exit readable when the process has ended, which is not
// reaped by that.
func (v *supervision) watchExit(sys *syscall.SysProcAttr) error {
	if sys.PidFD != nil && *sys.PidFD >= 0 {
		v.c.exit = *sys.PidFD
		return nil
	}
	// Linux before 5.3.
	var fds [2]int
	if err := pipe(&fds); err != nil {
		return fmt.Errorf("watching process %d: %w", v.c.pid, err)
	}
	v.c.exit = fds[0]
	pid, end := v.c.pid, fds[1]
	go func() {
		defer closeFD(end)
		for unix.Waitid(unix.P_PID, pid, nil, unix.WEXITED|unix.WNOWAIT, nil) == unix.EINTR {
		}
	}()
	return nil
}
