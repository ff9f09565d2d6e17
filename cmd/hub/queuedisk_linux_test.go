package main

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/engine/enginetest"
	"github.com/seed-00a9b34c/hub/pkg/planfile"
)

// A worker whose disk is full acknowledges nothing that is not in its log, takes nothing
// more, and gives up what it holds; another one has all examples in the end.
func TestQueueWorkerWithoutDiskSpace(t *testing.T) {
	t.Parallel()
	s := enginetest.Redis(t)
	files := map[string]string{}
	for i := range 60 {
		files[fmt.Sprintf("examples/e%02d.sh", i)] = "echo " + strings.Repeat("x", 4000) + "\n"
	}
	c := newCrew(t, s, time.Hour, files) // no lease lapses
	plan, err := planfile.Open(filepath.Join(c.root, "plan.ndjson"), "plan.ndjson")
	require.NoError(t, err)
	require.NoError(t, plan.Close())
	state := filepath.Join(c.root, ".hub", "parts", plan.Header.ID, "queue-small")
	smallDisk(t, state, 100)
	first := c.start("--state="+state, "-j2", "--report=json:"+filepath.Join(t.TempDir(), "r.json"))
	require.Equal(t, exitTrouble, first.wait(), first.out.String())
	assert.Contains(t, first.out.String(), "no space left on device")
	second := c.start("-j2")
	require.Equal(t, exitGood, second.wait(), second.out.String())
	v := c.read()
	assert.Len(t, v.counts, 60)
}
