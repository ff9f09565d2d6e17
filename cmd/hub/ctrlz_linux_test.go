package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// controlled is a shell with job control, which lets its job go on in the
// foreground of its terminal when the file fg is there.
const controlled = `set -m; JOB while [ ! -e fg ]; do sleep 0.01; done; fg >/dev/null; echo $? >code`

// atShell starts hub as a job of such a shell at a terminal: job is how, with "$@"
// for hub and the arguments.
func atShell(t *testing.T, job string, args ...string) (*stoppable, *os.File) {
	t.Helper()
	needs(t, "bash")
	s := &stoppable{t: t, root: tree(t, map[string]string{
		"hub.yaml":      "sources: [{path: examples}]\nrun: {timeout: " + limit.String() + ", grace: 1s}\n",
		"examples/a.sh": "echo $$ >pid.new; mv pid.new pid\necho hello\nwhile [ ! -e go ]; do :; done\necho done\n",
	})}
	master, slave := openTerminal(t)
	words := append([]string{"-c", strings.Replace(controlled, "JOB", job, 1), "bash", buildHub(t)}, args...)
	s.cmd = exec.Command("bash", append(words, "--report=json:report.json")...)
	s.cmd.Dir, s.cmd.Env = s.root, plainly()
	s.cmd.Stdin, s.cmd.Stdout, s.cmd.Stderr = slave, slave, slave
	s.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	require.NoError(t, s.cmd.Start())
	require.NoError(t, slave.Close())
	t.Cleanup(func() {
		_ = s.cmd.Process.Kill() // with the terminal its jobs end
		_ = s.cmd.Wait()
	})
	go func() { _, _ = master.WriteTo(discard{}) }() // until the other end is closed
	s.await("the example's start", func() bool {
		text, err := os.ReadFile(filepath.Join(s.root, "pid"))
		if err == nil {
			s.example, err = strconv.Atoi(strings.TrimSpace(string(text)))
		}
		return err == nil
	})
	s.began = time.Now() // or a little before
	return s, master
}

// job is hub's process ID: that of the example's forebear which the shell started.
func (s *stoppable) job() int {
	pid := s.example
	for {
		text, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
		require.NoError(s.t, err)
		_, rest, _ := strings.Cut(string(text), ") ")
		above, err := strconv.Atoi(strings.Fields(rest)[1])
		require.NoError(s.t, err)
		if above == s.cmd.Process.Pid {
			return pid
		}
		pid = above
	}
}

// continued lets the shell go on with its job, and the example with its end, and
// returns its result.
func (s *stoppable) continued() hub.Result {
	s.t.Helper()
	s.overdue()
	s.goOn()
	require.NoError(s.t, os.WriteFile(filepath.Join(s.root, "fg"), nil, 0o644))
	exit := await(s.t, filepath.Join(s.root, "code"))
	assert.Equal(s.t, strconv.Itoa(exitGood), exit)
	run := loadReport(s.t, filepath.Join(s.root, "report.json"))
	require.Len(s.t, run.Results, 1)
	return run.Results[0]
}

// A person's Ctrl-Z stops the job: hub, and the examples, which are in groups of
// their own or, with the terminal, in hub's.
func TestCtrlZStopsTheJobAndItsClock(t *testing.T) {
	for _, args := range [][]string{{"all"}, {"run", "a"}, {"run", "--raw", "a"}} {
		t.Run(strings.Join(args, " "), func(t *testing.T) {
			s, terminal := atShell(t, `"$@";`, args...)
			job := s.job()
			_, err := terminal.WriteString("\x1a")
			require.NoError(t, err)
			s.await("the job's stop", func() bool { return state(job) == stopped && state(s.example) == stopped })
			r := s.continued()
			assert.Equal(t, hub.StatusCompleted, r.Status)
			assert.Less(t, r.Seconds, limit.Seconds())
		})
	}
}

