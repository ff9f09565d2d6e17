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

// interruptedCode is the exit code of interrupted results, however the process exited:
// the code of a program that SIGINT ended.
const interruptedCode = 130

// take makes e, which has only an ID and empty details, that of an example whose only
// result is res.
func (e *Entry) take(run *hub.Run, runID string, ex *hub.Example, res *hub.Result, root string) {
	d := e.details
	e.describe(ex, root)
	e.Status, e.Reason, e.UpdatedRunID, e.UpdatedSequence = res.Status, res.Reason, runID, run.Sequence
	start, end := span(run, res)
	e.Updated = inMillis(end)
	e.Attempts = len(res.Attempts)
	d.Errors = failures(run.Sequence, runID, res, end)
	if res.Status == hub.StatusSkipped && len(res.Attempts) == 0 {
		return
	}
	e.RunID, e.RunSequence = runID, run.Sequence
	d.StartTime, e.LastExecuted = inMillis(start), e.Updated
	e.ExecutionTime = seconds(res.Seconds)
	d.Output = bound(ansi.Shown(res.Output()))
	e.Fingerprint = res.Fingerprint
	d.DependsOn = res.DependsOn[:min(len(res.DependsOn), maxParts)]
	d.CPUSeconds, d.PeakMemory = micros(seconds(res.CPUSeconds())), max(0, res.PeakMemory())
	e.Flaky, e.Leaked, e.Doubtful, e.AllowedFailure = res.Flaky, res.Leaked, res.Doubtful, res.AllowedFailure
	e.Baseline = res.Baseline
	switch last := res.Last(); {
	case res.Status == hub.StatusSkipped: // by itself: it ran, and neither passed nor failed
		d.ExitCode = last.ExitCode
		return
	case res.Status == hub.StatusInterrupted:
		d.ExitCode = interruptedCode
	case last != nil:
		d.ExitCode = last.ExitCode
	case res.Status != hub.StatusCompleted:
		d.ExitCode = -1
	}
	if res.Status == hub.StatusCompleted {
		e.LastCompleted, e.CompletedSequence = e.LastExecuted, run.Sequence
	}
	p := Past{
		RunID: runID, Sequence: run.Sequence, Time: e.LastExecuted, Status: res.Status,
		Seconds: micros(e.ExecutionTime), Flaky: res.Flaky || res.Error != nil && res.Error.Type == hub.ErrFlaky,
	}
	if p.Sequence > 0 {
		p.Time = inSeconds(end)
	}
	d.History = append(d.History, p)
}

// describe copies the description of the example from the catalog.
func (e *Entry) describe(ex *hub.Example, root string) {
	e.describeAt(ex, absolute(root, ex.Path))
}

// describeAt is describe for an example with that absolute path.
func (e *Entry) describeAt(ex *hub.Example, path string) {
	title := cmp.Or(ex.Title, ex.Name)
	if e.Index == ex.Index && e.DocName == ex.DocName && e.Name == ex.Name && e.Title == title && e.Group == ex.Group &&
		e.RelativePath == ex.Path && e.AbsolutePath == path {
		return
	}
	e.kept = false
	e.Index, e.DocName, e.Name, e.Title, e.Group = ex.Index, ex.DocName, ex.Name, title, ex.Group
	e.RelativePath, e.AbsolutePath = ex.Path, path
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

// micros rounds seconds to microseconds, as they are measured: a sum of attempts
// may have more digits.
func micros(s float64) float64 { return math.Round(s*1e6) / 1e6 }

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
func (e *Entry) merge(o *Entry) { e.mergeInto(o, &Details{}) }

// mergeInto is merge with empty details that become those of e.
func (e *Entry) mergeInto(o *Entry, d *Details) {
	was, other := e.open(), o.open()
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
	e.Index, e.DocName, e.Name, e.Title, e.Group = newest.Index, newest.DocName, newest.Name, newest.Title, newest.Group
	e.RelativePath, e.AbsolutePath = newest.RelativePath, newest.AbsolutePath
	e.Status, e.Reason = newest.Status, newest.Reason
	e.Updated, e.UpdatedRunID, e.UpdatedSequence = newest.Updated, newest.UpdatedRunID, newest.UpdatedSequence
	e.Attempts = old.Attempts + o.Attempts
	e.LastCompleted, e.CompletedSequence = completed.LastCompleted, completed.CompletedSequence
	*d = Details{
		StartTime: executed.details.StartTime, ExitCode: executed.details.ExitCode,
		Output: executed.details.Output, DependsOn: executed.details.DependsOn,
		CPUSeconds: executed.details.CPUSeconds, PeakMemory: executed.details.PeakMemory,
		Errors:      newestOf(d.Errors, was.Errors, other.Errors, maxErrors, compareFailures),
		History:     newestOf(d.History, was.History, other.History, maxHistory, comparePast),
		ClearedRuns: newestOf(d.ClearedRuns, was.ClearedRuns, other.ClearedRuns, maxCleared, cmp.Compare[string]),
	}
	e.details = d
}

// newestOf merges two lists, oldest first, without duplicates, and keeps the
// newest n. It returns nil only if both are nil; else it may use the memory of into.
func newestOf[T any](into, a, b []T, n int, compare func(a, b T) int) []T {
	if a == nil && b == nil {
		return nil
	}
	if ascending(a, compare) && ascending(b, compare) && (len(a) == 0 || len(b) == 0 || compare(a[len(a)-1], b[0]) < 0) {
		// As it is nearly always: b is newer.
		b = b[max(0, len(b)-n):]
		a = a[max(0, len(a)+len(b)-n):]
		if into == nil {
			into = make([]T, 0, len(a)+len(b))
		}
		return append(append(into[:0], a...), b...)
	}
	all := slices.Concat(a, b)
	slices.SortStableFunc(all, compare)
	all = slices.CompactFunc(all, func(a, b T) bool { return compare(a, b) == 0 })
	if len(all) > n {
		all = slices.Clone(all[len(all)-n:])
	}
	return all
}

// ascending reports whether the list is sorted and has no duplicates.
func ascending[T any](list []T, compare func(a, b T) int) bool {
	for i := 1; i < len(list); i++ {
		if compare(list[i-1], list[i]) >= 0 {
			return false
		}
	}
	return true
}

// has reports whether the run's result is part of the entry, as far as its
// history goes back. If a damaged file lost the IDs of the runs, their sequences
// name them.
func (e *Entry) has(runID string, sequence int64) bool {
	return slices.ContainsFunc(e.PastResults(), func(p Past) bool {
		return p.RunID == runID || p.RunID == "" && p.Sequence > 0 && p.Sequence == sequence
	})
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
