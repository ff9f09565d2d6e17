package delivery

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/place"
	"github.com/seed-00a9b34c/hub/reporters/text"
)

// What a record says about its outputs leads nowhere but to folders of runs, and the run
// itself stays as it was recorded.
func TestOutputsOfAnUntrustedRecord(t *testing.T) {
	root := t.TempDir()
	const id = "20260314T092653.000Z-4f2a"
	runs, reports := filepath.Join(root, "runs"), filepath.Join(root, "reports")
	for _, dir := range []string{filepath.Join(runs, id), filepath.Join(root, "secret")} {
		require.NoError(t, os.MkdirAll(dir, 0o755))
		require.NoError(t, os.WriteFile(filepath.Join(dir, "a.log"), []byte("whole"), 0o644))
	}
	o := &Outputs{
		guard: place.New(root), claim: place.Configured, reports: reports, dir: filepath.Join(reports, text.OutputsDir), shown: "reports/outputs",
		from: []string{runs}, copied: map[string]string{},
	}
	require.NoError(t, os.WriteFile(filepath.Join(root, "a.log"), nil, 0o644))
	paths := []string{"x/" + id + "/a.log", "secret/a.log", "../secret/a.log", "../a.log", "/" + id + "/..", id + "/missing.log", ""}
	want := []string{"reports/outputs/" + id + "/a.log", "", "", "", "", "", ""}
	run := &hub.Run{Results: []hub.Result{{ID: "a"}}}
	for _, path := range paths {
		run.Results[0].Attempts = append(run.Results[0].Attempts, hub.Attempt{OutputFile: path})
	}
	require.NoError(t, o.Copy(run, []Target{{Path: place.Stdout}}))
	assert.NoDirExists(t, reports, "nothing is written for a report on stdout")
	assert.Same(t, run, o.Shown(run))
	require.NoError(t, o.Copy(run, []Target{{Path: filepath.Join(reports, "junit.xml")}}))
	for i, a := range o.Shown(run).Results[0].Attempts {
		assert.Equal(t, want[i], a.OutputFile, paths[i])
		assert.Equal(t, paths[i], run.Results[0].Attempts[i].OutputFile)
	}
	assert.NoFileExists(t, filepath.Join(reports, "a.log"), "of no run")
	copied, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(want[0])))
	require.NoError(t, err)
	assert.Equal(t, "whole", string(copied))

	const other = "20260101T000000.000Z-0001"
	links := filepath.Join(reports, text.OutputsDir, other)
	require.NoError(t, os.MkdirAll(links, 0o755))
	for _, name := range []string{"a.log", ".b.log.1.tmp", "notes.txt"} {
		require.NoError(t, os.WriteFile(filepath.Join(links, name), nil, 0o644))
	}
	none := &hub.Run{Results: []hub.Result{{ID: "a"}}}
	assert.Same(t, none, o.Shown(none), "nothing is copied for a run without outputs")
	require.NoError(t, o.Copy(none, []Target{{Path: filepath.Join(reports, "junit.xml")}}))
	assert.NoDirExists(t, filepath.Join(reports, text.OutputsDir, id), "of another run")
	left, err := filepath.Glob(filepath.Join(links, "*"))
	require.NoError(t, err)
	assert.Equal(t, []string{filepath.Join(links, "notes.txt")}, left, "hub wrote the others only")

	require.NoError(t, os.Rename(filepath.Join(reports, text.OutputsDir), filepath.Join(root, "elsewhere")))
	require.NoError(t, os.WriteFile(filepath.Join(root, "elsewhere", other, "theirs.log"), nil, 0o644))
	if err := os.Symlink("../elsewhere", filepath.Join(reports, text.OutputsDir)); err != nil {
		t.Skip("no symbolic links here:", err)
	}
	require.NoError(t, o.Copy(none, []Target{{Path: filepath.Join(reports, "junit.xml")}}))
	assert.FileExists(t, filepath.Join(root, "elsewhere", other, "theirs.log"), "behind a link")
}

// A run without saved outputs has no problem with what is in their place and not hub's;
// one with outputs has, and its message names no folder of the machine.
func TestOutputsWhereAFileIs(t *testing.T) {
	root := t.TempDir()
	const id, other = "20260314T092653.000Z-4f2a", "20260101T000000.000Z-0001"
	reports := filepath.Join(root, "reports")
	o := &Outputs{guard: place.New(root), claim: place.Configured, reports: reports, dir: filepath.Join(reports, text.OutputsDir), copied: map[string]string{}}
	require.NoError(t, os.MkdirAll(reports, 0o755))
	require.NoError(t, os.WriteFile(o.dir, nil, 0o644))
	var run hub.Run
	d := Delivery{
		Writer: &Writer{Guard: o.guard, Outputs: o},
		Run:    func() *hub.Run { return &run }, Report: func(p hub.Problem) { run.Problems = append(run.Problems, p) },
	}
	targets := []Target{counting(t, filepath.Join(reports, "a"))}
	d.All(t.Context(), targets)
	assert.Empty(t, run.Problems)
	run.Results = []hub.Result{{ID: "a", Attempts: []hub.Attempt{{OutputFile: id + "/a.log"}}}}
	d.All(t.Context(), targets)
	require.Len(t, run.Problems, 1)
	assert.Contains(t, run.Problems[0].Message, "some saved outputs could not be copied to reports/outputs: ")
	assert.NotContains(t, run.Problems[0].Message, root)

	require.NoError(t, os.Remove(o.dir))
	require.NoError(t, os.MkdirAll(filepath.Join(o.dir, other), 0o755))
	o.guard = place.New(filepath.Join(root, "elsewhere"))
	assert.ErrorContains(t, o.Copy(&hub.Run{}, targets), "the outputs of earlier runs could not be removed from "+o.dir)
}
