//go:build unix

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
)

// await waits until a file has content, and returns it.
func await(t *testing.T, path string) string {
	t.Helper()
	var text []byte
	require.Eventually(t, func() bool {
		text, _ = os.ReadFile(path)
		return strings.HasSuffix(string(text), "\n")
	}, 30*time.Second, 2*time.Millisecond, "%s did not appear", path)
	return strings.TrimSpace(string(text))
}

// ended waits until a process is.
func ended(t *testing.T, pid string) {
	t.Helper()
	n, err := strconv.Atoi(pid)
	require.NoError(t, err)
	require.Eventually(t, func() bool { return syscall.Kill(n, 0) == syscall.ESRCH },
		10*time.Second, 2*time.Millisecond, "process %d is still there", n)
}

// TestSignalsEndARunInOrder sends each ending signal to a run whose example
// ignores SIGTERM: its grace goes by, it is killed, and all is recorded.
func TestSignalsEndARunInOrder(t *testing.T) {
	bin := buildHub(t)
	for _, tc := range []struct {
		signals []syscall.Signal
		grace   string
		code    int
		name    string
	}{
		{[]syscall.Signal{syscall.SIGINT}, "100ms", 130, "SIGINT"},
		{[]syscall.Signal{syscall.SIGTERM}, "100ms", 143, "SIGTERM"},
		{[]syscall.Signal{syscall.SIGHUP}, "100ms", 129, "SIGHUP"},
		// A second signal does not wait for the grace to go by.
		{[]syscall.Signal{syscall.SIGINT, syscall.SIGINT}, "1h", 130, "SIGINT"},
	} {
		t.Run(tc.name+"x"+strconv.Itoa(len(tc.signals)), func(t *testing.T) {
			root := tree(t, map[string]string{
				"hub.yaml":      "sources: [{path: examples}]\nrun: {grace: " + tc.grace + "}\n",
				"examples/1.sh": "echo one\n",
				"examples/2.sh": "trap 'echo asked >asked' TERM\necho $$ >pid\nwhile :; do sleep 0.01; done\n",
				"examples/3.sh": "echo three\n",
			})
			cmd := exec.Command(bin, "ci", "-j1", "--report=json:r.json,junit:r.xml")
			cmd.Dir = root
			require.NoError(t, cmd.Start())
			pid := await(t, filepath.Join(root, "pid"))
			for i, sig := range tc.signals {
				if i > 0 {
					await(t, filepath.Join(root, "asked"))
				}
				require.NoError(t, cmd.Process.Signal(sig))
			}
			assert.Equal(t, tc.code, code(t, cmd.Wait()))
			ended(t, pid)
			run := loadReport(t, filepath.Join(root, "r.json"))
			assert.Equal(t, hub.EndInterrupted, run.End.Reason)
			assert.Equal(t, tc.name, run.End.Signal)
			var got []hub.Status
			for _, r := range run.Results {
				got = append(got, r.Status)
			}
			assert.Equal(t, []hub.Status{hub.StatusCompleted, hub.StatusInterrupted, hub.StatusPending}, got)
			assert.FileExists(t, filepath.Join(root, "r.xml"))
		})
	}
}

// TestQuitPrintsNoStacks: SIGQUIT ends a command that runs nothing, too, without
// what Go prints by itself.
func TestQuitPrintsNoStacks(t *testing.T) {
	needs(t, "ps")
	bin := buildHub(t)
	root := tree(t, map[string]string{"examples/1.sh": "echo one\n"})
	pipe := filepath.Join(root, "report")
	require.NoError(t, exec.Command(bin, "-C", root, "all").Run())
	require.NoError(t, syscall.Mkfifo(pipe, 0o600))
	cmd := exec.Command(bin, "report", "--report=json:report") // waits for a reader
	var told strings.Builder
	cmd.Dir, cmd.Stderr = root, &told
	require.NoError(t, cmd.Start())
	waitsInOpen(t, cmd.Process.Pid)
	require.NoError(t, cmd.Process.Signal(syscall.SIGQUIT))
	assert.Equal(t, 131, code(t, cmd.Wait()))
	assert.Empty(t, told.String())
}

// waitsInOpen waits until nothing of a program that is to open a pipe runs any
// more: it has come to the pipe.
func waitsInOpen(t *testing.T, pid int) {
	t.Helper()
	var before string
	same := 0
	require.Eventually(t, func() bool {
		out, err := exec.Command("ps", "-o", "time=,stat=", "-p", strconv.Itoa(pid)).Output()
		require.NoError(t, err)
		if same++; string(out) != before || strings.Contains(string(out), "R") {
			before, same = string(out), 0
		}
		return same > 20
	}, 30*time.Second, 10*time.Millisecond)
}

