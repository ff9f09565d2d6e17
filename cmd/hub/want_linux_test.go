package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/seed-00a9b34c/hub/pkg/hub"
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
	f, _, err := status.Open(filepath.Join(root, ".hub", "status.json")).Load()
	require.NoError(t, err)
	for id, e := range f.Examples {
		if e.Status == hub.StatusCompleted {
			passes++
		} else {
			other = append(other, fmt.Sprintf("%s: %s %v", id, e.Status, e.Errors))
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

// TestFewDescriptors: whatever hub can do with so few, it takes no pass from any
// example, and says what it lacks.
func TestFewDescriptors(t *testing.T) {
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
	if os.Getuid() != 0 {
		t.Skip("only root can take the part of a user who has no other processes")
	}
	const examples, user = 30, 61236 // nobody's
	as := &syscall.Credential{Uid: user, Gid: user}
	text, err := os.ReadFile(buildHub(t))
	require.NoError(t, err)
	root := tree(t, passing(examples))
	bin := filepath.Join(root, "hub")
	require.NoError(t, os.WriteFile(bin, text, 0o755))
	require.NoError(t, os.Chmod(filepath.Dir(root), 0o755))
	require.NoError(t, filepath.WalkDir(root, func(path string, _ os.DirEntry, err error) error {
		return errors.Join(err, os.Chown(path, user, user))
	}))
	exit, out := below(t, bin, root, "-c 0", examples, as, "all")
	require.Equal(t, exitGood, exit, out)
	for _, n := range []int{6, 7, 8, 9, 10, 11, 12, 13, 14, 16, 18, 20, 24, 28, 32, 40, 60, 200} {
		// dash has a name of its own for it.
		exit, out := below(t, bin, root, fmt.Sprintf("-u %d 2>/dev/null || ulimit -p %d", n, n), examples, as, "all", "-j8", "--force")
		assert.Contains(t, []int{exitGood, exitTrouble}, exit, "-u %d: %s", n, out)
		if exit == exitTrouble {
			assert.Regexp(t, "ulimit -u", out, "-u %d", n)
		}
		if n == 200 {
			assert.Equal(t, exitGood, exit, out)
		}
	}
}

// TestLittleAddressSpace: where the Go runtime gets as far as hub, hub says that it
// is too little; a program without C code, whose threads need little of it.
func TestLittleAddressSpace(t *testing.T) {
	const examples = 9
	bin := filepath.Join(t.TempDir(), "hub")
	build := exec.Command("go", "build", "-o", bin, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	out, err := build.CombinedOutput()
	require.NoError(t, err, string(out))
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

// waiting are examples of which the first ones wait for a file, so that the rest of
// them is started after something has happened.
func waiting(n int) map[string]string {
	files := map[string]string{}
	for i := range n {
		files[fmt.Sprintf("examples/e%03d.sh", i)] = "[ -n \"$HOLD\" ] && { : >started; until [ -e go ]; do sleep 0.01; done; }\necho hello\n"
	}
	return files
}

// eventually waits until something holds.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	require.Eventually(t, holds, time.Minute, 5*time.Millisecond, what)
}

// limitTree sets the limit of descriptors of hub and of every process of its own
// program below it. It returns what sets it back. A shell needs 11 of them.
func limitTree(t *testing.T, bin string, pid int, most uint64) (back func()) {
	t.Helper()
	var undo []func()
	var visit func(pid int)
	visit = func(pid int) {
		if exe, err := os.Readlink(fmt.Sprintf("/proc/%d/exe", pid)); err != nil || exe != bin {
			return
		}
		var old unix.Rlimit
		require.NoError(t, unix.Prlimit(pid, unix.RLIMIT_NOFILE, nil, &old))
		require.NoError(t, unix.Prlimit(pid, unix.RLIMIT_NOFILE, &unix.Rlimit{Cur: most, Max: old.Max}, nil))
		undo = append(undo, func() { _ = unix.Prlimit(pid, unix.RLIMIT_NOFILE, &old, nil) }) // it may have ended
		tasks, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))
		for _, task := range tasks {
			text, _ := os.ReadFile(task)
			for _, child := range strings.Fields(string(text)) {
				var id int
				if _, err := fmt.Sscan(child, &id); err == nil {
					visit(id)
				}
			}
		}
	}
	visit(pid)
	require.NotEmpty(t, undo)
	return func() {
		for _, f := range undo {
			f()
		}
	}
}

// TestDescriptorsAreTakenInMidRun: what was being started waits; it passes when hub
// has descriptors again, and keeps its recorded pass when it has not.
func TestDescriptorsAreTakenInMidRun(t *testing.T) {
	const examples = 20
	bin, err := filepath.EvalSymlinks(buildHub(t))
	require.NoError(t, err)
	for _, again := range []bool{true, false} {
		t.Run(fmt.Sprint(again), func(t *testing.T) {
			t.Parallel()
			root := tree(t, waiting(examples))
			exit, out, told := hubIn(t, bin, root, "all")
			require.Equal(t, exitGood, exit, out+told)
			events := filepath.Join(root, "events")
			cmd := exec.Command(bin, "all", "-j2", "--force", "--events="+events)
			cmd.Dir, cmd.Env = root, append(os.Environ(), "HOLD=1")
			var told2 strings.Builder
			cmd.Stderr = &told2
			require.NoError(t, cmd.Start())
			eventually(t, "an example runs", func() bool { _, err := os.Stat(filepath.Join(root, "started")); return err == nil })
			back := limitTree(t, bin, cmd.Process.Pid, 11)
			require.NoError(t, os.WriteFile(filepath.Join(root, "go"), nil, 0o644))
			eventually(t, "a start failed", func() bool {
				text, _ := os.ReadFile(events)
				return strings.Contains(string(text), string(hub.EventExampleDeferred))
			})
			if !again {
				eventually(t, "hub gave up", func() bool {
					text, _ := os.ReadFile(events)
					return strings.Contains(string(text), string(hub.EventProblem))
				})
			}
			back()
			exit = code(t, cmd.Wait())
			assert.NotContains(t, told2.String(), "goroutine ")
			passes, other := recordedPasses(t, root)
			assert.Equal(t, examples, passes)
			assert.Empty(t, other)
			if again {
				assert.Equal(t, exitGood, exit, told2.String())
			} else {
				assert.Equal(t, exitTrouble, exit, told2.String())
				assert.Contains(t, told2.String(), "ulimit -n")
			}
		})
	}
}

// TestHubMakesTheEnvironmentTooLarge: what hub adds to an environment that just
// fits is nobody's error; what an example declares is its own.
func TestHubMakesTheEnvironmentTooLarge(t *testing.T) {
	const examples = 3
	bin := buildHub(t)
	files := map[string]string{"examples/own/big.sh": "echo hello\n"}
	for i := range examples {
		files[fmt.Sprintf("examples/e%d.sh", i)] = "echo hello\n"
	}
	root := tree(t, files)
	run := func(pad int) (int, string) {
		// A stack of 512 KiB leaves 128 KiB to arguments and environment.
		cmd := exec.Command("sh", "-c", `ulimit -s 512 && exec "$@"`, "sh", bin, "all", "--force", "--report=json:r.json")
		cmd.Dir = root
		cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + root, "PADA=" + strings.Repeat("x", 64<<10), "PADB=" + strings.Repeat("x", pad)}
		out, err := cmd.CombinedOutput()
		if errors.Is(err, syscall.E2BIG) {
			return 126, "" // not even sh
		}
		return code(t, err), string(out)
	}
	exit, out := run(0)
	require.Equal(t, exitGood, exit, out)
	pad := 64 << 10
	for ; pad > 0; pad -= 64 {
		if exit, out = run(pad); exit < 126 {
			break
		}
	}
	assert.Equal(t, exitTrouble, exit, out)
	assert.Contains(t, out, "environment (")
	assert.Contains(t, out, "no result in this run")
	passes, other := recordedPasses(t, root)
	assert.Equal(t, examples+1, passes)
	assert.Empty(t, other)

	large, err := json.Marshal(strings.Repeat("z", 140<<10))
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(root, "hub.yaml"),
		fmt.Appendf(nil, "version: 1\nsources: [{path: examples}]\noverrides: [{match: {path: \"examples/own/**\"}, env: {OWN: %s}}]\n", large), 0o644))
	exit, out = run(0)
	assert.Equal(t, exitFailed, exit, out)
	for _, r := range loadReport(t, filepath.Join(root, "r.json")).Results {
		if strings.Contains(r.ID, "own") {
			require.NotNil(t, r.Error)
			assert.Equal(t, hub.ErrMissingRunner, r.Error.Type)
			assert.Contains(t, r.Error.Message, "declares")
		} else {
			assert.Equal(t, hub.StatusCompleted, r.Status, r.ID)
		}
	}
}
