//go:build unix

package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/runlog"
)

// mergers is a project with the logs of two plans of the same examples.
type mergers struct {
	root, bin string
	plans     [2]string // the arguments of their merges follow
}

func newMergers(t *testing.T) *mergers {
	m := &mergers{root: tree(t, map[string]string{"hub.yaml": "version: 1\n"}), bin: buildHub(t)}
	for i := range m.plans {
		m.plans[i] = fmt.Sprint("plan", i)
		dir := filepath.Join(m.root, m.plans[i])
		require.NoError(t, os.Mkdir(dir, 0o755))
		writeLogs(t, dir, 3, 100+i) // the second plan has more, and so another merged run
	}
	return m
}

// merge is the command that merges a plan.
func (m *mergers) merge(plan int) *exec.Cmd {
	dir := m.plans[plan]
	cmd := exec.Command(m.bin, "merge", "--plan="+dir+"/plan.ndjson", dir+"/parts")
	cmd.Dir = m.root
	return cmd
}

// done runs the command, which must exit with 0.
func (m *mergers) done(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", out)
}

// state is every file of the state folder, without the time of the status, and without
// temporary files of reports, which are the user's folder.
func (m *mergers) state(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	dir := filepath.Join(m.root, ".hub")
	require.NoError(t, filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || filepath.Base(filepath.Dir(path)) == "reports" && filepath.Ext(path) == ".tmp" {
			return err
		}
		text, err := os.ReadFile(path)
		name, _ := filepath.Rel(dir, path)
		out[name] = regexp.MustCompile(`"lastUpdated": "[^"]*"`).ReplaceAllString(string(text), "")
		return err
	}))
	return out
}

// sameState compares two states, and names the files that differ.
func sameState(t *testing.T, want, got map[string]string, when string) {
	t.Helper()
	for name, text := range want {
		assert.True(t, text == got[name], "%s: %s is another", when, name)
	}
	for name := range got {
		_, ok := want[name]
		assert.True(t, ok, "%s: %s was left behind", when, name)
	}
}

// TestMergesIntoOneState merges the logs of two plans into one state at once, each twice:
// every merge succeeds, each run is recorded once, and whole.
func TestMergesIntoOneState(t *testing.T) {
	t.Parallel()
	m := newMergers(t)
	m.done(t, m.merge(0))
	first := m.state(t)
	var all sync.WaitGroup
	for i := range 4 {
		cmd := m.merge(i % 2)
		all.Go(func() {
			out, err := cmd.CombinedOutput()
			assert.NoError(t, err, "%s", out)
		})
	}
	all.Wait()
	got := m.state(t)
	logs := 0
	for name, text := range got {
		if filepath.Dir(name) != "runs" {
			continue
		}
		logs++
		log, err := runlog.Decode(strings.NewReader(text))
		require.NoError(t, err)
		assert.Empty(t, log.Unproven())
		if was, ok := first[name]; ok {
			assert.Equal(t, was, text, "the log of a run that was recorded before is the same")
		}
	}
	assert.Equal(t, 2, logs)
	// The two plans one after the other have the same status.
	require.NoError(t, os.RemoveAll(filepath.Join(m.root, ".hub")))
	m.done(t, m.merge(0))
	m.done(t, m.merge(1))
	assert.True(t, m.state(t)["status.json"] == got["status.json"], "the status is another")
}

