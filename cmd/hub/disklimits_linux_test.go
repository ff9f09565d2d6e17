package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
)

// filler is the folder of what fills a disk.
const filler = "filler"

// fillBytes leaves so many pages of 4 KiB.
func fillBytes(t *testing.T, dir string, leave int) {
	t.Helper()
	f, err := os.Create(filepath.Join(dir, filler))
	require.NoError(t, err)
	block := make([]byte, 4096)
	for err == nil {
		_, err = f.Write(block)
	}
	require.ErrorIs(t, err, syscall.ENOSPC)
	info, err := f.Stat()
	require.NoError(t, err)
	require.NoError(t, f.Truncate(max(0, info.Size()-int64(leave)*4096)))
	require.NoError(t, f.Close())
}

// fillInodes leaves so many files.
func fillInodes(t *testing.T, dir string, leave int) {
	t.Helper()
	folder := filepath.Join(dir, filler)
	require.NoError(t, os.Mkdir(folder, 0o755))
	n := 0
	for ; ; n++ {
		f, err := os.Create(filepath.Join(folder, fmt.Sprint(n)))
		if err != nil {
			require.ErrorIs(t, err, syscall.ENOSPC)
			break
		}
		require.NoError(t, f.Close())
	}
	for i := range min(leave, n) {
		require.NoError(t, os.Remove(filepath.Join(folder, fmt.Sprint(i))))
	}
}

// limited is one way in which hub can write no more.
type limited struct {
	name   string
	tmpfs  string // options; empty: the size of every file is limited, by ulimit -f
	fill   func(t *testing.T, dir string, leave int)
	leaves []int // pages, files, or blocks of 512 bytes
}

func limitedDisks() []limited {
	return []limited{
		{"file size", "", nil, []int{0, 1, 3, 6, 12, 24, 200}},
		{"bytes", "size=1m", fillBytes, []int{0, 1, 2, 3, 5, 8, 12, 40}},
		{"inodes", "size=4m,nr_inodes=120", fillInodes, []int{0, 1, 2, 3, 4, 5, 6, 8, 10, 14, 40}},
	}
}

// limitedProject is a project whose three examples pass, and have passed before.
// copied: they run in copies of their folder. dir is where the limit holds.
type limitedProject struct {
	bin, root, dir string
	kept           map[string]string // the earlier run logs
}

const limitedExamples = 3

func newLimitedProject(t *testing.T, bin, where, tmpfs string) limitedProject {
	t.Helper()
	line := "i=0; while [ $i -lt 150 ]; do echo a line of the output of an example; i=$((i+1)); done\n"
	root := tree(t, map[string]string{
		"hub.yaml":        "sources: [{path: examples}]\nrun: {workdir: copy}\nreports: {dir: out/reports, default: [junit, json]}\n",
		"examples/a/a.sh": line, "examples/b/b.sh": line, "examples/c/c.sh": line, "tmp/x": "", "out/x": "",
	})
	p := limitedProject{bin: bin, root: root, dir: filepath.Join(root, where), kept: map[string]string{}}
	if tmpfs != "" {
		require.NoError(t, os.MkdirAll(p.dir, 0o755))
		if err := syscall.Mount("tmpfs", p.dir, "tmpfs", 0, tmpfs); err != nil {
			t.Skipf("a small disk cannot be mounted here: %v", err)
		}
		t.Cleanup(func() { assert.NoError(t, syscall.Unmount(p.dir, syscall.MNT_DETACH)) })
	}
	return p
}

// hub runs a command with the project's own TMPDIR, and files of so many blocks
// of 512 bytes; -1: of any size.
func (p limitedProject) hub(t *testing.T, blocks int, args ...string) (int, string) {
	t.Helper()
	script := `exec "$@"`
	if blocks >= 0 {
		script = fmt.Sprintf(`ulimit -f %d; exec "$@"`, blocks)
	}
	cmd := exec.Command("sh", append([]string{"-c", script, "sh", p.bin}, args...)...)
	cmd.Dir, cmd.Env = p.root, append(outsideCI(os.Environ()), "TMPDIR="+filepath.Join(p.root, "tmp"))
	printed, err := cmd.CombinedOutput() // by a pipe, which has no size
	return code(t, err), string(printed)
}

// logs are the run logs by name.
func (p limitedProject) logs(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	names, err := filepath.Glob(filepath.Join(p.root, ".hub", "runs", "*.ndjson"))
	require.NoError(t, err)
	for _, name := range names {
		text, err := os.ReadFile(name)
		require.NoError(t, err)
		out[name] = string(text)
	}
	return out
}

