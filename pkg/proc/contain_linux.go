package proc

import (
	"fmt"
	"math"
	"os"
	"slices"
	"unsafe"

	"golang.org/x/sys/unix"
)

// containment knows the processes that became our children because their
// parents ended. Supervisor.mu guards it.
type containment struct {
	page     int // /proc/self/task/…/children of the main thread; -1 when the kernel has none
	reaper   bool
	session  int
	group    int
	oom      oomCounter
	seen     oomSeen         // by oom; no lock guards it
	noPidFD  bool            // do without process descriptors
	others   map[int]bool    // children that are no example's: from before, or started by other means
	adopted  map[int]*orphan // by process ID, reserved until we reap it
	kin      map[int]kin     // descendants of what is known, by process ID
	given    []Process       // examples' own processes that could not be killed
	pids     []int
	listing  []byte
	sessions map[int]string // of what left our session, by attempt
}

// orphan is an adopted process. It belongs to the attempt with the token
// owner, or, when that is empty, to one of those in suspects.
type orphan struct {
	process
	owner    string
	suspects []string
	forsaken bool // cannot be killed; left to Close
}

// kin remembers a process below an orphan, whose parent may end next.
type kin struct {
	start uint64
	owner string
}

// contain makes this process the one that orphans of its descendants go to.
func (s *Supervisor) contain() error {
	keepDescriptors()
	var was int32
	if _, _, errno := unix.Syscall(unix.SYS_PRCTL, unix.PR_GET_CHILD_SUBREAPER, uintptr(unsafe.Pointer(&was)), 0); errno != 0 {
		return fmt.Errorf("asking for the child subreaper: %w", errno)
	}
	if err := unix.Prctl(unix.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); err != nil {
		return fmt.Errorf("becoming the child subreaper: %w", err)
	}
	s.reaper = was == 0
	s.adopted, s.kin, s.sessions = map[int]*orphan{}, map[int]kin{}, map[int]string{}
	s.session, _ = unix.Getsid(0)
	s.group = unix.Getpgrp()
	// The kernel gives orphans to the first thread that lives, and the Go
	// runtime never ends the main one.
	var err error
	s.page, err = unix.Open(fmt.Sprintf("/proc/self/task/%d/children", os.Getpid()), unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		s.page = -1
	}
	s.oom = openOOMCounter()
	s.others = map[int]bool{}
	for _, pid := range s.family().children(os.Getpid()) {
		s.others[pid] = true
	}
	return nil
}

// keepDescriptors keeps what this process inherited from passing on: examples
// get their standard streams and nothing else.
func keepDescriptors() {
	if unix.CloseRange(3, math.MaxUint32, unix.CLOSE_RANGE_CLOEXEC) == nil {
		return
	}
	for _, fd := range numbers("/proc/self/fd") { // Linux before 5.11
		if fd > 2 {
			unix.CloseOnExec(fd)
		}
	}
}

// release undoes contain.
func (s *Supervisor) release() {
	closeFD(s.page)
	closeFD(s.oom.fd)
	if s.reaper {
		_ = unix.Prctl(unix.PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0)
	}
}

// orphans lists the processes that orphans are among.
func (s *Supervisor) orphans() []int {
	if s.page < 0 {
		return s.family().children(os.Getpid())
	}
	if s.listing == nil {
		s.listing = make([]byte, 4096)
	}
	for n := 0; ; {
		got, err := unix.Pread(s.page, s.listing[n:], int64(n))
		if err == unix.EINTR {
			continue
		}
		if got <= 0 {
			s.pids = appendNumbers(s.pids[:0], s.listing[:n])
			return s.pids
		}
		if n += got; n == len(s.listing) {
			s.listing = append(s.listing, make([]byte, len(s.listing))...)
		}
	}
}

// reap reaps the attempt's process, which is a zombie, unless there may be
// survivors of it: then it returns false. This is on every example's way.
func (s *Supervisor) reap(a *attempt, exit *Exit) bool {
	s.mu.Lock()
	done := !s.concerned(a) && s.reapLocked(a, exit)
	known := len(s.kin)+len(s.sessions) > 0
	s.mu.Unlock()
	if done && known {
		s.forget(a)
	}
	return done
}

