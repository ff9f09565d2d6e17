package status

import (
	"encoding/json"
	"maps"
	"slices"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// Version is the version of the status file's format that is written. Read are
// files of version 3.0 as well, which have no sequences, and those of version 1
// and 2, of the tools before this one. A hub that does not know a version refuses
// it: one that did not count would lose the order of what was recorded.
const Version = "3.1"

// Bounds of one entry.
const (
	maxErrors  = 5
	maxHistory = 20
	maxOutput  = 2000 // bytes
	maxParts   = 100  // of what a result depended on: what hub records is less
)

// File is what is known of all examples.
type File struct {
	Metadata   Metadata          `json:"metadata"`
	Examples   map[string]*Entry `json:"examples"`
	Statistics Statistics        `json:"statistics"`
	// Runs holds the newest thirty runs that ended, in the order in which they
	// were recorded.
	Runs []hub.RunSummary `json:"runs,omitempty"`
}

// Metadata describes the status file. It stands first in the file, so that a
// reader may stop after it.
type Metadata struct {
	Version     string `json:"version"`
	LastUpdated Time   `json:"lastUpdated"`
	// Sequence is the greatest sequence that was given away: a counter by which
	// "newest" is decided. The next run gets the one after it.
	Sequence int64 `json:"sequence,omitempty"`
	// TotalExamples is the number of entries in Examples.
	TotalExamples int `json:"totalExamples"`
	// Root is the absolute path of the project for which AbsolutePath holds.
	Root string `json:"root,omitempty"`
	// Oldest is the oldest Updated of all entries.
	Oldest Time `json:"oldest"`
	// Completed is the number of entries whose status is completed.
	Completed int `json:"completed"`
	// FoldedRuns holds the runs whose logs are in this file already, as far as
	// the logs still exist, in the order in which they were recorded.
	FoldedRuns []string `json:"foldedRuns"`
	// RunSequences holds the sequences of those of FoldedRuns that have one.
	RunSequences map[string]int64 `json:"runSequences,omitempty"`
	// Paths holds one line for every entry, sorted: the ID, and after a tab the
	// relative path where that is another text. So examples that are gone are
	// found without reading the entries.
	Paths []string `json:"paths"`
}

// Entry is what is known of one example.
type Entry struct {
	ID string `json:"id"`
	// Index to AbsolutePath are those of the example when the newest result
	// was recorded. Index is never a key.
	Index        int    `json:"index"`
	DocName      string `json:"docname,omitempty"`
	Name         string `json:"name"`
	Title        string `json:"title,omitempty"`
	Group        string `json:"group"`
	RelativePath string `json:"relativePath"`
	AbsolutePath string `json:"absolutePath"`

	// Status is that of the newest result, Reason why it was skipped or
	// interrupted, Updated what the clock said then, UpdatedRunID in which run
	// that was.
	Status       hub.Status `json:"status"`
	Reason       string     `json:"reason,omitempty"`
	Updated      Time       `json:"updated"`
	UpdatedRunID string     `json:"updatedRunId,omitempty"`
	// UpdatedSequence is the sequence of that run, or of when the errors were
	// cleared; 0 when it has none.
	UpdatedSequence int64 `json:"updatedSequence,omitempty"`

	// StartTime to AllowedFailure are of the newest result that is not a skip.
	// StartTime is when its first attempt started (or the one that is running),
	// LastExecuted when its last one ended; null when it was never executed.
	StartTime    Time   `json:"startTime"`
	LastExecuted Time   `json:"lastExecuted"`
	RunID        string `json:"runId,omitempty"`
	// RunSequence is the sequence of that run; 0 when it has none.
	RunSequence int64 `json:"runSequence,omitempty"`
	// ExecutionTime is in seconds, all its attempts together.
	ExecutionTime float64 `json:"executionTime"`
	// ExitCode is the last attempt's; -1 when a signal ended it or it never started.
	ExitCode int `json:"exitCode"`
	// Output is the last attempt's, at most 2000 bytes: its head and its tail
	// around a line that says how much was left out. The run log has more.
	Output string `json:"output"`
	Runner string `json:"runner,omitempty"`
	// Fingerprint and DependsOn are what the result depended on, as in hub.Result.
	Fingerprint    string            `json:"fingerprint,omitempty"`
	DependsOn      Parts             `json:"dependsOn,omitempty"`
	Flaky          bool              `json:"flaky,omitempty"`
	Leaked         []string          `json:"leaked,omitempty"`
	Doubtful       string            `json:"doubtful,omitempty"`
	AllowedFailure *hub.AllowFailure `json:"allowedFailure,omitempty"`

	// Attempts counts every attempt ever recorded.
	Attempts int `json:"attempts"`
	// LastCompleted is when it last completed; null when it never did.
	LastCompleted Time `json:"lastCompleted"`
	// CompletedSequence is the sequence of that run; 0 when it has none.
	CompletedSequence int64 `json:"completedSequence,omitempty"`
	// Errors holds the newest five failed attempts, History the newest twenty
	// results that are not skips, both in the order in which they were recorded.
	Errors  []Failure `json:"errors"`
	History []Past    `json:"history,omitempty"`
	// ClearedSequence is the sequence of when its errors were forgotten: those of
	// no greater one do not come back from their logs. 0 when they never were.
	ClearedSequence int64 `json:"clearedSequence,omitempty"`
	// ClearedRuns are runs whose errors were forgotten by a hub that did not
	// count, sorted. They are read and kept, never added to.
	ClearedRuns []string `json:"clearedRuns,omitempty"`
	// Legacy is the version and key under which an older file held this entry,
	// until [File.Adopt] finds its example.
	Legacy string `json:"legacy,omitempty"`
}

// Failure is one failed attempt.
type Failure struct {
	Timestamp Time          `json:"timestamp"`
	Type      hub.ErrorType `json:"type"`
	Message   string        `json:"message"`
	// Output is bounded like an entry's.
	Output   string `json:"output"`
	ExitCode int    `json:"exitCode"`
	File     string `json:"file,omitempty"`
	Line     int    `json:"line,omitempty"`
	RunID    string `json:"runId,omitempty"`
	// Sequence is that of the run; 0 when it has none.
	Sequence int64 `json:"sequence,omitempty"`
	// Attempt is the number of the attempt in its run; 0 when it had none.
	Attempt int `json:"attempt,omitempty"`
}

// Past is one earlier result, for trends.
type Past struct {
	RunID string `json:"runId"`
	// Sequence is that of the run; 0 when it has none.
	Sequence int64      `json:"sequence,omitempty"`
	Time     Time       `json:"time"`
	Status   hub.Status `json:"status"`
	Seconds  float64    `json:"seconds"`
	Flaky    bool       `json:"flaky,omitempty"`
}

// Time is a time that is null in JSON when it is zero, and UTC otherwise.
type Time struct{ time.Time }

// MarshalJSON never fails: a year that JSON times cannot hold is null.
func (t Time) MarshalJSON() ([]byte, error) {
	u := t.UTC()
	if u.IsZero() || u.Year() < 0 || u.Year() > 9999 {
		return []byte("null"), nil
	}
	b := make([]byte, 0, len(time.RFC3339Nano)+2)
	b = append(b, '"')
	b = u.AppendFormat(b, time.RFC3339Nano)
	return append(b, '"'), nil
}

// UnmarshalJSON takes an RFC 3339 time, null, or an empty text.
func (t *Time) UnmarshalJSON(data []byte) error {
	if string(data) == "null" || string(data) == `""` {
		*t = Time{}
		return nil
	}
	var v time.Time
	if err := json.Unmarshal(data, &v); err != nil {
		return err
	}
	*t = Time{v.UTC()}
	return nil
}

// newFile is the status before anything is known.
func newFile() *File {
	return &File{Metadata: Metadata{Version: Version}, Examples: map[string]*Entry{}}
}

// Get returns a copy of what is known of the example. A nil File knows nothing.
func (f *File) Get(id string) (Entry, bool) {
	if f == nil || f.Examples[id] == nil {
		return Entry{}, false
	}
	return *f.Examples[id], true
}

// IDs returns the IDs of all entries, sorted.
func (f *File) IDs() []string { return slices.Sorted(maps.Keys(f.Examples)) }
