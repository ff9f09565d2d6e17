package processes

import "golang.org/x/sys/unix"

// The states SSTOP and SZOMB of a kinfo_proc.
const halted, zombie = 4, 5

// Unseen names a process that exists but is not in the list.
const Unseen = "an unknown process"

// List lists what a call of the kernel's, such as kern.proc.pgrp, names.
func List(args string, id ...int) []Process {
	infos, err := unix.SysctlKinfoProcSlice(args, id...)
	if err != nil {
		return nil // ESRCH: the group has no member left
	}
	out := make([]Process, 0, len(infos))
	for _, k := range infos {
		out = append(out, Process{
			PID:    int(k.Proc.P_pid),
			Parent: int(k.Eproc.Ppid),
			Group:  int(k.Eproc.Pgid),
			Start:  uint64(k.Proc.P_starttime.Sec)*1e6 + uint64(k.Proc.P_starttime.Usec),
			Name:   unix.ByteSliceToString(k.Proc.P_comm[:]),
			Dead:   k.Proc.P_stat == zombie,

			Stopped: k.Proc.P_stat == halted,
		})
	}
	return out
}

// Parent is the parent's process ID; 0 when it is not known.
func Parent(pid int) int {
	if found := List("kern.proc.pid", pid); len(found) == 1 {
		return found[0].Parent
	}
	return 0
}

// Below lists the descendants of a process whose parents live.
func Below(pid int) []Process {
	byParent := map[int][]Process{}
	for _, p := range List("kern.proc.all") {
		if !p.Dead {
			byParent[p.Parent] = append(byParent[p.Parent], p)
		}
	}
	var out []Process
	seen := map[int]bool{pid: true}
	for queue := []int{pid}; len(queue) > 0; queue = queue[1:] {
		for _, p := range byParent[queue[0]] {
			if !seen[p.PID] {
				seen[p.PID] = true
				out, queue = append(out, p), append(queue, p.PID)
			}
		}
	}
	return out
}

// Signal sends sig to the process.
func (p Process) Signal(sig unix.Signal) { _ = unix.Kill(p.PID, sig) }