// TestMergesAreKilled kills a merge whenever it has changed something in the state folder,
// which has the results of an earlier one: the state is whole afterwards, and the merge
// again results in the same bytes as one that nothing disturbed. What is left of temporary
// files is cleaned.
func TestMergesAreKilled(t *testing.T) {
	t.Parallel()
	m := newMergers(t)
	m.done(t, m.merge(0))
	hubDir, before := filepath.Join(m.root, ".hub"), filepath.Join(m.root, "before")
	require.NoError(t, os.CopyFS(before, os.DirFS(hubDir)))
	m.done(t, m.merge(1))
	clean := func(when string) {
		t.Helper()
		code, out, told := hubIn(t, m.bin, m.root, "clean")
		require.Zero(t, code, "%s: %s%s", when, out, told)
	}
	clean("undisturbed")
	want := m.state(t)
	missed := 0 // merges that were over before anything of them was seen
	for changes := 1; ; changes++ {
		require.NoError(t, os.RemoveAll(hubDir))
		require.NoError(t, os.CopyFS(hubDir, os.DirFS(before)))
		when := fmt.Sprintf("killed after %d changes", changes)
		killed := m.killed(t, changes)
		code, out, told := hubIn(t, m.bin, m.root, "status", "--format=json")
		require.Zero(t, code, "%s: %s%s", when, out, told)
		assert.NotContains(t, told, "damage", when)
		m.done(t, m.merge(1))
		clean(when)
		sameState(t, want, m.state(t), when)
		if !killed && changes <= 2 && missed < 20 { // on a busy machine; once more
			missed++
			changes--
			continue
		}
		if !killed || t.Failed() {
			t.Logf("%d kills", changes-1)
			assert.Greater(t, changes, 2, "something was to be seen of a merge")
			return
		}
	}
}

// killed merges the second plan until names or sizes in the state folder have changed that
// many times. It reports whether the merge was still running then.
func (m *mergers) killed(t *testing.T, changes int) bool {
	t.Helper()
	cmd := m.merge(1)
	last := m.listing()
	require.NoError(t, cmd.Start())
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for {
		select {
		case err := <-ended:
			require.NoError(t, err)
			return false
		default:
		}
		now := m.listing()
		if now == last {
			continue
		}
		last = now
		if changes--; changes == 0 {
			if err := cmd.Process.Kill(); !errors.Is(err, os.ErrProcessDone) { // it may have ended just now
				require.NoError(t, err)
			}
			status, ok := (<-ended).(*exec.ExitError)
			return ok && status.Sys().(syscall.WaitStatus).Signaled()
		}
	}
}

// listing is the names and sizes of all files of the state folder.
func (m *mergers) listing() string {
	var b strings.Builder
	_ = filepath.WalkDir(filepath.Join(m.root, ".hub"), func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return nil // gone meanwhile
		}
		if info, err := e.Info(); err == nil && !e.IsDir() {
			fmt.Fprintln(&b, path, info.Size())
		}
		return nil
	})
	return b.String()
}

// TestMergesOfALogThatGrows merges the logs of a plan again and again while one of them is
// written: its part is missing until its log is sealed, and every result counts once.
func TestMergesOfALogThatGrows(t *testing.T) {
	t.Parallel()
	m := newMergers(t)
	logs, err := filepath.Glob(filepath.Join(m.root, m.plans[0], "parts", "2", "runs", "*.ndjson"))
	require.NoError(t, err)
	require.Len(t, logs, 1)
	text, err := os.ReadFile(logs[0])
	require.NoError(t, err)
	require.NoError(t, os.Remove(logs[0]))
	file, err := os.OpenFile(logs[0], os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o644)
	require.NoError(t, err)
	defer file.Close()
	const chunks = 8
	for i := range chunks + 1 {
		cmd := m.merge(0)
		var out bytes.Buffer
		cmd.Stdout, cmd.Stderr = &out, &out
		require.NoError(t, cmd.Start())
		if i < chunks { // while hub merges
			_, err := file.Write(text[i*len(text)/chunks : (i+1)*len(text)/chunks])
			require.NoError(t, err)
		}
		switch got := code(t, cmd.Wait()); {
		case i == chunks:
			assert.Zero(t, got, "%s", &out)
		case i == chunks-1 && got == 0: // it was sealed in time
		default:
			assert.Equal(t, 3, got, "%s", &out)
			assert.Contains(t, out.String(), "part 2 of 3 is missing 100 of 100 examples")
		}
	}
	status := m.state(t)["status.json"]
	assert.Equal(t, 300, strings.Count(status, `"attempts":1,`))
	assert.Equal(t, 300, strings.Count(status, `"status":"completed","startTime"`))
}
