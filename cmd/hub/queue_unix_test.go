//go:build unix

package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/engine/enginetest"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
)

// crew is the workers of one queue.
type crew struct {
	t         *testing.T
	bin, root string
	address   string
	examples  int
}

// newCrew plans the examples of a new repository for a queue on the server.
func newCrew(t *testing.T, s *enginetest.RedisServer, lease time.Duration, files map[string]string) *crew {
	t.Helper()
	c := &crew{t: t, bin: buildHub(t), root: tree(t, files), address: fmt.Sprintf("%s?lease=%s", s.URL(), lease), examples: len(files)}
	c.plan()
	return c
}

// plan plans anew: another queue on the same server.
func (c *crew) plan() {
	c.t.Helper()
	require.NoError(c.t, os.RemoveAll(filepath.Join(c.root, ".hub", "parts")))
	code, _, text := hubIn(c.t, c.bin, c.root, "plan", "--parts=3", "-o", "plan.ndjson")
	require.Zero(c.t, code, text)
}

// worker is one that was started.
type worker struct {
	*exec.Cmd
	out   strings.Builder
	ended chan struct{}
	code  int
}

func (c *crew) start(args ...string) *worker {
	c.t.Helper()
	w := c.prepare(args...)
	c.begin(w)
	return w
}

// prepare returns a worker that has not been started.
func (c *crew) prepare(args ...string) *worker {
	w := &worker{ended: make(chan struct{})}
	w.Cmd = exec.Command(c.bin, append([]string{"ci", "--plan=plan.ndjson", "--queue=" + c.address, "--report=json"}, args...)...)
	w.Dir, w.Stdout, w.Stderr = c.root, &w.out, &w.out
	return w
}

func (c *crew) begin(w *worker) {
	c.t.Helper()
	require.NoError(c.t, w.Start())
	go func() {
		_ = w.Wait()
		w.code = w.ProcessState.ExitCode()
		close(w.ended)
	}()
}

// wait waits for the end of the worker and returns its exit code, -1 if it was killed.
func (w *worker) wait() int {
	<-w.ended
	return w.code
}

// evidence is what the logs of a crew prove.
type evidence struct {
	counts   map[string]hub.Status // the results that count
	lost     map[string]bool       // those that were declared lost
	sealed   int
	recorded map[string]int // results in all logs, whether they count or not
	refused  int
	problems []string
}

// read reads the logs: a result counts if a sealed log names the hash of its line. No two
// sealed logs may name different ones.
func (c *crew) read() evidence {
	c.t.Helper()
	paths, err := filepath.Glob(filepath.Join(c.root, ".hub", "parts", "*", "queue-*", "runs", "*.ndjson"))
	require.NoError(c.t, err)
	v := evidence{counts: map[string]hub.Status{}, lost: map[string]bool{}, recorded: map[string]int{}}
	named, texts := map[string]string{}, map[string]string{}
	for _, path := range paths {
		log, err := runlog.Read(path)
		require.NoError(c.t, err)
		require.Empty(c.t, log.Damage, path)
		text, err := os.ReadFile(path)
		require.NoError(c.t, err)
		v.refused += strings.Count(string(text), `{"type":"result-refused"`)
		for line := range strings.Lines(string(text)) {
			if strings.HasPrefix(line, `{"type":"example-finished"`) {
				texts[hub.LineHash([]byte(line))] = line
			}
		}
		if log.Sealed != runlog.SealIntact {
			continue
		}
		v.sealed++
		for _, p := range log.Run.Problems {
			v.problems = append(v.problems, p.Message)
		}
		for _, r := range log.Run.Receipts {
			if other := named[r.ID]; other != "" {
				require.Equal(c.t, other, r.Hash, "two results of %s count", r.ID)
			}
			named[r.ID] = r.Hash
		}
	}
	for _, line := range texts {
		_, id, _ := strings.Cut(line, `"result":{"id":"`)
		id, _, _ = strings.Cut(id, `"`)
		v.recorded[id]++
	}
	for id, hash := range named {
		line := texts[hash]
		require.NotEmpty(c.t, line, "the line of %s that counts is in no log", id)
		require.Contains(c.t, line, strconv.Quote(id))
		_, status, _ := strings.Cut(line, `"status":"`)
		status, _, _ = strings.Cut(status, `"`)
		v.counts[id] = hub.Status(status)
		v.lost[id] = strings.Contains(line, `"type":"lost"`)
	}
	return v
}

// mixture are examples of each outcome, some of which take a while.
func mixture() map[string]string {
	files := map[string]string{
		"examples/bad.sh":   "echo bad; exit 3\n",
		"examples/flaky.sh": "# ---\n# retries: {max: 2, delay: 1ms}\n# ---\n[ \"$HUB_ATTEMPT\" = 1 ] && exit 1; echo fine\n",
		"examples/skip.sh":  "# ---\n# skip: not today\n# ---\n",
		"examples/alone.sh": "# ---\n# exclusive: true\n# ---\necho alone\n",
	}
	for i := range 12 {
		files[fmt.Sprintf("examples/e%02d.sh", i)] = fmt.Sprintf("echo example %d\n", i)
	}
	for i := range 6 {
		files[fmt.Sprintf("examples/slow%d.sh", i)] = "sleep 0.1; echo slow\n"
	}
	return files
}

// outcomes returns the status of each example after a plain run, which ends with the code.
func (c *crew) outcomes(want int) map[string]hub.Status {
	c.t.Helper()
	path := filepath.Join(c.t.TempDir(), "report.json")
	code, _, text := hubIn(c.t, c.bin, c.root, "ci", "--report=json:"+path)
	require.Equal(c.t, want, code, text)
	out := map[string]hub.Status{}
	for _, r := range loadReport(c.t, path).Results {
		out[r.ID] = r.Status
	}
	return out
}

