package proc

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// oomCounter is a file of the kernel's that counts the processes which it has
// killed for want of memory, in a line "oom_kill N".
type oomCounter struct{ fd int } // -1: there is none

// openOOMCounter opens the counter of this process's own control group, of
// version 2 or 1, where one is to be seen, and else that of the whole system.
func openOOMCounter() oomCounter {
	text, _ := os.ReadFile("/proc/self/cgroup") // without it the last one is left
	for _, path := range append(oomCounters(string(text), "/sys/fs/cgroup"), "/proc/vmstat") {
		fd, err := unix.Open(path, unix.O_RDONLY|unix.O_CLOEXEC, 0)
		if err != nil {
			continue
		}
		if _, ok := (oomCounter{fd}).read(make([]byte, 64<<10)); ok {
			return oomCounter{fd}
		}
		closeFD(fd)
	}
	return oomCounter{-1}
}

// oomCounters lists where the counter of the control group may be that the text
// of /proc/self/cgroup names. What is mounted may be the group itself.
func oomCounters(text, mount string) []string {
	var out []string
	for line := range strings.Lines(text) {
		parts := strings.SplitN(strings.TrimRight(line, "\n"), ":", 3)
		if len(parts) != 3 {
			continue
		}
		switch group := parts[2]; {
		case parts[0] == "0" && parts[1] == "":
			out = append(out, filepath.Join(mount, group, "memory.events"), filepath.Join(mount, "memory.events"))
		case parts[1] == "memory":
			out = append(out, filepath.Join(mount, "memory", group, "memory.oom_control"),
				filepath.Join(mount, "memory", "memory.oom_control"))
		}
	}
	return out
}

// read reads the counter by way of buf.
func (c oomCounter) read(buf []byte) (uint64, bool) {
	if c.fd < 0 {
		return 0, false
	}
	n, err := unix.Pread(c.fd, buf, 0)
	if err != nil {
		return 0, false
	}
	for line := range bytes.Lines(buf[:n]) {
		if value, ok := bytes.CutPrefix(line, []byte("oom_kill ")); ok {
			count, err := strconv.ParseUint(string(bytes.TrimSpace(value)), 10, 64)
			return count, err == nil
		}
	}
	return 0, false
}

// oomFresh is how old the count may be that an attempt starts from: reading it
// for each would cost as much as other things that are done for a short one.
const oomFresh = time.Second

// oomSeen is the count that was read last.
type oomSeen struct {
	count uint64
	at    time.Time
}

// oomKills is how many processes the system has killed for want of memory.
func (v *supervision) oomKills() uint64 {
	v.seen.count, _ = v.oom.read(v.buf)
	v.seen.at = time.Now()
	return v.seen.count
}

// oomKillsBefore is how many there were at now, or up to oomFresh before.
func (v *supervision) oomKillsBefore(now time.Time) uint64 {
	if now.Sub(v.seen.at) > oomFresh {
		return v.oomKills()
	}
	return v.seen.count
}

// outOfMemory reports whether the system ended the example, or what that waited
// for, for want of memory: by a SIGKILL that is not ours, while the count grew.
func (v *supervision) outOfMemory(before uint64) bool {
	c := &v.c
	return c.phase == alone && (c.end.Signal == "SIGKILL" || c.end.Code == 128+int(unix.SIGKILL)) && v.oomKills() > before
}
