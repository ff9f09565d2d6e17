package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// ignoredBy reads the set of signals that a process ignores.
func ignoredBy(t *testing.T, status string) uint64 {
	t.Helper()
	_, rest, ok := strings.Cut(status, "SigIgn:\t")
	require.True(t, ok, status)
	set, err := strconv.ParseUint(strings.TrimSpace(rest[:16]), 16, 64)
	require.NoError(t, err)
	return set
}

// What hub was started to ignore stays ignored, by hub and by what it starts: the
// run does not end for it, and an example ignores it as well.
func TestWhatIsIgnoredAtTheStartStaysIgnored(t *testing.T) {
	needs(t, "nohup")
	bin := buildHub(t)
	for _, c := range []struct {
		name, start string
		signals     []syscall.Signal
	}{
		{"nohup", `exec nohup "$@"`, []syscall.Signal{unix.SIGHUP}},
		{"a background job", `"$@" & wait $!`, []syscall.Signal{unix.SIGINT, unix.SIGQUIT}},
		{"nohup in the background", `nohup "$@" & wait $!`, []syscall.Signal{unix.SIGHUP, unix.SIGINT, unix.SIGQUIT}},
		{"trap HUP", `trap '' HUP; "$@"`, []syscall.Signal{unix.SIGHUP}},
		{"trap INT", `trap '' INT; "$@"`, []syscall.Signal{unix.SIGINT}},
		{"trap TSTP TTIN TTOU", `trap '' TSTP TTIN TTOU; "$@"`, []syscall.Signal{unix.SIGTSTP, unix.SIGTTIN, unix.SIGTTOU}},
	} {
		for _, args := range [][]string{{"all", "-q"}, {"run", "--raw", "1"}} {
			t.Run(c.name+" "+args[0], func(t *testing.T) {
				t.Parallel()
				root := tree(t, map[string]string{
					"hub.yaml":      "sources: [{path: examples}]\n",
					"examples/1.sh": "cat /proc/$$/status >status.new; echo $$ >pid.new; mv status.new status; mv pid.new pid\nread x <gate\n",
				})
				open := gate(t, root)
				cmd := exec.Command("sh", append([]string{"-c", c.start, "sh", bin}, append(args, "--report=json:r.json")...)...)
				cmd.Dir, cmd.Env = root, plainly()
				cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
				var told strings.Builder
				cmd.Stdout, cmd.Stderr = &told, &told
				require.NoError(t, cmd.Start())
				t.Cleanup(func() { _ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }) // none where it has ended
				await(t, filepath.Join(root, "pid"))
				status, err := os.ReadFile(filepath.Join(root, "status"))
				require.NoError(t, err)
				set := ignoredBy(t, string(status))
				for _, sig := range c.signals {
					assert.NotZero(t, set&(1<<(sig-1)), "the example ignores %s", unix.SignalName(sig))
				}
				for _, pid := range hubsOf(t, bin, root) {
					for _, sig := range c.signals {
						require.NoError(t, syscall.Kill(pid, sig))
					}
				}
				open()
				assert.Equal(t, exitGood, code(t, cmd.Wait()), told.String())
				assert.Equal(t, hub.VerdictGood, loadReport(t, filepath.Join(root, "r.json")).Verdict())
			})
		}
	}
}

// hubsOf are the processes of hub, its supervisors among them, that run in root.
func hubsOf(t *testing.T, bin, root string) []int {
	t.Helper()
	links, err := filepath.Glob("/proc/[0-9]*/exe")
	require.NoError(t, err)
	var pids []int
	for _, link := range links {
		exe, _ := os.Readlink(link)
		cwd, _ := os.Readlink(filepath.Join(filepath.Dir(link), "cwd"))
		if pid, err := strconv.Atoi(filepath.Base(filepath.Dir(link))); err == nil && exe == bin && cwd == root {
			pids = append(pids, pid)
		}
	}
	require.NotEmpty(t, pids)
	return pids
}
