package main

import (
	"context"
	"fmt"
	"math/rand/v2"
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
	"golang.org/x/sys/unix"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// ownershipRounds is how often the tests of ownership are repeated; HUB_ROUNDS
// says otherwise.
const ownershipRounds = 2

// owned runs hub in root in a session of its own, so that an example that signals
// a whole group reaches nothing of the test.
func owned(t *testing.T, root string, args ...string) (exit int, printed string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute) // where an example has stopped hub
	defer cancel()
	cmd := exec.CommandContext(ctx, "setsid", append([]string{"--wait", buildHub(t)}, args...)...)
	cmd.Dir, cmd.Env = root, plainly()
	cmd.Cancel = func() error {
		for _, pid := range runningIn(root) {
			_ = syscall.Kill(pid, syscall.SIGKILL)
		}
		return nil
	}
	out, err := cmd.CombinedOutput()
	require.NoError(t, ctx.Err(), "hub does not end\n%s", out)
	return code(t, err), string(out)
}

// Whatever a process does to its environment, its group, its session or its
// parents: it is dead when hub has ended, the example that started it is named,
// and no other.
func TestOwnership(t *testing.T) {
	t.Parallel()
	needs(t, "setsid")
	for round := range int(size(t, "HUB_ROUNDS", ownershipRounds)) {
		for _, j := range []string{"-j1", "-j4"} {
			t.Run(fmt.Sprint(round, j), func(t *testing.T) {
				root, numbers := leakers(t, survivors())
				bury(t, numbers)
				exit, printed := owned(t, root, "ci", "-q", j, "--report=json:r.json")
				for file, number := range numbers {
					assert.Empty(t, alive(number), "%s: alive after hub's end", file)
				}
				assert.Equal(t, exitFailed, exit, printed)
				run := loadReport(t, filepath.Join(root, "r.json"))
				assert.Empty(t, run.Problems)
				for i := range run.Results {
					r := &run.Results[i]
					if _, leaker := numbers[r.ID]; !leaker {
						assert.Equal(t, hub.StatusCompleted, r.Status, "%s is innocent: %v", r.ID, r.Error)
						assert.Empty(t, r.Leaked, "%s is innocent", r.ID)
						continue
					}
					if assert.NotNil(t, r.Error, "%s left processes behind", r.ID) {
						assert.Equal(t, hub.ErrLeaked, r.Error.Type, "%s: %s\n%s", r.ID, r.Error.Message, r.Last().Output)
						assert.NotEmpty(t, r.Leaked, r.ID)
					}
				}
				require.Len(t, run.Results, 2*len(numbers)+1)
			})
		}
	}
}

// The one example that has the terminal is no exception.
func TestOwnershipOfARawExample(t *testing.T) {
	t.Parallel()
	needs(t, "setsid")
	for _, s := range survivors() {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			needs(t, s.needs)
			root, numbers := leakers(t, []survivor{s})
			bury(t, numbers)
			for file, number := range numbers {
				_, printed := owned(t, root, "run", "--raw", file, "--report=json:r.json")
				assert.Empty(t, alive(number), "alive after hub's end")
				run := loadReport(t, filepath.Join(root, "r.json"))
				require.Len(t, run.Results, 1)
				require.NotNil(t, run.Results[0].Error, printed)
				assert.Equal(t, hub.ErrLeaked, run.Results[0].Error.Type)
				assert.NotEmpty(t, run.Results[0].Leaked)
			}
		})
	}
}

// What supervises runs before what is supervised, where it may: what forks without a
// pause would starve it. Examples have hub's own priority and timers, also after such a one.
func TestPriorities(t *testing.T) {
	needs(t, "nice", "sh")
	const show = "read -r line </proc/$$/stat; set -- ${line##*) }; echo ${17} ${39}; read -r slack </proc/self/timerslack_ns; echo $slack\n"
	for _, niceness := range []string{"0", "7"} {
		policy := "0"
		if os.Geteuid() == 0 {
			policy = strconv.Itoa(unix.SCHED_RR)
		}
		root := tree(t, map[string]string{
			"hub.yaml":      "sources: [{path: examples}]\nrun: {timeout: 30s}\n",
			"examples/a.sh": show + "set --; until [ \"${39}\" = " + policy + " ]; do read -r line </proc/$PPID/stat; set -- ${line##*) }; done\n",
			"examples/b.sh": show,
		})
		outside := exec.Command("nice", "-n", niceness, "sh", "examples/b.sh")
		outside.Dir = root
		want, err := outside.Output()
		require.NoError(t, err)
		require.Len(t, strings.Fields(string(want)), 3)
		cmd := exec.Command("nice", "-n", niceness, buildHub(t), "all", "-j1", "--report=json:r.json")
		cmd.Dir, cmd.Env = root, plainly()
		out, err := cmd.CombinedOutput()
		require.NoError(t, err, string(out))
		for _, r := range loadReport(t, filepath.Join(root, "r.json")).Results {
			assert.Equal(t, string(want), r.Last().Output, "niceness, policy and timer slack of %s", r.ID)
		}
	}
}