// concerned reports whether there is an orphan that is new, the attempt's, or
// perhaps the attempt's.
func (s *Supervisor) concerned(a *attempt) bool {
	pids := s.orphans()
	for pid := range s.others {
		if !slices.Contains(pids, pid) {
			delete(s.others, pid)
		}
	}
	for _, pid := range pids {
		if s.running[pid] != nil || s.others[pid] {
			continue
		}
		o := s.adopted[pid]
		if o == nil || o.owner == a.token || o.owner == "" && (len(o.suspects) == 0 || slices.Contains(o.suspects, a.token)) {
			return true
		}
	}
	return false
}

// survivors returns what is alive of the attempt besides its own process and
// what that one is still the ancestor of.
func (s *Supervisor) survivors(a *attempt) []process {
	return s.alive(func(o *orphan) bool { return o.owner == a.token })
}

// alive adopts, reaps the dead, and returns the chosen orphans that live and
// their descendants.
func (s *Supervisor) alive(chosen func(*orphan) bool) []process {
	s.starting.Lock()
	s.mu.Lock()
	defer s.mu.Unlock()
	pids := s.orphans()
	if s.closed && s.page >= 0 {
		pids = s.family().children(os.Getpid()) // Close trusts no rule of the kernel's
	}
	s.starting.Unlock()
	var out []process
	family := s.family()
	for _, pid := range pids {
		if s.running[pid] != nil || s.others[pid] {
			continue
		}
		o := s.adopted[pid]
		if o == nil {
			o = s.adopt(pid)
		}
		if o != nil && !s.reapOrphan(pid) && chosen(o) && !o.forsaken {
			out = append(out, o.process)
			out = s.below(family, pid, o.owner, out)
		}
	}
	return out
}

// below appends the descendants of a process to out, and remembers them.
func (s *Supervisor) below(f family, pid int, owner string, out []process) []process {
	seen := map[int]bool{pid: true} // IDs may be reused while we look
	for queue := []int{pid}; len(queue) > 0; queue = queue[1:] {
		for _, child := range f.children(queue[0]) {
			p, ok := readStat(child)
			if !ok || p.dead || seen[child] {
				continue
			}
			seen[child] = true
			queue = append(queue, child)
			out = append(out, p)
			s.kin[child] = kin{p.start, owner}
			s.note(p, owner)
		}
	}
	return out
}

// note remembers the session of a process that left ours.
func (s *Supervisor) note(p process, owner string) {
	if p.session != s.session && p.session != 0 {
		s.sessions[p.session] = owner
	}
}

// reapOrphan reaps an orphan if it is dead.
func (s *Supervisor) reapOrphan(pid int) bool {
	got, err := unix.Wait4(pid, nil, unix.WNOHANG, nil)
	if err == unix.EINTR || err == nil && got == 0 {
		return false
	}
	delete(s.adopted, pid)
	return true
}

// adopt finds out whose a new child is; nil when it is no example's. Examples
// lead their own groups: what is in ours and has no mark of an example was
// started by another part of this program, which will wait for it.
func (s *Supervisor) adopt(pid int) *orphan {
	p, ok := readStat(pid)
	if !ok {
		return nil
	}
	o := &orphan{process: p}
	o.owner = s.owner(p)
	if o.owner == "" && p.group == s.group {
		s.others[pid] = true
		return nil
	}
	s.adopted[pid] = o
	if o.owner == "" && !p.dead {
		for leader, a := range s.running {
			// Nothing is older than its ancestor.
			if l, ok := readStat(leader); !ok || l.start <= p.start {
				o.suspects = append(o.suspects, a.token)
			}
		}
		if len(o.suspects) == 1 {
			o.owner, o.suspects = o.suspects[0], nil
		}
	}
	if o.owner != "" {
		s.note(p, o.owner)
	}
	return o
}

// owner returns the token of the attempt that a process certainly belongs to.
func (s *Supervisor) owner(p process) string {
	if a := s.running[p.group]; a != nil && a.own {
		return a.token
	}
	if k, ok := s.kin[p.pid]; ok && k.start == p.start {
		return k.owner
	}
	if owner := s.sessions[p.session]; owner != "" {
		return owner
	}
	marks := tokens(p.pid)
	inodes := pipes(p.pid)
	for _, a := range s.running {
		if slices.Contains(marks, a.mark()) || a.inode != 0 && slices.Contains(inodes, a.inode) {
			return a.token
		}
	}
	return ""
}

// reapStrays reaps adopted processes that have ended.
func (s *Supervisor) reapStrays() { s.alive(func(*orphan) bool { return false }) }

// strays lists the adopted processes.
func (s *Supervisor) strays() []Process {
	var out []Process
	for pid, o := range s.adopted {
		out = append(out, Process{PID: pid, Name: o.name})
	}
	return out
}
