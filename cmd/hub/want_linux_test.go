package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/programs/programtest"
	"github.com/seed-00a9b34c/hub/pkg/status"
)

// passing is a project of so many examples that pass, each of which needs what
// hub reads and starts beside it.
func passing(n int) map[string]string {
	files := map[string]string{
		"hub.yaml": `version: 1
runners:
  sh: {command: [sh, "{file}"], match: ["*.sh"], version: [sh, -c, "echo sh 1"]}
run:
  setup: [{command: ["true"]}]
groups:
  - {id: golden, setup: [{command: ["true"]}], teardown: [{command: ["true"]}]}
overrides:
  - {match: {group: golden}, expect: {stdout: {golden: expected.txt}}, inputs: ["../in*"]}
  - {match: {group: copied}, workdir: copy, stdin: "x"}
`,
		"examples/input": "in",
	}
	for i := range n {
		group := []string{"plain", "golden", "copied"}[i%3]
		dir := fmt.Sprintf("examples/%s/e%03d/", group, i)
		files[dir+"run.sh"] = "echo hello\n"
		if group == "golden" {
			files[dir+"expected.txt"] = "hello\n"
		}
	}
	return files
}

// recordedPasses is how many examples the status holds a pass of, and what else it holds.
func recordedPasses(t *testing.T, root string) (passes int, other []string) {
	t.Helper()
	f, _, err := status.Open(filepath.Join(root, ".hub", "status.json"), time.Now).Load()
	require.NoError(t, err)
	for id, e := range f.Examples {
		if e.Status == hub.StatusCompleted {
			passes++
		} else {
			other = append(other, fmt.Sprintf("%s: %s %v", id, e.Status, e.Details().Errors))
		}
	}
	return passes, other
}

// below runs hub below a limit of the shell's ulimit and checks what holds
// below every limit: no stacks, nobody blamed, no pass lost.
func below(t *testing.T, bin, root, limit string, examples int, as *syscall.Credential, args ...string) (int, string) {
	t.Helper()
	cmd := exec.Command("sh", append([]string{"-c", "ulimit " + limit + ` && exec "$@"`, "sh", bin}, args...)...)
	if as != nil {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: as}
	}
	cmd.Dir, cmd.Env = root, []string{"PATH=" + os.Getenv("PATH"), "TMPDIR=" + root, "HOME=" + root}
	out, err := cmd.CombinedOutput()
	exit := code(t, err)
	if !strings.HasPrefix(limit, "-v") || exit == exitGood || exit == exitTrouble {
		assert.NotContains(t, string(out), "goroutine ")
		assert.NotContains(t, string(out), string(hub.ErrInternal))
	}
	passes, other := recordedPasses(t, root)
	assert.Equal(t, examples, passes)
	assert.Empty(t, other)
	return exit, string(out)
}

// Supervisor processes that are started while examples are found do not use up what a run
// needs to have left: it says the same every time, and of two more two more.
func TestFewDescriptorsAreCountedFirst(t *testing.T) {
	t.Parallel()
	bin, root := buildHub(t), tree(t, passing(3))
	left := func(limit int) (n int, counted bool) {
		exit, out := below(t, bin, root, fmt.Sprintf("-n %d", limit), 0, nil, "all")
		require.Equal(t, exitTrouble, exit, out)
		_, err := fmt.Sscanf(out, "hub: hub may open %d more descriptors, and needs 10 or more to run examples", &n)
		return n, err == nil
	}
	// The first limit with which hub gets as far as a run depends on what this test inherited.
	first := 10
	for counted := false; !counted; first++ {
		_, counted = left(first + 1)
	}
	for range 5 {
		n, counted := left(first)
		two, countedTwo := left(first + 2)
		require.True(t, counted && countedTwo)
		require.Equal(t, n+2, two)
	}
}

// TestFewDescriptors: whatever hub can do with so few, it takes no pass from any
// example, and says what it lacks.
func TestFewDescriptors(t *testing.T) {
	once(t)
	t.Parallel()
	const examples = 30
	bin := buildHub(t)
	for _, n := range []int{10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 26, 28, 30, 32, 36, 40, 48, 56, 64} {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			t.Parallel()
			root := tree(t, passing(examples))
			exit, out, told := hubIn(t, bin, root, "all")
			require.Equal(t, exitGood, exit, out+told)
			exit, out = below(t, bin, root, fmt.Sprintf("-n %d", n), examples, nil, "all", "-j8", "--force", "--report=json:r.json")
			assert.Contains(t, []int{exitGood, exitTrouble}, exit, out)
			if exit == exitTrouble {
				assert.Regexp(t, "too many open files|ulimit -n", out)
			}
			if n == 64 {
				assert.Equal(t, exitGood, exit, out)
			}
			if path := filepath.Join(root, "r.json"); fileExists(path) {
				for _, r := range loadReport(t, path).Results {
					assert.Nil(t, r.Error, r.ID)
				}
			}
			exit, out, told = hubIn(t, bin, root, "stale")
			assert.Equal(t, exitGood, exit)
			assert.Contains(t, out+told, "Nothing is stale", "a fingerprint was not taken")
		})
	}
}

