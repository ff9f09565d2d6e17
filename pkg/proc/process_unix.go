//go:build unix

package proc

import "slices"

// process is one process as it was seen.
type process struct {
	pid, ppid, group int
	start            uint64 // tells processes of one ID apart
	name             string
	dead             bool // a zombie
	stopped          bool
	traced           bool // and stopped for its tracer
}

// names returns what a Leaked list tells of processes.
func names(list []process) []Process {
	var out []Process
	for _, p := range list {
		out = append(out, Process{PID: p.pid, Name: p.name})
	}
	slices.SortFunc(out, byPID)
	return out[:min(len(out), maxLeaked)]
}
