//go:build unix

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/engine/enginetest"
)

// untilGo are examples that pass once the file go exists in the root. Each writes its name to
// the file started first.
func untilGo(n int) map[string]string {
	files := map[string]string{}
	for i := range n {
		files[fmt.Sprintf("examples/e%02d.sh", i)] = fmt.Sprintf("echo %d >>started\nwhile [ ! -e go ]; do sleep 0.02; done\necho passed\n", i)
	}
	return files
}

// started waits until n examples of the crew have started.
func (c *crew) started(n int) {
	c.t.Helper()
	require.Eventually(c.t, func() bool {
		text, _ := os.ReadFile(filepath.Join(c.root, "started"))
		return strings.Count(string(text), "\n") >= n
	}, time.Minute, 10*time.Millisecond)
}

func (c *crew) proceed() {
	c.t.Helper()
	require.NoError(c.t, os.WriteFile(filepath.Join(c.root, "go"), nil, 0o644))
}

// Whatever becomes of the server while examples run: the worker ends with exit 3, says
// why, and has in its log what it ran.
func TestQueueServerIsLost(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		lose func(*enginetest.RedisServer)
		says string
	}{
		"killed": {func(s *enginetest.RedisServer) { s.Kill() }, "connection refused"},
		"empty": {func(s *enginetest.RedisServer) {
			s.Kill()
			s.Start()
		}, "the queue is gone"},
		"flushed":  {func(s *enginetest.RedisServer) { s.Cli("FLUSHALL") }, "the queue is gone"},
		"evicted":  {func(s *enginetest.RedisServer) { s.Cli("DEL", strings.Fields(s.Cli("KEYS", "*:who"))[0]) }, "has lost part of the queue"},
		"readonly": {func(s *enginetest.RedisServer) { s.Cli("REPLICAOF", "127.0.0.1", "1") }, "READONLY"},
		"full":     {func(s *enginetest.RedisServer) { s.Cli("CONFIG", "SET", "maxmemory", "1") }, "OOM"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := enginetest.Redis(t)
			c := newCrew(t, s, time.Second, untilGo(6))
			w := c.start("-j2")
			c.started(2)
			tc.lose(s)
			c.proceed()
			require.Equal(t, exitTrouble, w.wait(), w.out.String())
			assert.Contains(t, w.out.String(), tc.says)
			v := c.read()
			assert.Equal(t, 1, v.sealed)
			assert.Empty(t, v.counts, "nothing was acknowledged")
			assert.GreaterOrEqual(t, len(v.recorded), 2, "what ran is in the log")
			require.Len(t, v.problems, 1)
			assert.Contains(t, v.problems[0], tc.says)
		})
	}
}

// A second worker that meets the emptied server begins anew and runs everything, and the
// first one still ends with exit 3.
func TestQueueServerIsFilledAgain(t *testing.T) {
	t.Parallel()
	s := enginetest.Redis(t)
	c := newCrew(t, s, 5*time.Second, untilGo(4))
	first := c.start("-j2")
	c.started(2)
	s.Kill()
	s.Start()
	second := c.start("-j4")
	c.started(6)
	c.proceed()
	assert.Equal(t, exitTrouble, first.wait(), first.out.String())
	assert.Equal(t, exitGood, second.wait(), second.out.String())
	assert.Contains(t, first.out.String(), "the queue is gone")
	v := c.read()
	assert.Len(t, v.counts, 4)
	assert.Len(t, v.problems, 1)
}

// The first worker is stopped while it runs an example; the second takes it over. When the
// first goes on, its result is refused, and does not count in its run.
func TestQueueRefusesALateResult(t *testing.T) {
	t.Parallel()
	s := enginetest.Redis(t)
	files := untilGo(1)
	files["examples/e00.sh"] += "exit $(cat code)\n"
	c := newCrew(t, s, time.Second, files)
	write := func(name, text string) {
		t.Helper()
		require.NoError(t, os.WriteFile(filepath.Join(c.root, name), []byte(text), 0o644))
	}
	write("code", "0")
	first := c.start()
	c.started(1)
	first.pause(t)
	second := c.start()
	c.started(2)
	c.proceed()
	require.Equal(t, exitGood, second.wait(), second.out.String())
	write("code", "1")
	first.resume(t)
	first.wait()
	v := c.read()
	assert.Len(t, v.counts, 1)
	assert.Equal(t, 2, v.recorded["examples/e00.sh"])
	assert.Equal(t, 1, v.refused)
	assert.Equal(t, exitGood, first.code, "its result does not count: %s", &first.out)
	assert.Contains(t, first.out.String(), "the result of examples/e00.sh does not count: run ")
}