// TestOtherCommandsWithFewDescriptors: an answer is right, or there is none.
func TestOtherCommandsWithFewDescriptors(t *testing.T) {
	once(t)
	t.Parallel()
	const examples = 30
	bin := buildHub(t)
	root := tree(t, passing(examples))
	exit, out, told := hubIn(t, bin, root, "all")
	require.Equal(t, exitGood, exit, out+told)
	for _, command := range [][]string{{"list", "--format=json"}, {"status", "--format=json", "-d"}, {"stale", "--format=json"}, {"errors", "--format=json"}, {"config", "check"}, {"clean", "--dry-run"}} {
		_, right, _ := hubIn(t, bin, root, command...)
		for n := 8; n <= 24; n++ {
			exit, _ := below(t, bin, root, fmt.Sprintf("-n %d", n), examples, nil, command...)
			assert.Contains(t, []int{exitGood, exitTrouble}, exit, "%v -n %d", command, n)
			if exit == exitGood {
				cmd := exec.Command("sh", append([]string{"-c", fmt.Sprintf("ulimit -n %d && exec \"$@\"", n), "sh", bin}, command...)...)
				cmd.Dir = root
				out, err := cmd.Output()
				assert.NoError(t, err)
				assert.Equal(t, right, string(out), "%v -n %d", command, n)
			}
		}
	}
}

// TestFewProcesses: the limit of processes and threads of a user without others.
func TestFewProcesses(t *testing.T) {
	once(t)
	t.Parallel()
	if os.Getuid() != 0 {
		t.Skip("only root can take the part of a user who has no other processes")
	}
	const examples, user = 30, 61236 // nobody's
	as := &syscall.Credential{Uid: user, Gid: user}
	text, err := os.ReadFile(buildHub(t))
	require.NoError(t, err)
	root := tree(t, passing(examples))
	bin := filepath.Join(root, "hub")
	programtest.Write(t, bin, string(text))
	require.NoError(t, os.Chmod(filepath.Dir(root), 0o755))
	require.NoError(t, filepath.WalkDir(root, func(path string, _ os.DirEntry, err error) error {
		return errors.Join(err, os.Chown(path, user, user))
	}))
	exit, out := below(t, bin, root, "-c 0", examples, as, "all")
	require.Equal(t, exitGood, exit, out)
	lowered := 0 // runs that were lowered to one worker, which the order must suit
	for _, n := range []int{6, 7, 8, 9, 10, 11, 12, 13, 14, 16, 18, 20, 24, 28, 32, 40, 60, 200} {
		// dash has a name of its own for it.
		exit, out := below(t, bin, root, fmt.Sprintf("-u %d 2>/dev/null || ulimit -p %d", n, n), examples, as, "all", "-j8", "--force", "--report=json:r.json")
		assert.Contains(t, []int{exitGood, exitTrouble}, exit, "-u %d: %s", n, out)
		if exit == exitGood && strings.Contains(out, "hub: 1 at a time instead of 8") {
			lowered++
			assert.True(t, slices.IsSortedFunc(loadReport(t, filepath.Join(root, "r.json")).Results, func(a, b hub.Result) int {
				return a.Started.Compare(b.Started)
			}), "-u %d: the order of the catalog", n)
		}
		if exit == exitTrouble {
			assert.Regexp(t, "ulimit -u", out, "-u %d", n)
		}
		if n == 200 {
			assert.Equal(t, exitGood, exit, out)
		}
	}
	assert.Positive(t, lowered)
}

// TestLittleAddressSpace: where the Go runtime gets as far as hub, hub says that it
// is too little.
func TestLittleAddressSpace(t *testing.T) {
	once(t)
	t.Parallel()
	const examples = 9
	bin := buildHub(t)
	root := tree(t, passing(examples))
	exit, text, told := hubIn(t, bin, root, "all")
	require.Equal(t, exitGood, exit, text+told)
	begun, last := 0, 0
	for _, kib := range []int{100e3, 300e3, 600e3, 750e3, 800e3, 850e3, 900e3, 1000e3, 1200e3, 1400e3, 1600e3, 4000e3} {
		exit, out := below(t, bin, root, fmt.Sprintf("-v %d", kib), examples, nil, "all", "-j4", "--force")
		if exit == exitUsage || exit > 128 {
			// The runtime ended it before main, and hub has no say in it.
			assert.NotContains(t, out, "hub:", "-v %d", kib)
			continue
		}
		begun, last = begun+1, exit
		assert.Contains(t, []int{exitGood, exitTrouble}, exit, "-v %d: %s", kib, out)
		if exit == exitTrouble {
			assert.Contains(t, out, "ulimit -v", "-v %d", kib)
		}
	}
	assert.Positive(t, begun)
	assert.Equal(t, exitGood, last, "enough is enough")
}

func fileExists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
