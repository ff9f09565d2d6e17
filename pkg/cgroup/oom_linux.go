package cgroup

import (
	"bytes"
	"path/filepath"
	"strconv"

	"golang.org/x/sys/unix"
)

// OOMCounter is a file in which the kernel counts the processes that it killed because
// memory ran out, in a line "oom_kill N".
type OOMCounter struct {
	FD int // -1: there is none
}

// OpenOOM opens the counter of the nearest control group of this process that
// shows one, and else that of the whole system.
func OpenOOM() OOMCounter {
	var names []string
	for _, dir := range Dirs("memory") {
		names = append(names, filepath.Join(dir, "memory.events"), filepath.Join(dir, "memory.oom_control"))
	}
	for _, name := range append(names, "/proc/vmstat") {
		fd, err := unix.Open(name, unix.O_RDONLY|unix.O_CLOEXEC, 0)
		if err != nil {
			continue
		}
		if _, ok := (OOMCounter{fd}).Read(make([]byte, 64<<10)); ok {
			return OOMCounter{fd}
		}
		_ = unix.Close(fd)
	}
	return OOMCounter{-1}
}

// Read reads the counter by way of buf; false when there is none.
func (c OOMCounter) Read(buf []byte) (uint64, bool) {
	if c.FD < 0 {
		return 0, false
	}
	n, err := unix.Pread(c.FD, buf, 0)
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
