package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// An example that takes more memory than there is, in a control group that holds
// hub and its examples: the kernel kills it, and the verdict says so; of a kill
// that is somebody else's it says nothing.
func TestOutOfMemoryIsTold(t *testing.T) {
	t.Parallel()
	group := memoryGroup(t, 256<<20)
	dir := t.TempDir()
	const eat = "x=0123456789abcdef; while :; do x=$x$x; done"
	want := map[string]hub.Error{
		"1-eats":         {Type: hub.ErrSignal, Message: "killed by SIGKILL, probably out of memory"},
		"2-child-eats":   {Type: hub.ErrSignal, Message: "exit code 137: killed by SIGKILL, probably out of memory"},
		"3-kills-itself": {Type: hub.ErrSignal, Message: "killed by SIGKILL"},
		"4-is-well":      {},
	}
	for name, script := range map[string]string{
		"1-eats":         "echo hungry\n" + eat + "\n",
		"2-child-eats":   "sh -c '" + eat + "'\nexit $?\n",
		"3-kills-itself": "kill -KILL $$\n",
		"4-is-well":      "echo well\n",
	} {
		require.NoError(t, os.MkdirAll(filepath.Join(dir, "examples"), 0o755))
		require.NoError(t, os.WriteFile(filepath.Join(dir, "examples", name+".sh"), []byte(script), 0o644))
	}
	cmd := exec.Command("sh", "-c", `echo $$ >"$1" && shift && exec "$@"`, "sh",
		filepath.Join(group, "cgroup.procs"), buildHub(t), "ci", "-j1", "--report=json")
	cmd.Dir, cmd.Env = dir, outsideCI(os.Environ())
	printed, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	require.True(t, errors.As(err, &exit), "hub ci: %v\n%s", err, printed)
	require.Equal(t, exitFailed, exit.ExitCode(), "hub ci: %s", printed)

	run := loadReport(t, filepath.Join(dir, ".hub", "reports", "report.json"))
	require.Len(t, run.Results, len(want))
	for i := range run.Results {
		r, name := &run.Results[i], run.Plan[i].Name
		if want[name].Type == "" {
			assert.Equal(t, hub.StatusCompleted, r.Status, name)
			continue
		}
		if assert.NotNil(t, r.Error, name) {
			assert.Equal(t, want[name].Type, r.Error.Type, name)
			assert.Equal(t, want[name].Message, r.Error.Message, name)
		}
	}
	assert.Equal(t, "SIGKILL", run.Results[0].Last().Signal)
	assert.Equal(t, "hungry\n", run.Results[0].Last().Output, "what it said before is kept")
}

// memoryGroup makes a control group whose processes may use so many bytes of
// memory together, of version 1 or 2, in the group of this process or one
// around it; it skips the test where none can be made.
func memoryGroup(t *testing.T, limit int64) string {
	t.Helper()
	text, err := os.ReadFile("/proc/self/cgroup")
	if err != nil {
		t.Skipf("there are no control groups: %v", err)
	}
	why := errors.New("none is for memory")
	for line := range strings.Lines(string(text)) {
		parts := strings.SplitN(strings.TrimSpace(line), ":", 3)
		mount, limits := "/sys/fs/cgroup", []string{"memory.max", "memory.swap.max"}
		values := []string{fmt.Sprint(limit), "0"}
		switch {
		case len(parts) != 3 || parts[0] != "0" && parts[1] != "memory":
			continue
		case parts[1] == "memory":
			mount, limits = "/sys/fs/cgroup/memory", []string{"memory.limit_in_bytes", "memory.memsw.limit_in_bytes"}
			values[1] = values[0]
		}
		for around := filepath.Join("/", parts[2]); ; around = filepath.Dir(around) {
			group := filepath.Join(mount, around, fmt.Sprintf("hub-test-%d", os.Getpid()))
			if err := os.Mkdir(group, 0o755); err != nil {
				why = err
			} else {
				if why = os.WriteFile(filepath.Join(group, limits[0]), []byte(values[0]), 0o644); why == nil {
					// Not there where swap is not counted; the other one holds then.
					_ = os.WriteFile(filepath.Join(group, limits[1]), []byte(values[1]), 0o644)
					t.Cleanup(func() { assert.NoError(t, os.Remove(group)) })
					return group
				}
				require.NoError(t, os.Remove(group))
			}
			if around == "/" {
				break
			}
		}
	}
	t.Skipf("no control group can be made that limits memory: %v", why)
	return ""
}
