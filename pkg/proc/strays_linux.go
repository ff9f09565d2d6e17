package proc

import (
	"bytes"
	"os"
	"slices"
	"strconv"
	"time"

	"golang.org/x/sys/unix"
)

// KillStrays kills every process that was started with the given entry
// (NAME=value) in its environment, and what descends from one: what is left of
// a supervising process that was itself killed with no chance to clean up. It
// returns those that it found. This process and its ancestors are spared, and
// so is what belongs to other users.
func KillStrays(entry string) []Process {
	spared := map[int]bool{}
	for pid := os.Getpid(); pid > 1 && !spared[pid]; {
		spared[pid] = true
		p, _ := readStat(pid)
		pid = p.ppid
	}
	var found []Process
	for end := time.Now().Add(killBound); ; time.Sleep(time.Millisecond) {
		strays := marked([]byte(entry), spared)
		for _, p := range strays {
			if !slices.ContainsFunc(found, func(f Process) bool { return f.PID == p.pid }) {
				found = append(found, Process{PID: p.pid, Name: p.name})
			}
			p.signal(unix.SIGKILL)
		}
		if len(strays) == 0 || time.Now().After(end) {
			slices.SortFunc(found, byPID)
			return found
		}
	}
}

// marked lists the processes that live and have the entry in their environment,
// and their descendants.
func marked(entry []byte, spared map[int]bool) []process {
	var out []process
	stats, below := map[int]process{}, map[int][]int{}
	var queue []int
	for _, pid := range numbers("/proc") {
		p, ok := readStat(pid)
		if !ok || p.dead || spared[pid] {
			continue
		}
		stats[pid] = p
		below[p.ppid] = append(below[p.ppid], pid)
		if environ, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/environ"); err == nil && holds(environ, entry) {
			queue = append(queue, pid)
		}
	}
	seen := map[int]bool{}
	for ; len(queue) > 0; queue = queue[1:] {
		if pid := queue[0]; !seen[pid] {
			seen[pid] = true
			out = append(out, stats[pid])
			queue = append(queue, below[pid]...)
		}
	}
	return out
}

// holds reports whether entry is one of a list whose entries end in NUL.
func holds(list, entry []byte) bool {
	for e := range bytes.SplitSeq(list, []byte{0}) {
		if bytes.Equal(e, entry) {
			return true
		}
	}
	return false
}
