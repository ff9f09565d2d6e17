package proc

import (
	"bytes"
	"os"
	"slices"
	"strconv"
	"time"

	"golang.org/x/sys/unix"
)

// KillStrays kills every process that was started with one of the given entries
// (NAME=value) in its environment, and what descends from one: what is left of
// supervising processes that were themselves killed with no chance to clean up.
// It returns those that it found, by entry, ordered by process ID. This process
// and its ancestors are spared, and so is what belongs to other users. All
// processes are looked at once, however many entries there are.
func KillStrays(entries []string) [][]Process {
	found := make([][]Process, len(entries))
	if len(entries) == 0 {
		return found
	}
	spared := map[int]bool{}
	for pid := os.Getpid(); pid > 1 && !spared[pid]; {
		spared[pid] = true
		p, _ := readStat(pid)
		pid = p.ppid
	}
	known := map[int]bool{}
	for end := time.Now().Add(killBound); ; time.Sleep(time.Millisecond) {
		strays := marked(entries, spared)
		for _, s := range strays {
			if !known[s.pid] {
				known[s.pid] = true
				found[s.entry] = append(found[s.entry], Process{PID: s.pid, Name: s.name})
			}
			s.signal(unix.SIGKILL)
		}
		if len(strays) == 0 || time.Now().After(end) {
			for _, list := range found {
				slices.SortFunc(list, byPID)
			}
			return found
		}
	}
}

// stray is a process that has one of the entries, or descends from one that has.
type stray struct {
	process
	entry int
}

// marked lists the processes that live and have one of the entries in their
// environment, and their descendants.
func marked(entries []string, spared map[int]bool) []stray {
	index := make(map[string]int, len(entries))
	for i, e := range entries {
		index[e] = i
	}
	var out, queue []stray
	stats, below := map[int]process{}, map[int][]int{}
	for _, pid := range numbers("/proc") {
		p, ok := readStat(pid)
		if !ok || p.dead || spared[pid] {
			continue
		}
		stats[pid] = p
		below[p.ppid] = append(below[p.ppid], pid)
		if environ, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/environ"); err == nil {
			if i, ok := holds(environ, index); ok {
				queue = append(queue, stray{p, i})
			}
		}
	}
	seen := map[int]bool{}
	for ; len(queue) > 0; queue = queue[1:] {
		s := queue[0]
		if seen[s.pid] {
			continue
		}
		seen[s.pid] = true
		out = append(out, s)
		for _, pid := range below[s.pid] {
			queue = append(queue, stray{stats[pid], s.entry})
		}
	}
	return out
}

// holds returns the index of the first of a list's entries, which end in NUL,
// that has one.
func holds(list []byte, index map[string]int) (int, bool) {
	for e := range bytes.SplitSeq(list, []byte{0}) {
		if i, ok := index[string(e)]; ok {
			return i, true
		}
	}
	return 0, false
}
