//go:build unix

package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/status"
)

// soakKills is how often the soak test kills hub; HUB_SOAK says otherwise.
func soakKills(t *testing.T) int {
	text := os.Getenv("HUB_SOAK")
	switch {
	case text != "":
		n, err := strconv.Atoi(text)
		require.NoError(t, err, "HUB_SOAK is a number")
		return n
	case testing.Short():
		return 20
	}
	return 100
}

// TestKilledRunsLoseNothing kills hub with SIGKILL at random instants, round
// after round in one tree, and keeps its own account of the logs: what hub
// says must come to the same. Now and then a log that no other file has taken
// over yet loses its end as well, as it may when the power fails.
func TestKilledRunsLoseNothing(t *testing.T) {
	t.Parallel()
	bin := buildHub(t)
	files := map[string]string{
		"examples/bad.sh":   "echo bad; exit 3\n",
		"examples/flaky.sh": "# ---\n# retries: {max: 2, delay: 1ms}\n# ---\n[ \"$HUB_ATTEMPT\" = 1 ] && exit 1; echo fine\n",
		"examples/skip.sh":  "# ---\n# skip: not today\n# ---\n",
		"examples/slow.sh":  "exec sleep 0.03\n",
	}
	for i := range 24 {
		files[fmt.Sprintf("examples/e%02d.sh", i)] = fmt.Sprintf("echo example %d\n", i)
	}
	root := tree(t, files)
	all := []string{"all", "-q", "-j4", "--report=junit,json,markdown"}
	commands := [][]string{all, all, all, {"all", "-q", "-j4"}, {"all", "-q", "-j4", "--filter=not-completed"}, {"clean", "-q"}}
	temp := t.TempDir() // for what a killed hub leaves
	hubCommand := func(args []string) *exec.Cmd {
		cmd := exec.Command(bin, args...)
		cmd.Dir, cmd.Env = root, append(os.Environ(), "TMPDIR="+temp)
		return cmd
	}
	begin := time.Now()
	require.Equal(t, exitFailed, code(t, hubCommand(all).Run()))
	whole := time.Since(begin)

	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d; a run takes about %s", seed, whole)
	random := rand.New(rand.NewPCG(seed, 0))
	a := account{dir: filepath.Join(root, ".hub", "runs"), seen: map[string]bool{}, last: map[string]hub.Status{}, attempts: map[string]int{}}
	require.NoError(t, a.read())
	kills, killed, torn, rounds := soakKills(t), 0, 0, 0
	for ; killed < kills; rounds++ {
		args := commands[random.IntN(len(commands))]
		cmd := hubCommand(args)
		require.NoError(t, cmd.Start())
		ended := make(chan error, 1)
		go func() { ended <- cmd.Wait() }()
		instant := time.NewTimer(time.Duration(random.Int64N(int64(whole))))
		select {
		case <-ended:
			instant.Stop()
		case <-instant.C:
			err := cmd.Process.Kill()
			<-ended
			if errors.Is(err, os.ErrProcessDone) {
				break
			}
			require.NoError(t, err)
			killed++
			free(t, root)
			if random.IntN(3) == 0 && a.tear(t, root, random) {
				torn++
			}
		}
		require.NoError(t, a.read())
		if !a.check(t, root) {
			t.Fatalf("round %d (hub %v), seed %d", rounds, args, seed)
		}
	}
	t.Logf("%d rounds, %d killed, %d logs torn, %d logs, %d results", rounds, killed, torn, len(a.seen), a.results)
}

// free waits until nobody holds the lock: a process that hub was just forking
// has it until its exec.
func free(t *testing.T, root string) {
	lock, err := status.Open(filepath.Join(root, ".hub", "status.json"), time.Now).Lock(t.Context(), 10*time.Second)
	require.NoError(t, err)
	require.NoError(t, lock.Unlock())
}

// account is what the logs say, read by other code than the product's.
type account struct {
	dir      string
	seen     map[string]bool
	last     map[string]hub.Status // of each example's newest outcome
	attempts map[string]int
	newest   map[string]hub.Status // outcomes of the newest log
	run      string                // its ID
	results  int
}

// read takes in the logs that are new, oldest first.
func (a *account) read() error {
	names, err := filepath.Glob(filepath.Join(a.dir, "*.ndjson"))
	if err != nil {
		return err
	}
	slices.Sort(names)
	for _, name := range names {
		if a.seen[name] {
			continue
		}
		a.seen[name] = true
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		a.run = strings.TrimSuffix(filepath.Base(name), ".ndjson")
		a.log(data)
	}
	return nil
}

