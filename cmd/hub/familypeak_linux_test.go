package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// familyPeak is what hub and its supervisors together may have resident at -j4.
const familyPeak = 60 << 20

// The greatest memory of hub and its supervisors, each page counted once: the sum
// of the proportional set sizes of all processes of hub's program. What several
// map together, the program's text above all, is parted among them.
func TestPeakOfHubAndItsSupervisors(t *testing.T) {
	files := map[string]string{"hub.yaml": "sources: [{path: examples}]\n"}
	for i := range 400 {
		text := "echo " + strconv.Itoa(i) + "\n"
		if i%40 == 0 { // an output that fills what is kept of one
			text = "head -c 3000000 /dev/zero | tr '\\0' x\necho\n"
		}
		files[fmt.Sprintf("examples/e%03d.sh", i)] = text
	}
	root := tree(t, files)
	cmd := exec.Command(buildHub(t), "ci", "-q", "-j4", "--report=json,junit,markdown")
	cmd.Dir, cmd.Env = root, outsideCI(os.Environ())
	require.NoError(t, cmd.Start())
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	look := time.NewTicker(5 * time.Millisecond)
	defer look.Stop()
	peak, most := int64(0), 0
	for {
		select {
		case err := <-ended:
			require.NoError(t, err)
			t.Logf("%.1f MiB in %d processes", float64(peak)/(1<<20), most)
			require.Positive(t, peak)
			assert.Less(t, peak, int64(familyPeak))
			return
		case <-look.C:
			sum, n := int64(0), 0
			for _, pid := range family(cmd.Process.Pid, cmd.Path) {
				if size := proportional(pid); size > 0 {
					sum, n = sum+size, n+1
				}
			}
			peak, most = max(peak, sum), max(most, n)
		}
	}
}

// family is pid and those below it that run the program: not what one of them has
// forked and that is about to become an example.
func family(pid int, program string) []int {
	exe, err := os.Readlink(fmt.Sprintf("/proc/%d/exe", pid))
	if err != nil || exe != program {
		return nil
	}
	out := []int{pid}
	names, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))
	for _, name := range names {
		text, _ := os.ReadFile(name)
		for _, child := range strings.Fields(string(text)) {
			n, err := strconv.Atoi(child)
			if line, _ := os.ReadFile("/proc/" + child + "/cmdline"); err == nil && supervising(line) {
				out = append(out, family(n, program)...)
			}
		}
	}
	return out
}

// supervising tells a supervisor by its command line from a likeness of hub that
// was just forked.
func supervising(cmdline []byte) bool { return !bytes.Contains(cmdline, []byte("\x00ci\x00")) }

// proportional is the proportional set size of a process in bytes; 0 when it is gone.
func proportional(pid int) int64 {
	text, _ := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", pid))
	_, rest, _ := bytes.Cut(text, []byte("\nPss:"))
	number, _, _ := bytes.Cut(bytes.TrimSpace(rest), []byte(" "))
	kib, _ := strconv.ParseInt(string(number), 10, 64)
	return kib << 10
}
