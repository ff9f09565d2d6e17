package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// TestHistoriesAgree makes random histories of runs on machines whose clocks are
// wrong, each by another amount: whole runs and parts, retries, runs that are
// killed, errors that are cleared, logs that are cleaned away, a status file that
// is damaged or lost. After each step status, errors, filters, the newest run and its
// report agree with what the processes exited with and wrote, and with an account
// of it that knows no clock.
func TestHistoriesAgree(t *testing.T) {
	if os.PathSeparator != '/' {
		t.Skip("the examples are shell scripts")
	}
	t.Parallel()
	for _, offsets := range [][]time.Duration{
		{5 * time.Minute, 0, 10 * time.Minute, 0}, // ahead once, and again
		{-48 * time.Hour, -24 * time.Hour, 0},     // ever later
		nil, nil, nil,
	} {
		for seed := range uint64(2) {
			t.Run(fmt.Sprintf("%v, %d", offsets, seed), func(t *testing.T) {
				t.Parallel()
				h := newHistory(t, seed, offsets)
				for step := range 9 {
					what := h.step()
					if !h.check(what) {
						t.Fatalf("after step %d, %s", step, what)
					}
				}
			})
		}
	}
}

// keptLogs is how many logs the history's configuration keeps.
const keptLogs = 3

// history is a project and the account of what happened in it.
type history struct {
	t       *testing.T
	root    string
	random  *rand.Rand
	offsets []time.Duration       // of the first steps; random ones follow
	ids     []string              // of the examples, in order
	last    map[string]hub.Status // of the newest result of each
	runs    []string              // recorded, in that order; as far as their logs are kept
	exit    int                   // of the newest run
	report  []byte                // its report, nil when it was killed
	forgot  bool                  // the status file has what no log has
}

func newHistory(t *testing.T, seed uint64, offsets []time.Duration) *history {
	files := map[string]string{
		"hub.yaml": fmt.Sprintf("sources: [{path: examples}]\nstatus: {keep-runs: %d}\n", keptLogs),
	}
	h := &history{t: t, random: rand.New(rand.NewPCG(seed, uint64(len(offsets)))), offsets: offsets, last: map[string]hub.Status{}}
	for i := range 5 {
		id := fmt.Sprintf("examples/e%d.sh", i)
		files[id] = fmt.Sprintf("# ---\n# retries: {delay: 1ms}\n# ---\n"+
			"case $(cat do/e%d) in fail) echo no; exit 1;; skip) echo not now; exit 77;; flaky) [ $HUB_ATTEMPT != 1 ] || exit 1;; esac\necho yes\n", i)
		h.ids = append(h.ids, id)
	}
	h.root = tree(t, files)
	require.NoError(t, os.Mkdir(filepath.Join(h.root, "do"), 0o755))
	return h
}

// hub runs hub with the clock of the next offset.
func (h *history) hub(args ...string) (int, string, string) {
	offset := time.Duration(h.random.Int64N(int64(96*time.Hour))) - 48*time.Hour
	if len(h.offsets) > 0 && (args[0] == "ci" || args[0] == "all") {
		offset, h.offsets = h.offsets[0], h.offsets[1:]
	}
	return hubIn(h.t, "hubat", h.root, append([]string{offset.String()}, args...)...)
}

