package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// wineProject is a repository with examples, in a folder of which the name has a space
// and letters beyond ASCII. All its files have Windows' line ends.
func wineProject(t *testing.T, w *wine, timeout string, files map[string]string) string {
	t.Helper()
	program, err := json.Marshal(w.path(w.helper))
	require.NoError(t, err)
	all := map[string]string{"hub.yaml": `sources:
  - path: Beispiele für alle
    include: ["**/*.bat", "**/*.cmd", "**/*.hang"]
run:
  timeout: ` + timeout + `
  grace: 100ms
runners:
  batch:
    match: ["*.bat", "*.cmd"]
    command: ["{file}"]
  hang:
    match: ["*.hang"]
    command: [` + string(program) + `, hang, "{file}"]
overrides:
  - match: {path: "ab c/run.bat"}
    args: ["one two", "a&exit"]
`}
	for name, text := range files {
		all["Beispiele für alle/"+name] = text
	}
	for name, text := range all {
		all[name] = strings.ReplaceAll(text, "\n", "\r\n")
	}
	root := filepath.Join(t.TempDir(), "Mein Prüfstand")
	require.NoError(t, os.Rename(tree(t, all), root))
	return root
}

// ticks returns how much the children of hanging examples have written.
func ticks(root string) (size int64) {
	if info, err := os.Stat(filepath.Join(root, "ticks")); err == nil {
		size = info.Size()
	}
	return size
}

// wineKinds are a passing, a failing and a hanging example.
var wineKinds = map[string]string{
	"ab c/run.bat": "@echo off\necho ciao %1 %2\n",
	"b/fail.cmd":   "@echo boom\n@exit /b 7\n",
	"ünï/zz.hang":  "# ---\n# title: Hängt\n# ---\n",
}

// The program for Windows does what that of other systems does.
func TestWine(t *testing.T) {
	t.Parallel()
	w := newWine(t)
	t.Run("ci", func(t *testing.T) { wineCI(t, w) })
	t.Run("interrupt", func(t *testing.T) { wineInterrupt(t, w) })
}

func wineCI(t *testing.T, w *wine) {
	root := wineProject(t, w, "3s", wineKinds)
	exit, out, said := w.run(t, root, "ci", "--report=junit,json,markdown,html")
	require.Equal(t, exitFailed, exit, "%s%s", out, said)
	assert.Contains(t, out, "FAILED  2 failed, 1 passed")
	before := ticks(root)
	assert.NotZero(t, before, "the hanging example had a child")
	reports := filepath.Join(root, ".hub/reports")
	results := map[string]hub.Result{}
	for _, r := range loadReport(t, filepath.Join(reports, "report.json")).Results {
		require.Len(t, r.Attempts, 1, r.ID)
		results[r.ID] = r
	}
	require.Len(t, results, 3)
	pass, fail, hung := results["Beispiele für alle/ab c"], results["Beispiele für alle/b/fail.cmd"], results["Beispiele für alle/ünï/zz.hang"]
	require.Equal(t, hub.StatusCompleted, pass.Status)
	assert.Equal(t, "ciao \"one two\" \"a&exit\"\r\n", pass.Attempts[0].Output)
	require.NotNil(t, fail.Error)
	assert.Equal(t, 7, fail.Attempts[0].ExitCode)
	require.NotNil(t, hung.Error)
	assert.Equal(t, hub.ErrTimeout, hung.Error.Type)
	assert.Contains(t, hung.Attempts[0].Output, "before the end", "what was printed before the limit is kept")
	for _, name := range []string{"junit.xml", "summary.md", "report.html"} {
		text, err := os.ReadFile(filepath.Join(reports, name))
		require.NoError(t, err)
		assert.Contains(t, string(text), "Beispiele für alle/ünï/zz.hang", name)
	}
	left, err := filepath.Glob(filepath.Join(root, ".hub/tmp/*"))
	require.NoError(t, err)
	assert.Empty(t, left, "temporary folders are deleted")

	exit, out, said = w.run(t, root, "status", "--format=json")
	require.Zero(t, exit, said)
	s := sums(t, out).Summary
	assert.Equal(t, [...]int{3, 1, 2}, [...]int{s.TotalExamples, s.Completed, s.Errors})
	exit, out, said = w.run(t, root, "show", `Beispiele für alle\ünï\zz.hang`)
	require.Zero(t, exit, said)
	assert.Contains(t, out, "Hängt", "front matter with Windows' line ends is read")
	exit, out, said = w.run(t, root, "ci", `Beispiele für alle\ab c\run.bat`)
	assert.Zero(t, exit, "a path as Windows has it names an example: %s%s", out, said)
	assert.Equal(t, before, ticks(root), "the child was killed with the hanging example")
}

func wineInterrupt(t *testing.T, w *wine) {
	root := wineProject(t, w, "10m", wineKinds)
	a := startProgramAt(t, newScreen(100, false), root, w.env, w.loader, w.hub, "ci", "-j1", "--report=json")
	waitFor(t, "the child of the hanging example", func() bool { return ticks(root) > 0 })
	// No signal is sent: wine reads the key, and makes an event of the console of it.
	_, err := a.master.WriteString("\x03")
	require.NoError(t, err)
	require.Equal(t, 130, code(t, a.cmd.Wait()))
	before := ticks(root)
	run := loadReport(t, filepath.Join(root, ".hub/reports/report.json"))
	assert.Equal(t, hub.VerdictInterrupted, run.Verdict())
	exit, out, said := w.run(t, root, "status", "--format=json")
	require.Zero(t, exit, said)
	s := sums(t, out).Summary
	assert.Equal(t, [...]int{3, 1, 1, 1}, [...]int{s.TotalExamples, s.Completed, s.Errors, s.Interrupted})
	assert.Equal(t, before, ticks(root), "the child was killed")
	exit, _, said = w.run(t, root, "clean", "--all", "--yes")
	assert.Zero(t, exit, said)
	logs, err := os.ReadDir(filepath.Join(root, ".hub/runs"))
	require.NoError(t, err)
	assert.Empty(t, logs)
}
