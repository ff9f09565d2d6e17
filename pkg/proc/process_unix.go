//go:build unix

package proc

import (
	"slices"

	"github.com/seed-00a9b34c/hub/pkg/processes"
)

// names returns processes as a Leaked list names them.
func names(list []processes.Process) []Process {
	var out []Process
	for _, p := range list {
		out = append(out, Process{PID: p.PID, Name: p.Name})
	}
	slices.SortFunc(out, byPID)
	return out[:min(len(out), maxLeaked)]
}
