package main

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"strings"

	"github.com/stretchr/testify/assert"

	"github.com/seed-00a9b34c/hub/pkg/exitcode"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/query"
)

func (h *history) status(id string) hub.Status {
	if s, known := h.last[id]; known {
		return s
	}
	return hub.StatusPending
}

// matches says by the account whether a filter takes the example.
func (h *history) matches(id, filter string) bool {
	for name := range strings.SplitSeq(filter, ",") {
		switch s := h.status(id); {
		case name == "all", name == "errors" && s == hub.StatusError,
			name == "not-completed" && s != hub.StatusCompleted, name == string(s):
			return true
		}
	}
	return false
}

// check compares what hub says with the account.
func (h *history) check(what string) bool {
	if len(h.runs) == 0 {
		return true
	}
	var list []query.ExampleRow
	ok := h.read(&list, "list", "--format=json")
	got, want := map[string]hub.Status{}, map[string]hub.Status{}
	counts := map[hub.Status]int{}
	var failing []string
	for _, r := range list {
		got[r.ID] = r.Status
	}
	for _, id := range h.ids {
		want[id] = h.status(id)
		counts[want[id]]++
		if want[id] == hub.StatusError {
			failing = append(failing, id)
		}
	}
	ok = assert.True(h.t, maps.Equal(want, got), "list: %v, not %v", got, want) && ok

	var sum statusSums
	ok = h.read(&sum, "status", "--format=json") && ok
	s := sum.Summary
	ok = assert.Equal(h.t, []int{counts[hub.StatusCompleted], counts[hub.StatusError], counts[hub.StatusSkipped], counts[hub.StatusInterrupted], counts[hub.StatusPending]},
		[]int{s.Completed, s.Errors, s.Skipped, s.Interrupted, s.Pending}) && ok

	var failed []query.ErrorRow
	ok = h.read(&failed, "errors", "--format=json") && ok
	var named []string
	for _, r := range failed {
		named = append(named, r.ID)
	}
	ok = assert.Equal(h.t, failing, named, "errors") && ok

	newest := h.runs[len(h.runs)-1]
	var runs []query.RunRow
	ok = h.read(&runs, "stats", "--runs", "--format=json") && ok
	ok = assert.Equal(h.t, newest, runs[len(runs)-1].ID, "the newest run") && ok
	exit, _, told := h.hub("report", "--from=latest", "--report=json:latest.json")
	ok = assert.Equal(h.t, exitGood, exit, told) && ok
	latest := loadReport(h.t, filepath.Join(h.root, "latest.json"))
	ok = assert.Equal(h.t, newest, latest.ID, "the latest report") && ok
	if h.report != nil {
		text, err := os.ReadFile(filepath.Join(h.root, "latest.json"))
		ok = assert.NoError(h.t, err) && assert.Equal(h.t, string(h.report), string(text), what) && ok
		ok = assert.Equal(h.t, h.exit, exitcode.OfRun(latest, false, false)) && ok
	}
	return ok
}

// read reads the JSON answer of a command.
func (h *history) read(into any, args ...string) bool {
	exit, out, told := h.hub(args...)
	return assert.Equal(h.t, exitGood, exit, told) && assert.NoError(h.t, json.Unmarshal([]byte(out), into), out)
}