// Where no shell controls jobs, as in a container or below ssh -t, Ctrl-Z stops
// nothing, the example that has the terminal included.
func TestCtrlZWhereNobodyLetsAJobGoOn(t *testing.T) {
	root := tree(t, map[string]string{
		"hub.yaml":      "sources: [{path: examples}]\n",
		"examples/a.sh": "trap 'echo on >cont' CONT\necho begin\nwhile [ ! -e cont ]; do sleep 0.01; done\necho end\n",
	})
	a := startAt(t, newScreen(80, false), root, []string{"TERM=xterm"}, "run", "--raw", "a")
	a.until("begin", func(s *screen) bool { return slices.Contains(s.text(), "begin") })
	_, err := a.master.WriteString("\x1a")
	require.NoError(t, err)
	exit, lines := a.end()
	assert.Equal(t, exitGood, exit)
	assert.Contains(t, strings.Join(lines, "\n"), "end\n")
}

// Ctrl-C reaches the example that has the terminal also where the leader of hub's
// process group is outside of hub's PID namespace.
func TestCtrlCInAPIDNamespace(t *testing.T) {
	needs(t, "unshare")
	if os.Getuid() != 0 {
		t.Skip("only root makes PID namespaces")
	}
	root := tree(t, map[string]string{
		"hub.yaml":      "sources: [{path: examples}]\n",
		"examples/a.sh": "trap 'echo interrupted; exit 5' INT\necho begin\nread line\necho \"read $line\"\nwhile :; do sleep 0.01; done\n",
	})
	a := startProgramAt(t, newScreen(80, false), root, []string{"TERM=xterm"}, "unshare", "--pid", "--fork", "--kill-child", "--mount-proc", buildHub(t), "run", "--raw", "a")
	shows := func(line string) {
		a.until(line, func(s *screen) bool { return slices.Contains(s.text(), line) })
	}
	shows("begin")
	_, err := a.master.WriteString("word\n")
	require.NoError(t, err)
	shows("read word")
	_, err = a.master.WriteString("\x03")
	require.NoError(t, err)
	exit, _ := a.end()
	assert.Equal(t, 5, exit)
}

// A terminal that stops what writes to it in the background (stty tostop) stops
// the examples and their clocks too: left to the system it would stop hub alone.
func TestATerminalThatStopsBackgroundOutputStopsTheClock(t *testing.T) {
	s, _ := atShell(t, `stty tostop; "$@" &`, "run", "-q", "a") // hub passes on what the example prints
	job := s.job()
	s.await("the job's stop", func() bool { return state(job) == stopped && state(s.example) == stopped })
	r := s.continued()
	assert.Equal(t, hub.StatusCompleted, r.Status)
	assert.Less(t, r.Seconds, limit.Seconds())
}

// An example can send the same signals. Without a terminal no person has, and
// nobody might ever let hub go on: the run is not stopped, though a shell that
// controls jobs, which a service has as well, is there.
func TestAnExampleStopsNoRunWithoutATerminal(t *testing.T) {
	needs(t, "setsid", "bash")
	for _, sig := range []string{"TSTP", "TTIN", "TTOU"} {
		t.Run(sig, func(t *testing.T) {
			s := &stoppable{t: t, root: tree(t, map[string]string{
				"examples/a.sh": "kill -" + sig + " $PPID $(cat pid) && echo done\n",
			})}
			s.cmd = exec.Command("sh", "-c", `echo $$ >pid; exec "$@"`, "sh", buildHub(t), "all", "--report=json:report.json")
			s.cmd.Dir, s.cmd.Env, s.cmd.Stdout, s.cmd.Stderr = s.root, plainly(), &s.out, &s.out
			leader := exec.Command("setsid", "--wait", "bash", "-c", `set -m; "$@"`, "bash")
			leader.Args = append(leader.Args, s.cmd.Args...)
			leader.Dir, leader.Env, leader.Stdout, leader.Stderr = s.root, plainly(), &s.out, &s.out
			s.cmd = leader
			require.NoError(t, s.cmd.Start())
			assert.Equal(t, hub.StatusCompleted, s.result(exitGood).Status)
		})
	}
}