// step does something, and says what.
func (h *history) step() string {
	switch n := h.random.IntN(12); {
	case n == 0 && len(h.runs) > 0:
		exit, _, told := h.hub("errors", "--clear")
		require.Equal(h.t, exitGood, exit, told)
		for id, s := range h.last {
			if s == hub.StatusError {
				h.last[id] = hub.StatusPending
			}
		}
		h.forgot = true
		return "clearing"
	case n == 1 && len(h.runs) > 0:
		exit, _, told := h.hub("clean")
		require.Equal(h.t, exitGood, exit, told)
		h.forgot = h.forgot || len(h.runs) > keptLogs
		h.runs = h.runs[max(0, len(h.runs)-keptLogs):]
		return "cleaning"
	case n == 2 && len(h.runs) > 0:
		file := filepath.Join(h.root, ".hub", "status.json")
		text, err := os.ReadFile(file)
		if os.IsNotExist(err) {
			return "nothing: the status file is lost"
		}
		require.NoError(h.t, err)
		at := bytes.Index(text, []byte(`"statistics"`)) // all entries can be read
		require.NoError(h.t, os.WriteFile(file, text[:at+5], 0o644))
		return "damaging the status file"
	case n == 3 && len(h.runs) > 0 && !h.forgot:
		require.NoError(h.t, os.RemoveAll(filepath.Join(h.root, ".hub", "status.json")))
		return "losing the status file"
	case n < 7 && len(h.runs) > 0:
		return "a killed run: " + h.run(true)
	}
	return "a run: " + h.run(false)
}

// run changes what the examples do and runs some of them. Killed, all that is
// left of the run is the beginning of its log.
func (h *history) run(killed bool) string {
	does := map[string]string{}
	for i, id := range h.ids {
		does[id] = []string{"pass", "pass", "fail", "skip", "flaky"}[h.random.IntN(5)]
		require.NoError(h.t, os.WriteFile(filepath.Join(h.root, "do", fmt.Sprintf("e%d", i)), []byte(does[id]), 0o644))
	}
	filter := []string{"all", "all", "errors", "not-completed", "completed", "pending,skipped"}[h.random.IntN(6)]
	retries := h.random.IntN(2)
	args := []string{"ci", "-q", "-j1", "--allow-empty", "--filter=" + filter, "--retries=" + strconv.Itoa(retries), "--report=json:now.json"}
	file := filepath.Join(h.root, ".hub", "status.json")
	before, noStatus := os.ReadFile(file)

	var chosen []string
	want := exitGood
	for _, id := range h.ids {
		if h.matches(id, filter) {
			chosen = append(chosen, id)
			if does[id] == "fail" || does[id] == "flaky" && retries == 0 {
				want = exitFailed
			}
		}
	}
	what := fmt.Sprintf("%v, %v", args, does)
	exit, _, told := h.hub(args...)
	require.Equal(h.t, want, exit, "%s: %s", what, told)
	run := loadReport(h.t, filepath.Join(h.root, "now.json"))
	var planned []string
	for _, e := range run.Plan {
		planned = append(planned, e.ID)
	}
	require.Equal(h.t, chosen, planned, "%s: the filter chooses by what is newest", what)
	if len(chosen) == 0 {
		return what // nothing was recorded
	}
	h.runs, h.exit = append(h.runs, run.ID), exit
	var err error
	if h.report, err = os.ReadFile(filepath.Join(h.root, "now.json")); !killed {
		require.NoError(h.t, err)
		for _, res := range run.Results {
			h.last[res.ID] = res.Status
		}
		return what
	}
	h.report = nil
	if noStatus == nil {
		require.NoError(h.t, os.WriteFile(file, before, 0o644))
	} else {
		require.NoError(h.t, os.Remove(file))
	}
	h.cut(run.ID)
	return what
}

// cut leaves some of the first lines of the run's log, and takes them into the
// account.
func (h *history) cut(run string) {
	path := filepath.Join(h.root, ".hub", "runs", run+".ndjson")
	text, err := os.ReadFile(path)
	require.NoError(h.t, err)
	lines := slices.Collect(bytes.Lines(text))
	kept := lines[:1+h.random.IntN(len(lines)-1)]
	require.NoError(h.t, os.WriteFile(path, slices.Concat(kept...), 0o644))
	for _, line := range kept {
		var e hub.Event
		require.NoError(h.t, json.Unmarshal(line, &e))
		switch e.Type {
		case hub.EventExampleStarted:
			h.last[e.ID] = hub.StatusInterrupted
		case hub.EventExampleFinished:
			h.last[e.Result.ID] = e.Result.Status
		}
	}
}
