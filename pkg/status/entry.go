package status

import (
	"cmp"
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/seed-00a9b34c/hub/pkg/ansi"
	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// entryOf returns the entry of an example whose only result is res.
func entryOf(run *hub.Run, runID string, ex *hub.Example, res *hub.Result, root string) Entry {
	e := Entry{ID: ex.ID}
	e.describe(ex, root)
	e.Status, e.Reason, e.UpdatedRunID, e.UpdatedSequence = res.Status, res.Reason, runID, run.Sequence
	start, end := span(run, res)
	e.Updated = Time{end}
	e.Attempts = len(res.Attempts)
	e.Errors = failures(run.Sequence, runID, res, end)
	if res.Status == hub.StatusSkipped {
		return e
	}
	e.RunID, e.RunSequence = runID, run.Sequence
	e.StartTime, e.LastExecuted = Time{start}, Time{end}
	e.ExecutionTime = seconds(res.Seconds)
	e.Output = bound(ansi.Shown(res.Output()))
	e.Runner = ex.Runner
	e.Fingerprint = res.Fingerprint
	e.DependsOn = partsOf(res.DependsOn)
	e.Flaky, e.Leaked, e.Doubtful, e.AllowedFailure = res.Flaky, res.Leaked, res.Doubtful, res.AllowedFailure
	switch last := res.Last(); {
	case last != nil:
		e.ExitCode = last.ExitCode
	case res.Status != hub.StatusCompleted:
		e.ExitCode = -1
	}
	if res.Status == hub.StatusCompleted {
		e.LastCompleted, e.CompletedSequence = e.LastExecuted, run.Sequence
	}
	e.History = []Past{{RunID: runID, Sequence: run.Sequence, Time: e.LastExecuted, Status: res.Status, Seconds: e.ExecutionTime, Flaky: res.Flaky || res.Error != nil && res.Error.Type == hub.ErrFlaky}}
	return e
}

// describe copies the description of the example from the catalog.
func (e *Entry) describe(ex *hub.Example, root string) {
	e.Index, e.DocName, e.Name, e.Title, e.Group = ex.Index, ex.DocName, ex.Name, ex.Title, ex.Group
	e.RelativePath = ex.Path
	e.AbsolutePath = absolute(root, ex.Path)
}

func absolute(root, path string) string {
	if root == "" || path == "" {
		return ""
	}
	return filepath.Join(root, filepath.FromSlash(path))
}

// span returns when the first attempt started and the last one ended. A result
// without attempts is as old as its run.
func span(run *hub.Run, res *hub.Result) (start, end time.Time) {
	start = res.Started
	if start.IsZero() {
		start = run.Started
	}
	if res.Error != nil && res.Error.Type == hub.ErrNoResult && run.End.Finished.After(start) {
		return start, run.End.Finished
	}
	end = start.Add(duration(res.Seconds))
	if last := res.Last(); last != nil {
		if t := last.Started.Add(duration(last.Seconds)); t.After(start) {
			end = t
		}
	}
	return start.Round(0), end.Round(0)
}

// seconds limits a number from a file, so that sums cannot overflow.
func seconds(s float64) float64 {
	if math.IsNaN(s) || s < 0 {
		return 0
	}
	return min(s, 1e9)
}

func duration(s float64) time.Duration { return time.Duration(seconds(s) * float64(time.Second)) }

// failures lists the failed attempts of a result, and its error if it is not
// that of the last attempt.
func failures(sequence int64, runID string, res *hub.Result, end time.Time) []Failure {
	list := []Failure{}
	add := func(err *hub.Error, at time.Time, output string, code, attempt int) {
		list = append(list, Failure{
			Timestamp: Time{at.Round(0)}, Type: err.Type, Message: bound(err.Message), Output: bound(ansi.Shown(output)), ExitCode: code,
			File: err.File, Line: err.Line, RunID: runID, Sequence: sequence, Attempt: attempt,
		})
	}
	included := false
	for i := range res.Attempts {
		a := &res.Attempts[i]
		if a.Error != nil {
			add(a.Error, a.Started.Add(duration(a.Seconds)), a.Output, a.ExitCode, a.Number)
			included = i == len(res.Attempts)-1
		}
	}
	if res.Error != nil && !included {
		code, attempt := -1, 0
		if a := res.Last(); a != nil {
			code, attempt = a.ExitCode, a.Number
		}
		add(res.Error, end, res.Output(), code, attempt)
	}
	if len(list) > maxErrors {
		list = list[len(list)-maxErrors:]
	}
	return list
}

// merge adds the records of another entry of the same example. The result does
// not depend on the order of merging: each part comes from the newest result,
// or is a sum, a maximum, or the newest elements of a union. Sequences decide
// what is newest.
func (e *Entry) merge(o *Entry) {
	old := *e
	executed := old
	if o.executed().after(old.executed()) {
		executed = *o
	}
	newest := old
	if o.updated().after(old.updated()) {
		newest = *o
	}
	completed := old
	if o.completed().after(old.completed()) {
		completed = *o
	}

	*e = executed
	e.ID, e.Legacy = old.ID, old.Legacy
	e.ClearedSequence = max(old.ClearedSequence, o.ClearedSequence)
	e.ClearedRuns = newestOf(old.ClearedRuns, o.ClearedRuns, maxCleared, cmp.Compare[string])
	e.Index, e.DocName, e.Name, e.Title, e.Group = newest.Index, newest.DocName, newest.Name, newest.Title, newest.Group
	e.RelativePath, e.AbsolutePath = newest.RelativePath, newest.AbsolutePath
	e.Status, e.Reason = newest.Status, newest.Reason
	e.Updated, e.UpdatedRunID, e.UpdatedSequence = newest.Updated, newest.UpdatedRunID, newest.UpdatedSequence
	e.Attempts = old.Attempts + o.Attempts
	e.LastCompleted, e.CompletedSequence = completed.LastCompleted, completed.CompletedSequence
	e.Errors = newestOf(old.Errors, o.Errors, maxErrors, compareFailures)
	e.History = newestOf(old.History, o.History, maxHistory, comparePast)
}

// newestOf merges two lists, oldest first, without duplicates, and keeps the
// newest n. It returns nil only if both are nil.
func newestOf[T any](a, b []T, n int, compare func(a, b T) int) []T {
	all := append(slices.Clone(a), b...)
	slices.SortStableFunc(all, compare)
	all = slices.CompactFunc(all, func(a, b T) bool { return compare(a, b) == 0 })
	if len(all) > n {
		all = slices.Clone(all[len(all)-n:])
	}
	return all
}

// has reports whether the run's result is part of the entry, as far as its
// history goes back.
func (e *Entry) has(runID string) bool {
	return slices.ContainsFunc(e.History, func(p Past) bool { return p.RunID == runID })
}

// bound cuts a text to maxOutput bytes: a fifth from its head, the rest from
// its tail, where most programs report errors.
func bound(s string) string {
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\uFFFD")
	}
	if len(s) <= maxOutput {
		return s
	}
	const head = maxOutput / 5
	const tail = maxOutput - head - 60 // room for the mark
	h, t := head, len(s)-tail
	for !utf8.RuneStart(s[h]) {
		h--
	}
	for t < len(s) && !utf8.RuneStart(s[t]) {
		t++
	}
	return s[:h] + fmt.Sprintf("\n[… %d bytes left out …]\n", t-h) + s[t:]
}
