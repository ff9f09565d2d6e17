package main

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/asyncwriter"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/place"
	"github.com/seed-00a9b34c/hub/reporters"
)

// A run that was interrupted has all its reports, however long one takes.
func TestASignalCostsNoFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "report.txt")
	synctest.Test(t, func(t *testing.T) {
		slow := reporters.Reporter{Name: "slow", Write: func(w io.Writer, _ *hub.Run) (string, error) {
			time.Sleep(2 * asyncwriter.Grace)
			_, err := io.WriteString(w, "whole")
			return "", err
		}}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		written, err := (&App{guard: place.New(filepath.Dir(path))}).writeReports(ctx, &hub.Run{}, []target{{Reporter: slow, path: path}})
		require.NoError(t, err)
		assert.Len(t, written, 1)
	})
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, "whole", string(text))
}

// Buildkite takes 5,000 results a file, and no case is left out for that: whoever
// uploads a larger report is told.
func TestLargeReportsForBuildkite(t *testing.T) {
	large := &hub.Run{Results: make([]hub.Result, 5000+1)}
	small := &hub.Run{Results: large.Results[:5000]}
	junit, page := target{Reporter: reporters.Reporter{Name: "junit-strict"}}, target{Reporter: reporters.Reporter{Name: "html"}}
	there, elsewhere := &App{Process: Process{Environ: []string{"BUILDKITE=true", "CI=true"}}}, &App{Process: Process{Environ: []string{"GITHUB_ACTIONS=true", "CI=true"}}}
	const told = "it has 5001 results, and Buildkite's Test Engine takes 5000 a file; run shards (--shard=I/N) and upload the report of each"
	assert.Equal(t, told, there.bounded(large, junit, ""))
	assert.Equal(t, "cut; "+told, there.bounded(large, junit, "cut"))
	assert.Empty(t, there.bounded(small, junit, ""))
	assert.Empty(t, there.bounded(large, page, ""))
	assert.Equal(t, "cut", elsewhere.bounded(large, junit, "cut"))
}
