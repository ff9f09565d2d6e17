package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
)

// smallDisk mounts a file system of that many KiB at a new folder.
func smallDisk(t *testing.T, dir string, kib int) {
	t.Helper()
	require.NoError(t, os.MkdirAll(dir, 0o755))
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, fmt.Sprintf("size=%dk", kib)); err != nil {
		t.Skipf("a small disk cannot be mounted here: %v", err)
	}
	t.Cleanup(func() { assert.NoError(t, syscall.Unmount(dir, syscall.MNT_DETACH)) })
}

// finished counts the results in the complete lines of all run logs.
func finished(t *testing.T, runs string) int {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(runs, "*.ndjson"))
	require.NoError(t, err)
	n := 0
	for _, name := range names {
		data, err := os.ReadFile(name)
		require.NoError(t, err)
		lines := bytes.Split(data, []byte{'\n'})
		for _, line := range lines[:len(lines)-1] {
			if bytes.HasPrefix(line, []byte(`{"type":"example-finished"`)) && line[len(line)-1] == '}' {
				n++
			}
		}
	}
	return n
}

// TestFullDisk lets the disk of hub's state fill up at every stage of a run:
// at its start, in the middle of the log, at the status file, at a report.
func TestFullDisk(t *testing.T) {
	once(t)
	t.Parallel()
	bin := buildHub(t)
	const examples = 12
	files := map[string]string{"hub.yaml": "sources: [{path: examples}]\nrun: {output-cap: 4KiB}\n"}
	for i := range examples {
		files[fmt.Sprintf("examples/e%02d.sh", i)] = "i=0; while [ $i -lt 200 ]; do echo a line of the output of an example; i=$((i+1)); done\n"
	}
	root := tree(t, files)
	state := filepath.Join(root, ".hub")
	smallDisk(t, state, 512)
	filler := filepath.Join(state, "filler")
	fill := func(leave int) {
		f, err := os.Create(filler)
		require.NoError(t, err)
		for block := make([]byte, 4096); ; {
			if _, err := f.Write(block); err != nil {
				require.ErrorIs(t, err, syscall.ENOSPC)
				break
			}
		}
		info, err := f.Stat()
		require.NoError(t, err)
		require.NoError(t, f.Truncate(max(0, info.Size()-int64(leave))))
		require.NoError(t, f.Close())
	}
	troubled := 0
	for leave := 0; leave <= 200<<10; leave += 12 << 10 {
		t.Run(fmt.Sprintf("%dKiB", leave>>10), func(t *testing.T) {
			exit, _, told := hubIn(t, bin, root, "clean", "--all", "--yes")
			require.Equal(t, exitGood, exit, told)
			fill(leave)
			exit, out, told := hubIn(t, bin, root, "all", "-j2", "--report=junit,json,markdown")
			assert.NotContains(t, told+out, "goroutine ")
			logged := finished(t, filepath.Join(state, "runs"))
			reports, err := filepath.Glob(filepath.Join(state, "reports", "*"))
			require.NoError(t, err)
			for _, name := range reports {
				text, err := os.ReadFile(name)
				require.NoError(t, err)
				says := bytes.Contains(text, []byte("could not be")) || bytes.Contains(text, []byte("not complete"))
				assert.Equal(t, exit != exitGood, says, "%s of a run that exits with %d", name, exit)
			}
			if code, text, _ := hubIn(t, bin, root, "report", "--from=latest", "--report=json:-"); code == exitGood {
				assert.Equal(t, exit == exitGood, strings.Contains(text, `"verdict":"good"`), "latest: %d and %.60s", exit, text)
			}
			switch exit {
			case exitGood:
				assert.Equal(t, examples, logged)
			case exitTrouble:
				troubled++
				assert.Contains(t, strings.ToLower(told), "no space left on device")
			default:
				t.Errorf("exit code %d: %s", exit, told)
			}
			// While the disk is full, what is there can be read; afterwards it
			// is all there.
			for _, full := range []bool{true, false} {
				if !full {
					require.NoError(t, os.Remove(filler))
				}
				exit, out, told := hubIn(t, bin, root, "status", "--format=json")
				require.Equal(t, exitGood, exit, told)
				assert.GreaterOrEqual(t, sums(t, out).Summary.Completed, logged, "full: %v", full)
			}
			exit, _, told = hubIn(t, bin, root, "all", "-q", "--filter=not-completed")
			assert.Equal(t, exitGood, exit, told)
			_, out, _ = hubIn(t, bin, root, "status", "--format=json")
			assert.Equal(t, examples, sums(t, out).Summary.Completed, out)
		})
	}
	assert.Greater(t, troubled, 3, "the disk was never full")
	assert.Less(t, troubled, 16, "the disk was always full")

	// On a disk without a byte left, room can be made.
	fill(0)
	exit, _, told := hubIn(t, bin, root, "clean", "--all", "--yes")
	assert.Equal(t, exitGood, exit, told)
	assert.NoFileExists(t, filepath.Join(state, "status.json"))
}