// After kill -9 of hub at whatever instant nothing lives on, and the next hub
// knows what the killed run had recorded.
func TestOwnershipAfterAKill(t *testing.T) {
	t.Parallel()
	needs(t, "setsid")
	var chosen []survivor
	for _, s := range survivors() {
		switch s.name {
		case "sh-clean", "sh-systemd-run", "c-cloneparentsession", "c-forgetful", "c-ignoring", "py-daemon":
			chosen = append(chosen, s)
		}
	}
	root, numbers := leakers(t, chosen)
	bury(t, numbers)
	begin := time.Now()
	owned(t, root, "all", "-q", "-j4")
	whole := time.Since(begin)
	seed := uint64(begin.UnixNano())
	random := rand.New(rand.NewPCG(seed, 0))
	t.Logf("seed %d; a run takes about %s", seed, whole)
	bin := buildHub(t)
	for round := range int(size(t, "HUB_ROUNDS", ownershipRounds)) {
		cmd := exec.Command(bin, "all", "-q", "-j4")
		cmd.Dir, cmd.Env = root, outsideCI(os.Environ())
		require.NoError(t, cmd.Start())
		time.Sleep(time.Duration(random.Int64N(int64(whole)))) // the instant
		_ = cmd.Process.Kill()                                 // it may have ended
		_ = cmd.Wait()
		for file, number := range numbers {
			waitFor(t, fmt.Sprintf("the end of %s, round %d", file, round), func() bool { return len(alive(number)) == 0 })
		}
		exit, out, told := hubIn(t, bin, root, "status", "--format=json")
		require.Equal(t, exitGood, exit, told)
		assert.Zero(t, sums(t, out).Summary.Running)
	}
}

// Nothing survives either when the example has stopped what would end it.
func TestNothingSurvivesHubBelowAStoppedSupervisorProcess(t *testing.T) {
	t.Parallel()
	number := strconv.Itoa(100_000_000 + rand.IntN(899_000_000))
	root := tree(t, map[string]string{
		"hub.yaml":      "sources: [{path: examples}]\n",
		"examples/a.sh": "env -i setsid sleep " + number + " </dev/null >/dev/null 2>&1 &\nkill -STOP $PPID\n>stopped\nsleep " + number + "\n",
	})
	bury(t, map[string]string{"a": number})
	cmd := exec.Command(buildHub(t), "all", "-q")
	cmd.Dir, cmd.Env = root, outsideCI(os.Environ())
	require.NoError(t, cmd.Start())
	waitFor(t, "the stop", func() bool { _, err := os.Stat(filepath.Join(root, "stopped")); return err == nil })
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
	waitFor(t, "the end of all", func() bool { return len(alive(number)) == 0 })
}

// A hub in a copy of the project, made by an example while the original's run
// is under way, has its own processes and no others.
func TestAHubInACopyEndsNothingOfTheOriginal(t *testing.T) {
	t.Parallel()
	needs(t, "setsid", "grep", "cp", "env")
	bin := buildHub(t)
	sibling := "env -i setsid sh -c 'until [ -e copied ]; do sleep 0.02; done; echo lived >NAME.out' </dev/null >/dev/null 2>&1 &\n" +
		"until [ -e copied ]; do sleep 0.02; done\nwait\necho fine\n"
	files := map[string]string{
		"hub.yaml": "sources: [{path: examples}]\nrun: {timeout: 1m, leaks: fail}\n",
		"examples/copies.sh": "[ -z \"$NESTED\" ] || exit 0\nwhile [ $(grep -l started a.up b.up | wc -l) -lt 2 ]; do sleep 0.02; done\n" +
			"cp -r . \"$HUB_SCRATCH/copy\" || exit 1\ntouch \"$HUB_SCRATCH/copy/copied\"\n" +
			"NESTED=1 env -u HUB_STATE " + bin + " -C \"$HUB_SCRATCH/copy\" all -q -j4; code=$?\ntouch copied\nexit $code\n",
		"a.up": "", "b.up": "",
	}
	for _, name := range []string{"a", "b"} {
		files["examples/"+name+".sh"] = "echo started >" + name + ".up\n" + strings.ReplaceAll(sibling, "NAME", name)
	}
	root := tree(t, files)
	exit, printed := owned(t, root, "all", "-q", "-j3", "--report=json:r.json")
	assert.Equal(t, exitGood, exit, printed)
	for _, name := range []string{"a", "b"} {
		assert.FileExists(t, filepath.Join(root, name+".out"))
	}
	run := loadReport(t, filepath.Join(root, "r.json"))
	assert.Equal(t, hub.VerdictGood, run.Verdict())
}
