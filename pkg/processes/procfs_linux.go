package processes

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
	"sync"

	"golang.org/x/sys/unix"
)

// Read returns what /proc shows of a process; false when it is gone.
func Read(pid int) (Process, bool) {
	var buf [1024]byte
	data := readProc("/proc/"+strconv.Itoa(pid)+"/stat", buf[:])
	// The name is in parentheses and may hold any byte, parentheses too.
	open, end := bytes.IndexByte(data, '('), bytes.LastIndexByte(data, ')')
	if open < 0 || end < open {
		return Process{}, false
	}
	f := bytes.Fields(data[end+1:])
	if len(f) < 20 {
		return Process{}, false
	}
	p := Process{PID: pid, Name: string(data[open+1 : end])}
	// A main thread that ended before the others looks like a zombie.
	p.Dead = (f[0][0] == 'Z' || f[0][0] == 'X') && (string(f[17]) == "0" || string(f[17]) == "1")
	p.Stopped, p.Traced = f[0][0] == 'T', f[0][0] == 't'
	p.Parent, _ = strconv.Atoi(string(f[1]))
	p.Group, _ = strconv.Atoi(string(f[2]))
	p.Start, _ = strconv.ParseUint(string(f[19]), 10, 64)
	return p, true
}

// Tracer returns the process ID of what traces a process; 0 when nothing does.
func Tracer(pid int) int {
	_, rest, _ := bytes.Cut(readProc("/proc/"+strconv.Itoa(pid)+"/status", make([]byte, 4<<10)), []byte("\nTracerPid:"))
	line, _, _ := bytes.Cut(rest, []byte("\n"))
	n, _ := strconv.Atoi(string(bytes.TrimSpace(line)))
	return n
}

// readProc reads a small file of /proc into buf, without the runtime's poller.
func readProc(path string, buf []byte) []byte {
	fd, err := unix.Open(path, unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil
	}
	defer unix.Close(fd)
	n, err := unix.Read(fd, buf)
	if err != nil {
		return nil
	}
	return buf[:n]
}

// Parent is the parent's process ID; 0 when it is not known.
func Parent(pid int) int {
	p, _ := Read(pid)
	return p.Parent
}

// family knows the children of processes.
type family struct {
	// byParent is read from all of /proc at once where the kernel does not
	// list a process's children; nil where it does.
	byParent map[int][]int
}

func newFamily() family {
	if listsChildren() {
		return family{}
	}
	return search()
}

// search reads /proc whole.
func search() family {
	f := family{byParent: map[int][]int{}}
	for _, pid := range Numbers("/proc") {
		if p, ok := Read(pid); ok {
			f.byParent[p.Parent] = append(f.byParent[p.Parent], pid)
		}
	}
	return f
}

// children lists the children of all threads of a process.
func (f family) children(pid int) []int {
	if f.byParent != nil {
		return f.byParent[pid]
	}
	var out []int
	for _, task := range Numbers("/proc/" + strconv.Itoa(pid) + "/task") {
		of, _ := ofThread(pid, task) // it may have ended
		out = append(out, of...)
	}
	return out
}

// ofThread lists the children of a thread of a process.
func ofThread(pid, task int) ([]int, error) {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/children", pid, task))
	var out []int
	for _, text := range bytes.Fields(data) {
		if n, err := strconv.Atoi(string(text)); err == nil {
			out = append(out, n)
		}
	}
	return out, err
}

// OfThread lists the children of a thread of this process; those of all of them where
// the kernel does not list them.
func OfThread(task int) []int {
	if Blind() {
		return nil
	}
	out, err := ofThread(os.Getpid(), task)
	if err != nil {
		return Own()
	}
	return out
}

// listsChildren reports whether the kernel lists a process's children.
var listsChildren = sync.OnceValue(func() bool {
	_, err := os.Stat(fmt.Sprintf("/proc/self/task/%d/children", os.Getpid()))
	return err == nil
})

// Blind reports whether /proc is not that of this process's PID namespace: what it
// lists would be other processes than those that the same numbers mean here.
var Blind = sync.OnceValue(func() bool {
	self, err := os.Readlink("/proc/self")
	return err != nil || self != strconv.Itoa(os.Getpid())
})

// Own lists the children of this process.
func Own() []int {
	if Blind() {
		return nil
	}
	return newFamily().children(os.Getpid())
}

// Numbers lists the entries of a folder that are numbers.
func Numbers(dir string) []int {
	f, err := os.Open(dir)
	if err != nil {
		return nil
	}
	defer f.Close()
	entries, _ := f.Readdirnames(-1) // what could be read counts
	var out []int
	for _, name := range entries {
		if n, err := strconv.Atoi(name); err == nil {
			out = append(out, n)
		}
	}
	return out
}
