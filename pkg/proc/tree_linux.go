package proc

import (
	"fmt"
	"math"
	"os"
	"slices"
	"strconv"
	"syscall"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/seed-00a9b34c/hub/pkg/cgroup"
	"github.com/seed-00a9b34c/hub/pkg/processes"
)

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

// bent reports whether an example changed what the next one would inherit.
func (v *supervision) bent() bool {
	return string(v.ownLimits()) != v.own.limits || ownRank() != v.own.rank
}

// prepare makes this process the one that orphans of its descendants go to.
func (v *supervision) prepare() error {
	// Its own name is that of the file, which is /proc/self/exe.
	name := []byte("supervisor\x00")
	_ = unix.Prctl(unix.PR_SET_NAME, uintptr(unsafe.Pointer(&name[0])), 0, 0, 0)
	keepDescriptors()
	leaveEndingToHub()
	reapThemselves(false)
	v.slack, _ = strconv.Atoi(os.Getenv(slackVariable)) // 0: that of all threads
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

// reapThemselves says whether children that end leave no zombie, and how they ended
// is lost. In neither case the Go runtime's handler of SIGCHLD is left in place: it
// would run at the end of each example, and do nothing.
func reapThemselves(on bool) { ignore(unix.SIGCHLD, on) }

// leaveEndingToHub makes this process pass over the signals by which programs are
// asked to end: who asks all processes of a service or a container asks hub too,
// which ends its examples in order, and this process with the socket.
//
// Note: examples do not inherit it. The Go runtime's handlers were in place, and
// what it starts gets the default action for every signal that it had one for.
func leaveEndingToHub() {
	for _, sig := range []syscall.Signal{unix.SIGHUP, unix.SIGINT, unix.SIGQUIT, unix.SIGTERM, unix.SIGPWR} {
		ignore(sig, true)
	}
}

// ignore says whether the system ignores sig for this process, or does by default,
// behind the back of the Go runtime.
func ignore(sig syscall.Signal, on bool) {
	var action [4]uint64 // the handler comes first: SIG_DFL or SIG_IGN
	if on {
		action[0] = 1
	}
	const set = 8 // bytes of the kernel's signal set
	_, _, _ = unix.RawSyscall6(unix.SYS_RT_SIGACTION, uintptr(sig), uintptr(unsafe.Pointer(&action)), 0, set, 0, 0)
}

// hurry lets this process run before all that is below it (on), where it may: what forks
// without a pause, or raises its own priority, leaves it next to nothing else. Sessions
// share the CPU as equals on most systems, and each of them can lead one. Examples are
// started when it is not urgent, and so have hub's own priority.
//
// Note: not from the start, for then it takes the CPU from each example in the middle of
// its start, which costs more than all else for one that ends at once. Those that do are
// too young to leave it nothing. All threads, for the first waits for others of the Go
// runtime.
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

// keepSlack gives the timers of the first thread, and so of examples, the slack that
// those of hub have. Linux 6.13 and later give what is urgent none.
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
		pid, err := reapAny(&status)
		switch {
		case err == unix.EINTR:
		case err != nil: // ECHILD
			return false, false
		case pid == 0:
			return true, false
		case pid == v.c.pid && !v.c.reaped:
			v.reap(status)
		}
	}
	return true, true
}

// survivors lists what is alive below this process.
func (v *supervision) survivors() []processes.Process { return processes.Living(processes.All) }

// unseen is how a process is called that is there and that /proc does not show.
const unseen = "a process that /proc does not show"

const (
	// peels is how many generations of children are killed one after the other
	// before all descendants are stopped first. They are not bounded by time: what
	// there is plenty of leaves this process little of that.
	peels = 100
	// haltBound is how long processes have to stop before they are killed: one that
	// waits for a child of vfork does not stop before that ends.
	haltBound = 20 * time.Millisecond
)

// exterminate kills everything below this process.
func (v *supervision) exterminate() {
	// This thread starts the examples, and the kernel gives it the orphans.
	children := func() []int { return processes.OfThread(os.Getpid()) }
	exterminate(processes.All, children, v.empty)
}

// exterminate kills everything below this process but what to spare and what is
// below that, until nothing is left or its bounds have passed. children lists the
// children of this process that are not spared; empty reaps them and reports whether
// none is left.
//
// First it kills children, whose orphans are children then, and looks again at
// once: what forks and ends without a pause is caught by nothing slower. No ID can
// have been used again meanwhile, for only this process reaps its children. What
// grows faster than that is stopped, all of it, until a look finds nothing that
// runs, and then killed.
func exterminate(spare func(processes.Process) bool, children func() []int, empty func() bool) {
	killed := map[int]bool{}
	for range peels {
		before := len(killed)
		for _, pid := range children() {
			_ = unix.Kill(pid, unix.SIGKILL)
			killed[pid] = true
		}
		if empty() {
			return
		}
		if len(killed) == before {
			sleep(500 * time.Microsecond) // those that were killed have to run to end
		}
	}
	for _, p := range halt(spare, haltBound) {
		p.Signal(unix.SIGKILL)
	}
}

// leastLooks is how often halt looks, however long one takes on a busy machine.
const leastLooks = 20

// halt stops everything below this process but what to spare and what is below that,
// until a look finds nothing that runs, or after [leastLooks] bound has passed. It
// returns what it found.
func halt(spare func(processes.Process) bool, bound time.Duration) map[int]processes.Process {
	seen := map[int]processes.Process{}
	end := time.Now().Add(bound)
	for looks := 1; ; looks++ {
		running := false
		for _, p := range processes.Living(spare) {
			seen[p.PID] = p
			if !p.Stopped && !p.Traced {
				p.Signal(unix.SIGSTOP)
				running = true
			}
		}
		if !running || looks >= leastLooks && time.Now().After(end) {
			return seen
		}
	}
}

// stop stops everything below this process.
func (v *supervision) stop() {
	v.signalGroup(unix.SIGSTOP)
	halt(processes.All, killBound/4)
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
	if !v.c.noPidFD {
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
