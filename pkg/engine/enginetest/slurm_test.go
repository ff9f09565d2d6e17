package enginetest_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/ci"
	"github.com/seed-00a9b34c/hub/pkg/engine/enginetest"
)

// variables reads the output of env in a file.
func variables(t *testing.T, path string) ci.Env {
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	values := map[string]string{}
	for line := range strings.Lines(string(text)) {
		name, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "=")
		values[name] = value
	}
	return func(name string) string { return values[name] }
}

// Package ci finds the parts of an array and of a step with what Slurm sets, and none in
// a batch script.
func TestSlurmSaysThePart(t *testing.T) {
	c := enginetest.Slurm(t, 2)
	dir := t.TempDir()
	c.Submit("-o", dir+"/array.%a", "--array=0-8:4", "--wrap", "env")
	c.Submit("-o", dir+"/batch", "-n3", "--wrap", "env; srun -n3 sh -c 'env > "+dir+"/step.$SLURM_PROCID'")
	c.Submit("-o", dir+"/again", "--array=4", "--wrap", "env")
	c.Idle()
	table := ci.Systems()
	for i := range 3 {
		for _, name := range []string{fmt.Sprint("array.", 4*i), fmt.Sprint("step.", i)} {
			env := variables(t, filepath.Join(dir, name))
			shard, err := table.Shard(env)
			require.NoError(t, err)
			part, err := table.Part(env, 3)
			require.NoError(t, err)
			assert.Equal(t, shard, part)
			assert.Equal(t, []int{i + 1, 3}, []int{part.Index, part.Total}, part.From)
			id := table.Identify(env)
			assert.Equal(t, int64(1), id.Attempt)
			assert.NotEmpty(t, id.Job)
			assert.Regexp(t, `^slurm:\d+$`, id.Pipeline)
		}
	}
	for _, name := range []string{"batch", "again"} {
		env := variables(t, filepath.Join(dir, name))
		_, err := table.Shard(env)
		require.ErrorIs(t, err, ci.ErrNoShard, name)
		_, err = table.Part(env, 3)
		require.ErrorIs(t, err, ci.ErrNoShard, name)
	}
}

func TestSlurmNodeIsKilled(t *testing.T) {
	c := enginetest.Slurm(t, 2)
	dir := t.TempDir()
	id := c.Submit("-o", "/dev/null", "--requeue", "--nodelist", "n1", "--wrap", `echo "$SLURM_RESTART_COUNT" >> `+dir+`/starts; [ -n "$SLURM_RESTART_COUNT" ] || sleep 1000`)
	starts := func() string {
		text, _ := os.ReadFile(dir + "/starts")
		return string(text)
	}
	enginetest.Await(t, "the job", func() bool { return starts() == "\n" })
	c.KillNode("n1")
	assert.Equal(t, "PENDING", c.Job(id)["JobState"], "it is queued again")
	c.StartNode("n1")
	c.Idle()
	assert.Equal(t, "\n1\n", starts())
	assert.Equal(t, "COMPLETED", c.Job(id)["JobState"])
	assert.Nil(t, c.Job("4711"))
}