// TestLimitedDisks: whatever of hub's files there is no room for, the exit code
// says that what it did is not recorded, nothing is lost of what was recorded
// before, and no example is blamed.
func TestLimitedDisks(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes half a minute")
	}
	t.Parallel()
	bin := buildHub(t)
	for _, limit := range limitedDisks() {
		places := []string{".hub", "tmp", "out"}
		if limit.tmpfs == "" {
			places = []string{"."}
		}
		for _, where := range places {
			for _, command := range [][]string{
				{"all", "-j2"}, {"ci", "-q", "-j2", "--save-output"}, {"run", "1"},
			} {
				t.Run(limit.name+"/"+where+"/"+command[0], func(t *testing.T) {
					t.Parallel()
					p := newLimitedProject(t, bin, where, limit.tmpfs)
					troubled := 0
					for _, leave := range limit.leaves {
						if p.once(t, limit, leave, command) == exitTrouble {
							troubled++
						}
					}
					if where == ".hub" || limit.tmpfs == "" {
						assert.NotZero(t, troubled, "there was always room")
					}
					assert.Less(t, troubled, len(limit.leaves), "there was never room")
				})
			}
		}
	}
}

// once runs the command with so much room, looks at what became of it, makes room
// again and looks at what is known then.
func (p limitedProject) once(t *testing.T, limit limited, leave int, command []string) int {
	t.Helper()
	where := func(text string) string { return fmt.Sprintf("%s %d: %s", limit.name, leave, text) }
	exit, printed := p.hub(t, -1, "clean", "--all", "--yes")
	require.Equal(t, exitGood, exit, where(printed))
	exit, printed = p.hub(t, -1, "all", "-q")
	require.Equal(t, exitGood, exit, where(printed))
	before := p.logs(t)
	require.Len(t, before, 1)

	blocks := leave
	if limit.fill != nil {
		blocks = -1
		limit.fill(t, p.dir, leave)
	}
	exit, printed = p.hub(t, blocks, command...)
	full := printed
	assert.NotContains(t, printed, "goroutine ", where(""))
	assert.Contains(t, []int{exitGood, exitTrouble}, exit, where(printed))
	for name, text := range before {
		now, err := os.ReadFile(name)
		require.NoError(t, err)
		assert.Equal(t, text, string(now), where("the earlier log is what it was"))
	}
	recorded := p.recorded(t, before)
	planned := limitedExamples
	if command[0] == "run" {
		planned = 1
	}
	if exit == exitGood {
		assert.Equal(t, planned, recorded, where("exit 0, and not all is recorded"))
	} else {
		assert.Regexp(t, "(?i)no space left on device|file too large", printed, where(""))
		if regexp.MustCompile("cannot write its state|writing status:").MatchString(printed) {
			assert.Regexp(t, "raise ulimit -f|make room on that disk", printed, where("what to do is missing"))
		}
	}
	if recorded < planned {
		assert.NotContains(t, full, "GOOD", where("not all is recorded"))
	}
	if strings.Contains(full, "hub could not start ") {
		assert.Contains(t, full, "make room on that disk", where(""))
		assert.Contains(t, full, "no result in this run and keep", where(""))
	}
	_, printed = p.hub(t, blocks, "status")
	assert.NotContains(t, printed, "goroutine ", where(""))

	if limit.fill != nil {
		require.NoError(t, os.RemoveAll(filepath.Join(p.dir, filler)))
	}
	code, printed := p.hub(t, -1, "status", "--format=json")
	require.Equal(t, exitGood, code, where(printed))
	_, printed, _ = strings.Cut(printed, "{") // notes come before
	// What was started and could not be recorded is interrupted, as after a kill.
	sum := sums(t, "{"+printed).Summary
	assert.Equal(t, limitedExamples, sum.Completed+sum.Interrupted, where("examples are blamed or lost: "+full+printed))
	assert.GreaterOrEqual(t, sum.Completed, recorded, where(printed))
	if exit == exitGood {
		assert.Equal(t, limitedExamples, sum.Completed, where(printed))
	}
	code, printed = p.hub(t, -1, "all", "-q")
	assert.Equal(t, exitGood, code, where(printed))
	ignore, err := os.ReadFile(filepath.Join(p.root, ".hub", ".gitignore"))
	require.NoError(t, err)
	assert.Equal(t, "*\n", string(ignore), where("git is told to ignore the state"))
	code, printed = p.hub(t, -1, "clean")
	assert.Equal(t, exitGood, code, where(printed))
	assert.Empty(t, leftovers(t, p.root), where("left over"))
	return exit
}

// recorded counts the results in the logs that were not there before.
func (p limitedProject) recorded(t *testing.T, before map[string]string) int {
	t.Helper()
	n := 0
	for name := range p.logs(t) {
		if _, old := before[name]; old {
			continue
		}
		log, err := runlog.Read(name)
		if err != nil {
			continue // nothing of it is recorded
		}
		for i := range log.Run.Results {
			if log.Run.Results[i].Status == hub.StatusCompleted {
				n++
			}
		}
	}
	return n
}

// leftovers are the temporary files and folders below dir.
func leftovers(t *testing.T, dir string) []string {
	t.Helper()
	var out []string
	require.NoError(t, filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		rel, _ := filepath.Rel(dir, path)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil
		case strings.HasSuffix(path, ".tmp"), filepath.Dir(rel) == "tmp" && rel != "tmp/x" && d.IsDir(), filepath.Dir(rel) == ".hub/tmp" && d.IsDir():
			out = append(out, rel)
		}
		return err
	}))
	return out
}
