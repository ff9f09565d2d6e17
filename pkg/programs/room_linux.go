package programs

import (
	"bytes"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"

	"github.com/seed-00a9b34c/hub/pkg/cgroup"
)

// countedLimit bounds the limits of a user's processes that are worth counting
// those for: nothing here comes near a higher one.
const countedLimit = 1 << 14

// Room returns how many more processes and threads the system lets this
// process start, by the limits of its user (ulimit -u) and of its control
// groups (pids.max); math.MaxInt when none is known. Others may take them
// meanwhile.
func Room() int {
	return min(userRoom(), groupRoom(cgroup.Dirs("pids")))
}

// userRoom is Room by the limit of the user, which does not hold for root.
func userRoom() int {
	var limit unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_NPROC, &limit); err != nil || limit.Cur > countedLimit || os.Getuid() == 0 {
		return math.MaxInt
	}
	room := int(limit.Cur)
	uid := strconv.Itoa(os.Getuid())
	processes, _ := filepath.Glob("/proc/[0-9]*") // what cannot be read cannot be counted
	for _, process := range processes {
		status, _ := os.ReadFile(process + "/status") // it may have ended
		if firstField(status, "\nUid:") != uid {
			continue
		}
		threads, _ := strconv.Atoi(firstField(status, "\nThreads:"))
		room -= max(threads, 1)
	}
	return max(room, 0)
}

// firstField is what follows a name, up to the next blank; empty without one.
func firstField(text []byte, name string) string {
	_, rest, _ := bytes.Cut(text, []byte(name))
	if fields := bytes.Fields(rest[:min(len(rest), 64)]); len(fields) > 0 {
		return string(fields[0])
	}
	return ""
}

// groupRoom is Room by the control groups in these folders.
func groupRoom(dirs []string) int {
	room := math.MaxInt
	for _, dir := range dirs {
		room = min(room, pidsRoom(dir))
	}
	return room
}

// pidsRoom is what one control group leaves.
func pidsRoom(dir string) int {
	number := func(name string) (int, bool) {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return 0, false
		}
		n, err := strconv.Atoi(strings.TrimSpace(string(text))) // or "max"
		return n, err == nil
	}
	limit, limited := number("pids.max")
	if !limited {
		return math.MaxInt
	}
	current, counted := number("pids.current")
	if !counted {
		return math.MaxInt
	}
	return max(limit-current, 0)
}
