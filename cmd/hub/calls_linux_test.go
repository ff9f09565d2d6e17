package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// callBounds bounds the system calls that hub makes for one example that passes at once.
// Lower them with every change that saves some. Calls by which the Go runtime and hub
// wait, and switch between threads, depend on the time and are not counted; those for
// examples that last (epoll_ctl, timerfd_settime) are as many as there can be. The bounds
// are those where supervisor processes need no [syscall.ForkExec].
var callBounds = []struct {
	of, calls string
	most      float64
}{
	{"hub", "openat close fstat newfstatat getdents64 lseek", 10.6}, // its files
	{"hub", "read write sendto", 11},                                // the run log, requests and their ends
	{"hub", "clone clone3 fork vfork execve mmap munmap madvise brk mkdirat unlinkat renameat fsync fcntl ioctl", 0.5},
	{"supervisor", "clone vfork pipe2 close read sendto recvfrom wait4 epoll_ctl timerfd_settime", 15},
	{"supervisor", "pread64 prlimit64 sched_getattr rt_sigprocmask rt_sigaction getpid", 2.3},
	{"supervisor", "openat execve mmap munmap madvise fstat newfstatat", 0.5},
	{"start", "rt_sigaction rt_sigprocmask getpid setpgid chdir prctl getppid dup3 fcntl execve", 8}, // between fork and execution
}

// callLine is a line of strace -f: the thread, the call, and a text that it begins with.
var callLine = regexp.MustCompile(`(?m)^(\d+) +(\w+)\((?:"([^"]*)")?`)

// TestSystemCallsOfAnExample counts calls as the difference of two runs.
func TestSystemCallsOfAnExample(t *testing.T) {
	needs(t, "strace", "sh")
	if runtime.GOARCH != "amd64" {
		t.Skip("the bounds are those of amd64")
	}
	trace := filepath.Join(t.TempDir(), "trace")
	if out, err := exec.Command("strace", "-f", "-o", trace, "true").CombinedOutput(); err != nil {
		t.Skipf("strace may not trace here: %s", out)
	}
	bin := buildHub(t)
	count := func(n int) map[string]int {
		files := map[string]string{"hub.yaml": "sources: [{path: examples}]\n"}
		for i := range n {
			files[fmt.Sprintf("examples/%d.sh", i)] = "echo hello\n"
		}
		exit, _, said := hubIn(t, "sh", tree(t, files), "-c", `ulimit -H -n "$(ulimit -S -n)" && exec "$@"`, "sh", "strace", "-f", "-qq", "-o", trace, bin, "all", "-j2", "-q")
		require.Equal(t, exitGood, exit, said)
		text, err := os.ReadFile(trace)
		require.NoError(t, err)
		calls := callLine.FindAllStringSubmatch(string(text), -1)
		program := map[string]string{} // by thread
		for _, c := range calls {
			if c[2] == "execve" {
				program[c[1]] = filepath.Base(c[3])
			}
		}
		out := map[string]int{}
		started := map[string]bool{}
		for _, c := range calls {
			thread, call := c[1], c[2]
			switch program[thread] {
			case "exe":
				out["supervisor "+call]++
			case "", "hub":
				out["hub "+call]++
			default:
				if !started[thread] {
					out["start "+call]++
				}
				started[thread] = started[thread] || call == "execve"
			}
		}
		return out
	}
	// On a busy machine examples are prepared once more, after their wait.
	var exceeded []string
	for range 5 {
		if exceeded = exceededCalls(t, count(40), count(140), 100); len(exceeded) == 0 {
			return
		}
	}
	assert.Fail(t, "more calls for an example than before", strings.Join(exceeded, "\n"))
}

// TestKeptLogsTakeNoCalls counts calls that name a log: a run lists the logs several times,
// and opens none of those that the status lists.
func TestKeptLogsTakeNoCalls(t *testing.T) {
	needs(t, "strace", "sh")
	root, trace := tree(t, map[string]string{"examples/one.sh": "echo one\n"}), filepath.Join(t.TempDir(), "trace")
	if out, err := exec.Command("strace", "-f", "-o", trace, "true").CombinedOutput(); err != nil {
		t.Skipf("strace may not trace here: %s", out)
	}
	bin := buildHub(t)
	for range 3 {
		exit, _, said := hubIn(t, bin, root, "all", "-q")
		require.Equal(t, exitGood, exit, said)
	}
	logs, err := filepath.Glob(filepath.Join(root, ".hub", "runs", "*.ndjson"))
	require.NoError(t, err)
	require.Len(t, logs, 3)
	exit, _, said := hubIn(t, "strace", root, "-f", "-qq", "-e", "trace=%file", "-o", trace, bin, "all", "-q")
	require.Equal(t, exitGood, exit, said)
	text, err := os.ReadFile(trace)
	require.NoError(t, err)
	require.Contains(t, string(text), "one.sh")
	for _, log := range logs {
		assert.NotContains(t, string(text), filepath.Base(log))
	}
}

// exceededCalls returns the bounds that do not hold, given the calls of two runs, of
// which the second had so many more examples.
func exceededCalls(t *testing.T, before, after map[string]int, more int) (exceeded []string) {
	for _, b := range callBounds {
		each, parts := 0.0, []string{}
		for call := range strings.FieldsSeq(b.calls) {
			if n := float64(after[b.of+" "+call]-before[b.of+" "+call]) / float64(more); n != 0 {
				each += n
				parts = append(parts, fmt.Sprintf("%s %.2f", call, n))
			}
		}
		slices.Sort(parts)
		line := fmt.Sprintf("%s: %.2f of %.2f: %s", b.of, each, b.most, strings.Join(parts, ", "))
		t.Log(line)
		if each > b.most {
			exceeded = append(exceeded, line)
		}
	}
	require.Greater(t, after["supervisor wait4"]-before["supervisor wait4"], more, "calls were counted")
	return exceeded
}