// TestReadOnlyState: hub's folder on a disk that cannot be written is read,
// and is no reason to fail a commit; running says why it cannot.
func TestReadOnlyState(t *testing.T) {
	bin := buildHub(t)
	root := tree(t, map[string]string{"examples/a.sh": "echo a\n"})
	state := filepath.Join(root, ".hub")
	smallDisk(t, state, 512)
	exit, _, told := hubIn(t, bin, root, "all", "-q")
	require.Equal(t, exitGood, exit, told)
	require.NoError(t, syscall.Mount("", state, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""))

	exit, out, told := hubIn(t, bin, root, "status", "--format=json")
	assert.Equal(t, exitGood, exit, told)
	assert.Equal(t, 1, sums(t, out).Summary.Completed)
	for _, args := range [][]string{{"list"}, {"show", "1"}, {"clean", "--silent"}} {
		exit, _, told := hubIn(t, bin, root, args...)
		assert.Equal(t, exitGood, exit, "%v: %s", args, told)
	}
	for _, args := range [][]string{{"all"}, {"ci"}, {"run", "1"}, {"clean", "--all", "--yes"}} {
		exit, _, told := hubIn(t, bin, root, args...)
		assert.Equal(t, exitTrouble, exit, "%v", args)
		assert.Contains(t, told, "read-only file system", "%v", args)
		assert.Contains(t, told, state, "%v", args)
	}
}

// TestReportsOnAFullDisk: a report for which there is no room costs itself. The
// one that stood there before stays whole, those elsewhere are written.
func TestReportsOnAFullDisk(t *testing.T) {
	bin := buildHub(t)
	root := tree(t, map[string]string{"examples/a.sh": "i=0; while [ $i -lt 900 ]; do echo a line of the output; i=$((i+1)); done; exit 1\n"})
	disk := filepath.Join(root, "disk")
	smallDisk(t, disk, 64)
	exit, _, told := hubIn(t, bin, root, "all", "--report=tap:disk/results.tap")
	require.Equal(t, exitFailed, exit, told)
	before, err := os.ReadFile(filepath.Join(disk, "results.tap"))
	require.NoError(t, err)
	filler := bytes.Repeat([]byte{'x'}, 64<<10)
	require.ErrorIs(t, os.WriteFile(filepath.Join(disk, "filler"), filler, 0o644), syscall.ENOSPC)

	exit, out, told := hubIn(t, bin, root, "all", "--report=tap:disk/results.tap,json:disk/report.json,junit:out/junit.xml")
	assert.Equal(t, exitTrouble, exit)
	assert.Contains(t, out, "TROUBLE  1 failed, 0 passed")
	for _, name := range []string{"results.tap", "report.json"} {
		assert.Contains(t, told, "could not be written to disk/"+name+": ")
	}
	assert.Contains(t, told, "no space left on device")
	after, err := os.ReadFile(filepath.Join(disk, "results.tap"))
	require.NoError(t, err)
	assert.Equal(t, before, after, "the old report stays")
	assert.NoFileExists(t, filepath.Join(disk, "report.json"))
	assert.FileExists(t, filepath.Join(root, "out", "junit.xml"))
	left, err := filepath.Glob(filepath.Join(disk, ".*.tmp"))
	require.NoError(t, err)
	assert.Empty(t, left)
}

// TestAFullDiskIsInTheReports: a run log that could not be written to its end
// cannot say so, and the reports elsewhere, the screen and the status do.
func TestAFullDiskIsInTheReports(t *testing.T) {
	bin := buildHub(t)
	root := tree(t, map[string]string{
		"hub.yaml":      "sources: [{path: examples}]\nrun: {output-cap: 256KiB}\n",
		"examples/a.sh": "i=0; while [ $i -lt 4000 ]; do echo a line of the output of an example; i=$((i+1)); done\n",
		"examples/b.sh": "echo b\n",
	})
	state := filepath.Join(root, ".hub")
	smallDisk(t, state, 64)
	exit, out, told := hubIn(t, bin, root, "all", "-j1", "--report=json:out/report.json,junit:out/junit.xml,markdown:out/summary.md")
	require.Equal(t, exitTrouble, exit, told)
	assert.Contains(t, out, "TROUBLE  2 passed")
	assert.Contains(t, told, "the run log is not complete: ")
	run := loadReport(t, filepath.Join(root, "out", "report.json"))
	assert.Equal(t, hub.VerdictTrouble, run.Verdict())
	assert.Equal(t, hub.VerdictGood, run.ExamplesVerdict())
	require.NotEmpty(t, run.Problems)
	assert.Equal(t, hub.ProblemRecord, run.Problems[0].Kind)
	for name, want := range map[string]string{"junit.xml": `<testcase name="the run log"`, "summary.md": "# ❌ Hub: trouble\n"} {
		text, err := os.ReadFile(filepath.Join(root, "out", name))
		require.NoError(t, err)
		assert.Contains(t, string(text), want)
	}
	log, err := runlog.Read(runlog.Path(filepath.Join(state, "runs"), run.ID))
	require.NoError(t, err)
	assert.False(t, log.Closed, "nothing is added to a log that lacks something")
	assert.NotEqual(t, hub.VerdictGood, log.Run.Verdict())
}