// TestAPipeThatNobodyReads: a signal ends a hub that waits for the reader of a
// report or of the events.
func TestAPipeThatNobodyReads(t *testing.T) {
	needs(t, "ps")
	bin := buildHub(t)
	for flag, want := range map[string]string{
		"--report=json:out/report.json,tap:pipe": "the tap report could not be written to ",
		"--events=pipe":                          "opening the events file: timed out: the reader is not consuming output",
	} {
		t.Run(flag[:8], func(t *testing.T) {
			t.Parallel()
			root := tree(t, map[string]string{"examples/1.sh": "echo one\n"})
			require.NoError(t, syscall.Mkfifo(filepath.Join(root, "pipe"), 0o600))
			cmd := exec.Command(bin, "all", flag)
			var told strings.Builder
			cmd.Dir, cmd.Stderr = root, &told
			require.NoError(t, cmd.Start())
			if strings.HasPrefix(flag, "--report") {
				await(t, filepath.Join(root, "out", "report.json"))
			}
			waitsInOpen(t, cmd.Process.Pid)
			assert.NoFileExists(t, filepath.Join(root, ".hub", "status.json"), "the run is not over")
			require.NoError(t, cmd.Process.Signal(syscall.SIGTERM))
			c := code(t, cmd.Wait())
			assert.Contains(t, told.String(), want)
			if strings.HasPrefix(flag, "--report") {
				assert.Equal(t, exitTrouble, c, "the run had ended by itself")
				run := loadReport(t, filepath.Join(root, "out", "report.json"))
				assert.Equal(t, hub.VerdictGood, run.ExamplesVerdict())
				assert.Equal(t, hub.VerdictTrouble, run.Verdict(), "the other report says that the pipe got none")
				logs, err := filepath.Glob(filepath.Join(root, ".hub", "runs", "*.ndjson"))
				require.NoError(t, err)
				require.Len(t, logs, 1)
				log, err := runlog.Read(logs[0])
				require.NoError(t, err)
				assert.True(t, log.Closed, "a report that hangs keeps no log open")
				assert.Equal(t, *run, log.Run)
			} else {
				assert.Equal(t, 143, c, "nothing was run")
			}
		})
	}
}

// TestAClosedPipeLosesNothing: whoever reads hub's output may go away.
func TestAClosedPipeLosesNothing(t *testing.T) {
	bin := buildHub(t)
	root := tree(t, map[string]string{"examples/1.sh": "echo one\n", "examples/2.sh": "trap - PIPE; echo two\n"})
	r, w, err := os.Pipe()
	require.NoError(t, err)
	cmd := exec.Command(bin, "all", "-j1")
	cmd.Dir, cmd.Stdout = root, w
	require.NoError(t, r.Close())
	require.NoError(t, cmd.Start())
	require.NoError(t, w.Close())
	assert.Equal(t, exitTrouble, code(t, cmd.Wait()), "the summary could not be written")
	out, err := exec.Command(bin, "-C", root, "status", "--format=json").Output()
	require.NoError(t, err)
	assert.Contains(t, string(out), `"completed": 2`)
}

// TestResultsDoNotDependOnTheWorkers runs 1,000 examples in 10 folders with
// one worker and with eight: the same results, and the same reports but for
// times.
func TestResultsDoNotDependOnTheWorkers(t *testing.T) {
	once(t)
	t.Parallel()
	bin := buildHub(t)
	files := map[string]string{}
	for i := range 1000 {
		name := "examples/g" + strconv.Itoa(i%10) + "/e" + strconv.Itoa(i) + ".sh"
		files[name] = "echo example " + strconv.Itoa(i) + "\nexit " + strconv.Itoa(max(0, i%100-97)) + "\n"
	}
	var reports [2][]byte
	var texts [2]string
	root := tree(t, files)
	for i, j := range []string{"-j1", "-j8"} {
		cmd := exec.Command(bin, "ci", j, "--report=junit:"+strconv.Itoa(i)+".xml,json:"+strconv.Itoa(i)+".json,markdown:"+strconv.Itoa(i)+".md")
		cmd.Dir = root
		out, err := cmd.Output()
		assert.Equal(t, exitFailed, code(t, err))
		texts[i] = timeless(string(out))
		for _, ext := range []string{".xml", ".json", ".md"} {
			data, err := os.ReadFile(filepath.Join(root, strconv.Itoa(i)+ext))
			require.NoError(t, err)
			reports[i] = append(reports[i], data...)
		}
		require.NoError(t, os.RemoveAll(filepath.Join(root, ".hub")))
	}
	assert.Equal(t, texts[0], texts[1])
	assert.Equal(t, timeless(string(reports[0])), timeless(string(reports[1])))
	assert.Contains(t, texts[0], "20 failed, 980 passed")
}
