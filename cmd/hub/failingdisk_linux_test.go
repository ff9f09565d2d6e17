package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestFailingDisk lets one call after the other fail at which what was written is
// brought to the disk: what hub exits with is what its reports, the record and the
// status say.
func TestFailingDisk(t *testing.T) {
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("there is no strace, which makes calls fail")
	}
	if out, err := exec.Command(strace, "-f", "-o", filepath.Join(t.TempDir(), "trace"), "true").CombinedOutput(); err != nil {
		t.Skipf("strace may not trace here: %s", out)
	}
	t.Parallel()
	bin := buildHub(t)
	root := tree(t, map[string]string{"hub.yaml": "sources: [{path: examples}]\n", "examples/a.sh": "echo a\n", "examples/b.sh": "echo b\n"})
	for i := 1; i <= 2; i++ {
		exit, _, told := hubIn(t, bin, root, "ci", "-q", fmt.Sprintf("--shard=%d/2", i), fmt.Sprintf("--state=shard%d", i))
		require.Equal(t, exitGood, exit, told)
	}
	failed := 0
	for _, args := range [][]string{{"ci", "-q"}, {"merge", "shard1", "shard2"}} {
		for _, call := range []string{"fsync", "renameat"} {
			for n := 1; n <= 4; n++ {
				t.Run(fmt.Sprintf("%s/%s/%d", args[0], call, n), func(t *testing.T) {
					require.NoError(t, os.RemoveAll(filepath.Join(root, ".hub")))
					traced := []string{"-f", "-qq", "-o", filepath.Join(t.TempDir(), "trace"), "-e", "trace=" + call, "-e", fmt.Sprintf("inject=%s:error=EIO:when=%d", call, n), bin}
					exit, _, told := hubIn(t, strace, root, append(traced, args...)...)
					if exit != exitGood {
						failed++
						assert.Equal(t, exitTrouble, exit, told)
					}
					for _, name := range []string{"report.json", "summary.md"} {
						text, err := os.ReadFile(filepath.Join(root, ".hub", "reports", name))
						if err == nil {
							says := strings.Contains(string(text), "Hub: good") || strings.Contains(string(text), `"verdict":"good"`)
							assert.Equal(t, exit == exitGood, says, "%s of a run that exits with %d: %s", name, exit, told)
						}
					}
					if code, out, _ := hubIn(t, bin, root, "report", "--report=json:-"); code == exitGood {
						assert.Equal(t, exit == exitGood, strings.Contains(out, `"verdict":"good"`), "latest of a run that exits with %d: %s", exit, told)
					}
					_, out, _ := hubIn(t, bin, root, "status", "--format=json")
					assert.Equal(t, exit == exitGood, strings.Contains(out, `"lastVerdict": "good"`), "status of a run that exits with %d: %s", exit, told)
				})
			}
		}
	}
	assert.Greater(t, failed, 4, "the disk did not fail")
}
