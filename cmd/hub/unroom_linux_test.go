package main

import (
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/programs/programtest"
)

// contents are the files below dir with what they hold, but for what commands may
// write at any time: locks, caches and git's own.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	require.NoError(t, filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		require.NoError(t, err)
		rel, err := filepath.Rel(dir, path)
		require.NoError(t, err)
		switch {
		case d.IsDir() && (rel == ".hub/cache" || rel == ".hub/tmp" || rel == ".git/objects"):
			return fs.SkipDir
		case d.IsDir(), rel == ".hub/lock", rel == ".hub/lock.json", strings.HasPrefix(rel, ".git/") && !strings.HasPrefix(rel, ".git/hooks/"):
			return nil
		}
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		out[rel] = string(text)
		return nil
	}))
	return out
}

// TestNoRoomForAnyFile: where not a byte can be written to any file, commands that
// rewrite what people or hub wrote say so by exit code 3 and lose none of it;
// those that only remove, or only read, do their work.
func TestNoRoomForAnyFile(t *testing.T) {
	once(t)
	t.Parallel()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed")
	}
	bin := buildHub(t)
	for _, tc := range []struct {
		args string
		exit int
	}{
		{"exclude 1", exitTrouble},
		{"ids", exitTrouble},
		{"init --force", exitTrouble},
		{"hooks install", exitTrouble},
		{"run 1", exitTrouble},
		{"run 2 --update", exitTrouble},
		{"errors --run", exitTrouble},
		{"errors --clear", exitTrouble},
		{"clean --older-than=0s --backup", exitTrouble},
		{"report --report=junit:again.xml", exitTrouble},
		{"ci --shard=1/2", exitTrouble},
		{"merge one two --report=junit:both.xml", exitTrouble},
		{"all --events=events.ndjson", exitTrouble},
		{"list", exitGood}, {"status", exitGood}, {"show 1", exitGood}, {"errors", exitGood}, {"stats", exitGood}, {"stale", exitGood},
		{"config check", exitGood}, {"clean --silent", exitGood}, {"report --report=json:-", exitGood},
	} {
		t.Run(tc.args, func(t *testing.T) {
			root := tree(t, map[string]string{
				"hub.yaml":        "sources: [{path: examples}]\n",
				"examples/a.sh":   "#!/bin/sh\n# ---\n# title: A\n# ---\necho a\n",
				"examples/b.sh":   "# ---\n# expect: {stdout: {golden: b.txt}}\n# ---\necho new\n",
				"examples/b.txt":  "old\n",
				".git/hooks/keep": "",
			})
			p := limitedProject{bin: bin, root: root}
			require.NoError(t, exec.Command("git", "init", "-q", root).Run())
			hook := filepath.Join(root, ".git", "hooks", "pre-commit")
			programtest.Write(t, hook, "#!/bin/sh\nexit 0\n")
			exit, printed := p.hub(t, -1, "all", "-q")
			require.Equal(t, exitFailed, exit, printed)
			if strings.HasPrefix(tc.args, "merge") {
				for i, name := range []string{"one", "two"} {
					_, printed := p.hub(t, -1, "ci", "-q", fmt.Sprintf("--shard=%d/2", i+1), "--state="+name)
					require.DirExists(t, filepath.Join(root, name), printed)
				}
			}
			before := contents(t, root)
			exit, printed = p.hub(t, 0, strings.Fields(tc.args)...)
			assert.Equal(t, tc.exit, exit, printed)
			assert.NotContains(t, printed, "goroutine ")
			if tc.exit == exitTrouble {
				assert.Contains(t, printed, "file too large")
			}
			after := contents(t, root)
			for name, text := range before {
				assert.Equal(t, text, after[name], name)
			}
			for name, text := range after {
				if _, old := before[name]; !old && text != "" {
					t.Errorf("%s is new: %q", name, text)
				}
			}
			// A hook that is kept runs as it did.
			info, err := os.Stat(hook)
			require.NoError(t, err)
			assert.NotZero(t, info.Mode()&0o111)
		})
	}
}

// TestFreshStateWithoutRoom: the first run of a project, where there is no room for
// its state, leaves nothing that would keep the next from being whole.
func TestFreshStateWithoutRoom(t *testing.T) {
	once(t)
	t.Parallel()
	bin := buildHub(t)
	for _, limit := range limitedDisks() {
		for _, state := range []string{".hub", "state"} {
			t.Run(limit.name+"/"+state, func(t *testing.T) {
				for _, leave := range limit.leaves[:min(4, len(limit.leaves))] {
					p := newLimitedProject(t, bin, state, limit.tmpfs)
					blocks := leave
					if limit.fill != nil {
						blocks = -1
						limit.fill(t, p.dir, leave)
					}
					exit, printed := p.hub(t, blocks, "all", "-q", "--state="+state)
					assert.Equal(t, exitTrouble, exit, "%d: %s", leave, printed)
					assert.NotContains(t, printed, "goroutine ")
					if limit.fill != nil {
						require.NoError(t, os.RemoveAll(filepath.Join(p.dir, filler)))
					}
					exit, printed = p.hub(t, -1, "all", "-q", "--state="+state)
					require.Equal(t, exitGood, exit, printed)
					ignored := filepath.Join(p.root, state, ".gitignore")
					if state != ".hub" && limit.fill != nil { // the folder was there before
						ignored = filepath.Join(p.root, state, "runs", ".gitignore")
					}
					text, err := os.ReadFile(ignored)
					if assert.NoError(t, err, "%d", leave) {
						assert.Equal(t, "*\n", string(text), "git is told to ignore it")
					}
				}
			})
		}
	}
}
