package status

import (
	"encoding/json"
	"maps"
	"slices"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// Version is the version of the status file that is written. Also read are
// version 3.0, which has no sequences, and versions 1 and 2, of earlier tools.
// Hub refuses other versions: a hub that does not know sequences would lose the
// order of the records.
const Version = "3.1"

// Limits of one entry.
const (
	maxErrors  = 5
	maxHistory = 20
	maxOutput  = 2000 // bytes
	maxParts   = 100  // of a fingerprint; hub records fewer
)

// File is the status of all examples.
type File struct {
	Metadata   Metadata          `json:"metadata"`
	Examples   map[string]*Entry `json:"examples"`
	Statistics Statistics        `json:"statistics"`
	// Runs holds the newest thirty runs that ended, in recording order.
	Runs []hub.RunSummary `json:"runs,omitempty"`
}

// Metadata describes the status file. It is the first part of the file, so that
// a reader may stop after it.
type Metadata struct {
	Version     string `json:"version"`
	LastUpdated Time   `json:"lastUpdated"`
	// Sequence is the greatest assigned sequence; the next run gets the
	// following one.
	Sequence int64 `json:"sequence,omitempty"`
	// TotalExamples is the number of entries in Examples.
	TotalExamples int `json:"totalExamples"`
	// Root is the absolute path of the project that the AbsolutePath fields
	// refer to.
	Root string `json:"root,omitempty"`
	// Oldest is the minimum of Updated over all entries.
	Oldest Time `json:"oldest"`
	// Completed is the number of entries whose status is completed.
	Completed int `json:"completed"`
	// FoldedRuns holds the IDs of the runs that are folded into this file and
	// whose logs still exist, in recording order.
	FoldedRuns []string `json:"foldedRuns"`
	// RunSequences holds the sequences of the FoldedRuns that have one.
	RunSequences map[string]int64 `json:"runSequences,omitempty"`
	// Paths holds one line per entry, sorted: the ID and, if it differs, a tab
	// and the relative path. With it, entries without an example are found
	// without reading the entries.
	Paths []string `json:"paths"`
}

// Entry is the status of one example.
type Entry struct {
	ID string `json:"id"`
	// Index to AbsolutePath describe the example as of the newest result. Index
	// is not a stable key.
	Index        int    `json:"index"`
	DocName      string `json:"docname,omitempty"`
	Name         string `json:"name"`
	Title        string `json:"title,omitempty"`
	Group        string `json:"group"`
	RelativePath string `json:"relativePath"`
	AbsolutePath string `json:"absolutePath"`

	// Status is the status of the newest result, Reason why it was skipped or
	// interrupted, Updated its time by the clock, UpdatedRunID its run.
	Status       hub.Status `json:"status"`
	Reason       string     `json:"reason,omitempty"`
	Updated      Time       `json:"updated"`
	UpdatedRunID string     `json:"updatedRunId,omitempty"`
	// UpdatedSequence is the sequence of that run, or of clearing the errors; 0
	// when there is none.
	UpdatedSequence int64 `json:"updatedSequence,omitempty"`

	// StartTime to AllowedFailure describe the newest result that is not a
	// skip. StartTime is when its first attempt started (or the running one),
	// LastExecuted when its last one ended; null if it never ran.
	StartTime    Time   `json:"startTime"`
	LastExecuted Time   `json:"lastExecuted"`
	RunID        string `json:"runId,omitempty"`
	// RunSequence is the sequence of that run; 0 when there is none.
	RunSequence int64 `json:"runSequence,omitempty"`
	// ExecutionTime is the time of all its attempts together, in seconds.
	ExecutionTime float64 `json:"executionTime"`
	// ExitCode is the exit code of the last attempt; -1 when a signal ended it
	// or it never started.
	ExitCode int `json:"exitCode"`
	// Output is the output of the last attempt, at most 2000 bytes: its head
	// and tail around a line with the number of omitted bytes. The run log has
	// more.
	Output string `json:"output"`
	Runner string `json:"runner,omitempty"`
	// Fingerprint and DependsOn identify what the result depended on, as in
	// hub.Result.
	Fingerprint    string            `json:"fingerprint,omitempty"`
	DependsOn      Parts             `json:"dependsOn,omitempty"`
	Flaky          bool              `json:"flaky,omitempty"`
	Leaked         []string          `json:"leaked,omitempty"`
	Doubtful       string            `json:"doubtful,omitempty"`
	AllowedFailure *hub.AllowFailure `json:"allowedFailure,omitempty"`

	// Attempts is the number of all attempts ever recorded.
	Attempts int `json:"attempts"`
	// LastCompleted is when it last completed; null if it never did.
	LastCompleted Time `json:"lastCompleted"`
	// CompletedSequence is the sequence of that run; 0 when there is none.
	CompletedSequence int64 `json:"completedSequence,omitempty"`
	// Errors holds the newest five failed attempts, and History the newest
	// twenty results that are not skips, both in recording order.
	Errors  []Failure `json:"errors"`
	History []Past    `json:"history,omitempty"`
	// ClearedSequence is the sequence of the last clearing of errors: errors
	// with a smaller one do not come back from their logs. 0 if it never
	// happened.
	ClearedSequence int64 `json:"clearedSequence,omitempty"`
	// ClearedRuns are runs whose errors were cleared by a hub without
	// sequences, sorted. They are read and kept, but never added to.
	ClearedRuns []string `json:"clearedRuns,omitempty"`
	// Legacy is the version and key of this entry in an older file, until
	// [File.Adopt] finds its example.
	Legacy string `json:"legacy,omitempty"`
}

// Failure is one failed attempt.
type Failure struct {
	Timestamp Time          `json:"timestamp"`
	Type      hub.ErrorType `json:"type"`
	Message   string        `json:"message"`
	// Output is limited like that of an entry.
	Output   string `json:"output"`
	ExitCode int    `json:"exitCode"`
	File     string `json:"file,omitempty"`
	Line     int    `json:"line,omitempty"`
	RunID    string `json:"runId,omitempty"`
	// Sequence is the sequence of the run; 0 when it has none.
	Sequence int64 `json:"sequence,omitempty"`
	// Attempt is the number of the attempt in its run; 0 when it has none.
	Attempt int `json:"attempt,omitempty"`
}

// Past is one earlier result, for trends.
type Past struct {
	RunID string `json:"runId"`
	// Sequence is the sequence of the run; 0 when it has none.
	Sequence int64      `json:"sequence,omitempty"`
	Time     Time       `json:"time"`
	Status   hub.Status `json:"status"`
	Seconds  float64    `json:"seconds"`
	Flaky    bool       `json:"flaky,omitempty"`
}

// Time is a time that is encoded in JSON as UTC, or as null if it is zero.
type Time struct{ time.Time }

// MarshalJSON never fails: a year outside the range of JSON times becomes null.
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

// UnmarshalJSON accepts an RFC 3339 time, null, or an empty string.
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

// newFile returns an empty status.
func newFile() *File {
	return &File{Metadata: Metadata{Version: Version}, Examples: map[string]*Entry{}}
}

// Get returns a copy of the entry of the example. A nil File has no entries.
func (f *File) Get(id string) (Entry, bool) {
	if f == nil || f.Examples[id] == nil {
		return Entry{}, false
	}
	return *f.Examples[id], true
}

// IDs returns the IDs of all entries, sorted.
func (f *File) IDs() []string { return slices.Sorted(maps.Keys(f.Examples)) }