// An interrupted worker gives back what it has, and another goes on at once.
func TestQueueGetsBackWhatAnInterruptedWorkerHas(t *testing.T) {
	t.Parallel()
	s := enginetest.Redis(t)
	c := newCrew(t, s, time.Hour, untilGo(5)) // no lease lapses
	first := c.start("-j2")
	c.started(2)
	require.NoError(t, first.Process.Signal(os.Interrupt))
	require.Equal(t, exitSignal+2, first.wait(), first.out.String())
	second := c.start("-j2", "--stop-on-error")
	c.proceed()
	require.Equal(t, exitGood, second.wait(), second.out.String())
	assert.Len(t, c.read().counts, 5)
}

// An example that takes down whatever runs it is lost after two workers; everything else
// has its result.
func TestQueueDeclaresAKillerLost(t *testing.T) {
	t.Parallel()
	s := enginetest.Redis(t)
	files := untilGo(0)
	for i := range 5 {
		files[fmt.Sprintf("examples/e%d.sh", i)] = "echo passed\n"
	}
	files["examples/killer.sh"] = "echo x >>started\nwhile [ ! -e $HUB_RUN_ID ]; do sleep 0.02; done\n"
	c := newCrew(t, s, time.Second, files)
	for n := range 2 {
		w := c.start("-j1")
		c.started(n + 1)
		require.NoError(t, w.Process.Kill())
		require.Equal(t, -1, w.wait())
	}
	last := c.start("-j1")
	require.Equal(t, exitFailed, last.wait(), last.out.String())
	assert.Contains(t, last.out.String(), "lost: 2 workers that ran it were lost")
	v := c.read()
	assert.Len(t, v.counts, 6)
	assert.True(t, v.lost["examples/killer.sh"])
}

func TestQueueIsRefused(t *testing.T) {
	t.Parallel()
	s := enginetest.Redis(t, "--requirepass", "hunter2hunter2")
	c := newCrew(t, s, time.Second, map[string]string{"examples/a.sh": "# ---\n# limit: api\n# ---\necho a\n", "hub.yaml": "version: 1\nlimits: {api: {concurrent: 2}}\nsources: [{path: examples}]\n"})
	for address, want := range map[string]struct {
		code int
		says string
	}{
		"http://h":                                    {exitUsage, "the address has the form"},
		"redis://:hunter2hunter2@" + s.Addr:           {exitUsage, `the limit "api"`},
		"redis://:hunter2hunter2@127.0.0.1:1?lease=x": {exitUsage, "lease is a time"},
	} {
		c.address = address
		w := c.start()
		assert.Equal(t, want.code, w.wait(), w.out.String())
		assert.Contains(t, w.out.String(), want.says)
		assert.NotContains(t, w.out.String(), "hunter2")
	}
	c.address = s.URL()
	w := c.start("--part=1")
	assert.Equal(t, exitUsage, w.wait())
	assert.Contains(t, w.out.String(), "omit it or --part")

	open := newCrew(t, s, time.Second, map[string]string{"examples/a.sh": "echo password: hunter2hunter2 $HUB_QUEUE_PASSWORD.\n"})
	open.address = s.URL()
	w = open.start()
	assert.Equal(t, exitTrouble, w.wait())
	assert.Contains(t, w.out.String(), "NOAUTH")
	open.address = "redis://:hunter2hunter2@" + s.Addr
	w = open.start("-v", "--save-output")
	require.Equal(t, exitGood, w.wait(), w.out.String())
	assert.NotContains(t, w.out.String(), "hunter2")
	require.NoError(t, walkFiles(filepath.Join(open.root, ".hub"), func(path, content string) {
		assert.NotContains(t, content, "hunter2", path)
	}))
	assert.Contains(t, runText(t, open), "password: ")
}

// runText returns what the logs of a crew say.
func runText(t *testing.T, c *crew) string {
	t.Helper()
	var all strings.Builder
	require.NoError(t, walkFiles(filepath.Join(c.root, ".hub", "parts"), func(path, content string) {
		if strings.HasSuffix(path, ".ndjson") {
			all.WriteString(content)
		}
	}))
	return all.String()
}