func TestQueueSharesAPlan(t *testing.T) {
	t.Parallel()
	s := enginetest.Redis(t)
	c := newCrew(t, s, 10*time.Second, mixture())
	want := c.outcomes(exitFailed)
	c.plan() // now with durations
	workers := []*worker{c.start(), c.start("-j3"), c.start("-j1")}
	failed := 0
	for _, w := range workers {
		if code := w.wait(); code != exitGood {
			require.Equal(t, exitFailed, code, w.out.String())
			failed++
		}
	}
	assert.Equal(t, 1, failed, "one has the failure")
	v := c.read()
	assert.Equal(t, want, v.counts)
	assert.Equal(t, 3, v.sealed)
	assert.Empty(t, v.problems)
	assert.Zero(t, v.refused)
	for id, n := range v.recorded {
		assert.Equal(t, 1, n, "%s ran once", id)
	}
	// One that comes late has nothing to do, and knows all that counts.
	late := c.start()
	require.Equal(t, exitGood, late.wait(), late.out.String())
	assert.Contains(t, late.out.String(), "nothing to run: other workers have")
	assert.Equal(t, 4, c.read().sealed)
	code, merged, text := c.merged()
	assert.Equal(t, exitFailed, code, text)
	assert.Equal(t, want, merged)
}

// queueRounds is the number of random rounds: few in every run, many in 'make engines'.
func queueRounds() int {
	if os.Getenv("HUB_ENGINES") != "" {
		return 200
	}
	return 3
}

// merged joins the logs, and returns the exit code and the results by status.
func (c *crew) merged() (int, map[string]hub.Status, string) {
	c.t.Helper()
	path := filepath.Join(c.t.TempDir(), "merged.json")
	code, out, text := hubIn(c.t, c.bin, c.root, "merge", "--plan=plan.ndjson", "--report=json:"+path)
	results := map[string]hub.Status{}
	for _, r := range loadReport(c.t, path).Results {
		results[r.ID] = r.Status
	}
	return code, results, out + text
}

// Workers are killed, stopped for longer than a lease, interrupted or slow, in any mixture:
// what counts in the end is what a plain run has, or that an example was lost; and nothing is
// green before all of it counts.
func TestQueueWorkersDie(t *testing.T) {
	t.Parallel()
	s := enginetest.Redis(t)
	const lease = time.Second
	red := newCrew(t, s, lease, mixture())
	green := mixture()
	delete(green, "examples/bad.sh")
	crews := []*crew{red, newCrew(t, s, lease, green)}
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	want := red.outcomes(exitFailed)
	totals := map[string]int{}
	for round := range queueRounds() {
		c := crews[round%2]
		c.plan()
		losses := c.rough(random, lease)
		v := c.read()
		if len(v.counts) < c.examples {
			totals["rounds with something missing"]++
			code, _, text := c.merged()
			require.NotEqual(t, exitGood, code, "round %d: %s", round, text)
		}
		last := c.start("-j4")
		if code := last.wait(); code != exitGood && code != exitFailed {
			t.Fatalf("round %d: exit %d: %s", round, code, &last.out)
		}
		v = c.read()
		require.Empty(t, v.problems, "round %d", round)
		code, merged, text := c.merged()
		gates := c == red
		require.Len(t, merged, c.examples, "round %d", round)
		for id, status := range merged {
			if v.lost[id] {
				totals["lost"]++
				gates = true
				require.GreaterOrEqual(t, losses, 2, "round %d: %s", round, id)
				require.Equal(t, hub.StatusError, status, "round %d: %s", round, id)
				continue
			}
			require.Equal(t, want[id], status, "round %d: %s: %s", round, id, text)
			require.Equal(t, want[id], v.counts[id], "round %d: %s", round, id)
			if v.recorded[id] > 1 {
				totals["ran more than once"]++
			}
		}
		require.Equal(t, map[bool]int{true: exitFailed, false: exitGood}[gates], code, "round %d: %s", round, text)
		totals["refused"] += v.refused
	}
	t.Log(totals)
}

// rough starts a few workers and handles most of them roughly. It returns how many may have
// lost their leases.
func (c *crew) rough(random *rand.Rand, lease time.Duration) (losses int) {
	c.t.Helper()
	var workers []*worker
	for range 1 + random.IntN(4) {
		w := c.start("-j" + strconv.Itoa(1+random.IntN(3)))
		workers = append(workers, w)
		after := time.Duration(random.IntN(700)) * time.Millisecond
		switch random.IntN(5) {
		case 0, 1:
			losses++
			time.AfterFunc(after, func() { _ = w.Process.Kill() })
		case 2:
			losses++
			time.AfterFunc(after, func() { _ = w.Process.Signal(syscall.SIGSTOP) })
			time.AfterFunc(after+lease*3/2, func() { _ = w.Process.Signal(syscall.SIGCONT) })
		case 3:
			time.AfterFunc(after, func() { _ = w.Process.Signal(os.Interrupt) })
		}
	}
	for _, w := range workers {
		if code := w.wait(); !slices.Contains([]int{-1, exitGood, exitFailed, exitSignal + 2}, code) {
			c.t.Fatalf("exit %d: %s", code, &w.out)
		}
	}
	return losses
}

// pause stops a worker and waits until it is stopped; resume lets it go on.
func (w *worker) pause(t *testing.T) {
	t.Helper()
	require.NoError(t, w.Process.Signal(syscall.SIGSTOP))
}

func (w *worker) resume(t *testing.T) {
	t.Helper()
	require.NoError(t, w.Process.Signal(syscall.SIGCONT))
}
