package enginetest_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/ci"
	"github.com/seed-00a9b34c/hub/pkg/engine/enginetest"
	"github.com/seed-00a9b34c/hub/pkg/programs/programtest"
)

// Package ci finds the parts of an array with what Grid Engine sets, and none in a plain
// job. A host that is lost and comes back runs its jobs again, as a later attempt.
func TestGridEngineSaysThePart(t *testing.T) {
	c := enginetest.GridEngine(t, 3)
	dir := t.TempDir()
	script := filepath.Join(dir, "job.sh")
	programtest.Write(t, script, "#!/bin/sh\nenv > \"$1/$JOB_NAME.$SGE_TASK_ID.$RESTARTED.new\"\nmv \"$1/$JOB_NAME.$SGE_TASK_ID.$RESTARTED.new\" \"$1/$JOB_NAME.$SGE_TASK_ID.$RESTARTED\"\n[ $RESTARTED = 1 ] || $2\n")
	hand := func(args ...string) { c.Submit(append([]string{"-j", "y", "-o", "/dev/null"}, args...)...) }
	hand("-N", "array", "-t", "1-9:4", script, dir, ":")
	hand("-N", "plain", script, dir, ":")
	hand("-N", "again", "-t", "5", script, dir, ":")
	c.Idle()
	hand("-N", "lost", "-r", "y", "-t", "1-2", script, dir, "sleep 1000")
	exists := func(name string) bool {
		_, err := os.Stat(filepath.Join(dir, name))
		return err == nil
	}
	enginetest.Await(t, "both tasks", func() bool { return exists("lost.1.0") && exists("lost.2.0") })
	c.KillNode()
	c.StartNode()
	c.Idle()

	table := ci.Systems()
	for name, want := range map[string][]int{
		"array.1.0": {1, 3, 1}, "array.5.0": {2, 3, 1}, "array.9.0": {3, 3, 1}, "lost.2.0": {2, 2, 1}, "lost.2.1": {2, 2, 2},
	} {
		env := variables(t, filepath.Join(dir, name))
		shard, err := table.Shard(env)
		require.NoError(t, err)
		part, err := table.Part(env, want[1])
		require.NoError(t, err)
		assert.Equal(t, shard, part)
		assert.Equal(t, want[:2], []int{part.Index, part.Total}, part.From)
		id := table.Identify(env)
		assert.Equal(t, int64(want[2]), id.Attempt, name)
		assert.Equal(t, fmt.Sprintf("%s/%s", env("JOB_ID"), env("SGE_TASK_ID")), id.Job)
		assert.Equal(t, "sge:"+env("JOB_ID"), id.Pipeline)
	}
	for _, name := range []string{"plain.undefined.0", "again.5.0"} {
		_, err := table.Shard(variables(t, filepath.Join(dir, name)))
		require.ErrorIs(t, err, ci.ErrNoShard, name)
		_, err = table.Part(variables(t, filepath.Join(dir, name)), 3)
		require.ErrorIs(t, err, ci.ErrNoShard, name)
	}
}
