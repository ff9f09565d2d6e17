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
	paths := []string{"x/" + id + "/a.log", "secret/a.log", "../secret/a.log", "/" + id + "/..", id + "/missing.log", ""}
	want := []string{"reports/outputs/" + id + "/a.log", "", "", "", "", ""}
	run := &hub.Run{Results: []hub.Result{{ID: "a"}}}
	for _, path := range paths {
		run.Results[0].Attempts = append(run.Results[0].Attempts, hub.Attempt{OutputFile: path})
	}
	require.NoError(t, o.Copy(run, []Target{{Path: filepath.Join(reports, "junit.xml")}}))
	for i, a := range o.Shown(run).Results[0].Attempts {
		assert.Equal(t, want[i], a.OutputFile, paths[i])
		assert.Equal(t, paths[i], run.Results[0].Attempts[i].OutputFile)
	}
	copied, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(want[0])))
	require.NoError(t, err)
	assert.Equal(t, "whole", string(copied))

	none := &hub.Run{Results: []hub.Result{{ID: "a"}}}
	assert.Same(t, none, o.Shown(none), "nothing is copied for a run without outputs")
	require.NoError(t, o.Copy(none, []Target{{Path: filepath.Join(reports, "junit.xml")}}))
	assert.NoDirExists(t, filepath.Join(reports, text.OutputsDir, id), "of another run")
}