// tear cuts the end off a log that is new and not folded in. It reports whether
// there was one.
func (a *account) tear(t *testing.T, root string, random *rand.Rand) bool {
	file, _, err := status.Open(filepath.Join(root, ".hub", "status.json"), time.Now).Load()
	require.NoError(t, err)
	names, err := filepath.Glob(filepath.Join(a.dir, "*.ndjson"))
	require.NoError(t, err)
	slices.Sort(names)
	newest := names[len(names)-1]
	if a.seen[newest] || slices.Contains(file.Metadata.FoldedRuns, strings.TrimSuffix(filepath.Base(newest), ".ndjson")) {
		return false
	}
	info, err := os.Stat(newest)
	require.NoError(t, err)
	require.NoError(t, os.Truncate(newest, random.Int64N(info.Size()+1)))
	return true
}

// log takes in one log: its complete lines, whatever follows them.
func (a *account) log(data []byte) {
	a.newest = map[string]hub.Status{}
	begun, tries := map[string]bool{}, map[string]map[int]bool{}
	for {
		line, rest, whole := bytes.Cut(data, []byte{'\n'})
		if !whole {
			break
		}
		data = rest
		var e struct {
			Type    string
			ID      string
			Attempt struct{ Number int }
			Result  struct {
				ID       string
				Status   hub.Status
				Attempts []json.RawMessage
			}
		}
		if json.Unmarshal(line, &e) != nil {
			continue
		}
		switch e.Type {
		case "example-started":
			begun[e.ID] = true
		case "attempt-finished":
			if tries[e.ID] == nil {
				tries[e.ID] = map[int]bool{}
			}
			tries[e.ID][e.Attempt.Number] = true
		case "example-finished":
			delete(begun, e.Result.ID)
			a.newest[e.Result.ID] = e.Result.Status
			a.attempts[e.Result.ID] += len(e.Result.Attempts)
			a.results++
		}
	}
	for id := range begun {
		a.newest[id] = hub.StatusInterrupted
		a.attempts[id] += len(tries[id])
	}
	maps.Copy(a.last, a.newest)
}

// check compares the account with what hub says, and hub's statistics with its
// entries.
func (a *account) check(t *testing.T, root string) bool {
	file, notes, err := status.Open(filepath.Join(root, ".hub", "status.json"), time.Now).Load()
	if !assert.NoError(t, err) {
		return false
	}
	ok := true
	for _, n := range notes {
		ok = assert.True(t, n.Verbose, "%s", n.Text) && ok
	}
	for id, want := range a.last {
		e, there := file.Get(id)
		ok = assert.True(t, there, "%s is lost", id) && assert.Equal(t, want, e.Status, "status of %s", id) &&
			assert.Equal(t, a.attempts[id], e.Attempts, "attempts of %s", id) && ok
		runs := map[string]bool{}
		for _, past := range e.Details().History {
			ok = assert.False(t, runs[past.RunID], "%s has run %s twice", id, past.RunID) && ok
			runs[past.RunID] = true
		}
		if _, now := a.newest[id]; now && want != hub.StatusSkipped {
			ok = assert.True(t, runs[a.run], "%s lacks run %s", id, a.run) && ok
		}
	}
	ok = assert.Len(t, file.Examples, len(a.last)) && ok
	counts, seconds := map[hub.Status]int{}, 0.0
	for _, id := range file.IDs() {
		e, _ := file.Get(id)
		counts[e.Status]++
		if e.Status == hub.StatusCompleted {
			seconds += e.ExecutionTime
		}
	}
	s := file.Statistics
	ok = assert.Equal(t, counts[hub.StatusCompleted], s.Completed) && ok
	ok = assert.Equal(t, counts[hub.StatusError], s.Errors) && ok
	ok = assert.Equal(t, counts[hub.StatusSkipped], s.Skipped) && ok
	ok = assert.Equal(t, counts[hub.StatusInterrupted], s.Interrupted) && ok
	ok = assert.InDelta(t, seconds/float64(max(1, s.Completed)), s.AverageExecutionTime, 1e-9) && ok
	return assert.Equal(t, len(file.Examples), file.Metadata.TotalExamples) && ok
}
