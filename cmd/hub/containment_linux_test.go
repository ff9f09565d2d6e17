package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// size is how much of something a test uses: little, unless the environment
// says otherwise ('make soak' does).
func size(t *testing.T, variable string, usual int64) int64 {
	t.Helper()
	text := os.Getenv(variable)
	if text == "" {
		return usual
	}
	n, err := strconv.ParseInt(text, 10, 64)
	require.NoError(t, err, variable)
	return n
}

// Daemons that fork twice, lead sessions of their own and ignore SIGTERM: none
// is alive when hub has ended, and each is told of its example.
func TestNoDaemonOutlivesTheRun(t *testing.T) {
	needs(t, "setsid")
	n := int(size(t, "HUB_SOAK_DAEMONS", 24))
	dir := t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Join(dir, "examples"), 0o755))
	for i := range n {
		script := "( (trap '' TERM HUP INT; exec setsid sleep 600) & )\necho started\n"
		require.NoError(t, os.WriteFile(filepath.Join(dir, "examples", fmt.Sprintf("e%04d.sh", i)), []byte(script), 0o644))
	}
	mark := "daemons-" + filepath.Base(filepath.Dir(dir)) + strconv.Itoa(os.Getpid())
	cmd := exec.Command(buildHub(t), "ci", "-q", "-j4", "--report=json")
	cmd.Dir = dir
	cmd.Env = append(outsideCI(os.Environ()), "HUB_TEST_MARK="+mark)
	printed, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", printed)
	noSurvivor(t, mark)
	run := loadReport(t, filepath.Join(dir, ".hub", "reports", "report.json"))
	require.Len(t, run.Results, n)
	for i := range run.Results {
		assert.Equal(t, hub.StatusCompleted, run.Results[i].Status)
		assert.NotEmpty(t, run.Results[i].Leaked, run.Results[i].ID)
	}
}

// Where /proc belongs to another PID namespace nothing that is left behind can be
// found: hub says so once, records it, and is not good where a leak is an error.
func TestWithoutAFittingProcContainmentIsOff(t *testing.T) {
	t.Parallel()
	needs(t, "unshare")
	if os.Getuid() != 0 {
		t.Skip("only root makes PID namespaces")
	}
	for _, c := range []struct {
		settings string
		exit     int
		says     string
	}{
		{"", exitGood, "hub: containment is off, and processes that examples leave behind may stay: /proc does not show the processes that hub starts"},
		{"run: {leaks: fail}\n", exitTrouble, "a leak is an error for some example of the run (leaks: fail)"},
	} {
		dir := tree(t, map[string]string{"hub.yaml": "sources: [{path: examples}]\n" + c.settings, "examples/a.sh": "setsid sleep 60 </dev/null >/dev/null 2>&1 &\n", "examples/b.sh": "echo b\n"})
		cmd := exec.Command("unshare", "--pid", "--fork", "--kill-child", buildHub(t), "ci", "--report=json,markdown")
		cmd.Dir, cmd.Env = dir, outsideCI(os.Environ())
		var stderr strings.Builder
		cmd.Stderr = &stderr
		stdout, err := cmd.Output()
		require.Equal(t, c.exit, code(t, err), "%s%s", stdout, &stderr)
		printed := stderr.String() + string(stdout)
		require.Contains(t, printed, c.says)
		require.Equal(t, 1, strings.Count(printed, "containment is off, and processes that examples leave behind may stay: /proc"), printed)
		run := loadReport(t, filepath.Join(dir, ".hub", "reports", "report.json"))
		require.Contains(t, run.Uncontained, "/proc does not show")
		require.Equal(t, []string{"a process that /proc does not show"}, run.Results[0].Leaked)
		require.Empty(t, run.Results[1].Leaked)
	}
	printed, err := exec.Command("unshare", "--pid", "--fork", "--kill-child", buildHub(t), "version", "-v").CombinedOutput()
	require.NoError(t, err, "%s", printed)
	require.Contains(t, string(printed), "\ncontainment: off: /proc does not show the processes that hub starts")
}

var dropMark = regexp.MustCompile(`\n\[… (\d+) bytes dropped …\]\n`)

// Four programs that flood at the same time: hub's memory stays within its
// bound, and what it keeps of each is its true head and tail.
func TestFloodsStayWithinTheirBounds(t *testing.T) {
	const workers, bound = 4, 60 << 20
	flood := size(t, "HUB_SOAK_FLOOD", 64<<20)
	dir := t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Join(dir, "examples"), 0o755))
	for i := range workers {
		script := fmt.Sprintf("echo head of %d\nyes '%d: the quick brown fox jumps over the lazy dog' | head -c %d\necho\n"+
			"i=0; while [ $i -lt 100 ]; do i=$((i+1)); echo tail of %d: line $i; done\n", i, i, flood, i)
		require.NoError(t, os.WriteFile(filepath.Join(dir, "examples", fmt.Sprintf("e%d.sh", i)), []byte(script), 0o644))
	}
	cmd := exec.Command(buildHub(t), "ci", fmt.Sprintf("-j%d", workers), "--report=json,junit,markdown", "--timeout=30m")
	var printed bytes.Buffer
	cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = dir, outsideCI(os.Environ()), &printed, &printed
	start := time.Now()
	require.NoError(t, cmd.Start())
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	var peak int64
	var err error
	for watching := true; watching; {
		peak = max(peak, highWater(cmd.Process.Pid))
		select {
		case err = <-ended:
			watching = false
		case <-time.After(2 * time.Millisecond): // between two looks at what another process does
		}
	}
	require.NoError(t, err, "%s", printed.Bytes())
	t.Logf("%d programs printed %d MiB each in %.1f s; hub's peak: %.1f MiB", workers, flood>>20, time.Since(start).Seconds(), float64(peak)/(1<<20))
	require.Positive(t, peak)
	assert.Less(t, peak, int64(bound))

	run := loadReport(t, filepath.Join(dir, ".hub", "reports", "report.json"))
	for i := range run.Results {
		var tail strings.Builder
		for n := 1; n <= 100; n++ {
			fmt.Fprintf(&tail, "tail of %d: line %d\n", i, n)
		}
		head := fmt.Sprintf("head of %d\n", i)
		a := run.Results[i].Last()
		assert.True(t, strings.HasPrefix(a.Output, head))
		assert.True(t, strings.HasSuffix(a.Output, "\n"+tail.String()), "the true tail: %q", a.Output[max(0, len(a.Output)-200):])
		at := dropMark.FindStringSubmatchIndex(a.Output)
		require.NotNil(t, at, "the cut is marked")
		assert.Equal(t, strconv.FormatInt(a.DroppedBytes, 10), a.Output[at[2]:at[3]])
		whole := int64(len(head)) + flood + 1 + int64(tail.Len())
		kept := int64(len(a.Output) - (at[1] - at[0]))
		assert.Equal(t, whole, kept+a.DroppedBytes, "every byte is kept or counted")
	}
}

// highWater is the greatest resident set that a process has had, in bytes; 0
// when it is gone.
func highWater(pid int) int64 {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kib, err := strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(rest), " kB"), 10, 64)
			if err == nil {
				return kib << 10
			}
		}
	}
	return 0
}
