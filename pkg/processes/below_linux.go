package processes

import (
	"os"

	"golang.org/x/sys/unix"
)

// Living lists the processes below this one that have not ended, but for what
// to spare and what is below that.
func Living(spare func(Process) bool) []Process {
	if Blind() {
		return nil
	}
	return Below(os.Getpid(), spare)
}

// Below lists the descendants of a process that have not ended, but for what to
// spare and what is below that.
func Below(pid int, spare func(Process) bool) []Process {
	var out []Process
	f := newFamily()
	seen := map[int]bool{pid: true} // IDs may be used again while we look
	for queue := []int{pid}; len(queue) > 0; queue = queue[1:] {
		for _, child := range f.children(queue[0]) {
			p, ok := Read(child)
			if !ok || seen[child] || spare(p) {
				continue
			}
			seen[child] = true
			queue = append(queue, child)
			if !p.Dead {
				out = append(out, p)
			}
		}
	}
	return out
}

// All is the filter for Living and Below that spares nothing.
func All(Process) bool { return false }

// Signal sends sig to the process, if it is still the one that it was.
func (p Process) Signal(sig unix.Signal) {
	fd, err := unix.PidfdOpen(p.PID, 0)
	if err == nil {
		defer unix.Close(fd)
	}
	if now, ok := Read(p.PID); !ok || now.Start != p.Start || p.PID == os.Getpid() {
		return
	}
	if err == nil {
		_ = unix.PidfdSendSignal(fd, sig, nil, 0)
		return
	}
	_ = unix.Kill(p.PID, sig) // Linux before 5.3
}
