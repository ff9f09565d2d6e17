package status

import (
	"encoding/json"
	"maps"
	"slices"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// Version is the version of the status file's format that is written. Files of
// version 1 and 2, of the tools before this one, are read as well.
const Version = "3.0"

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
	// Runs holds the newest thirty runs that ended, oldest first.
	Runs []hub.RunSummary `json:"runs,omitempty"`
}

// Metadata describes the status file. It stands first in the file, so that a
// reader may stop after it.
type Metadata struct {
	Version     string `json:"version"`
	LastUpdated Time   `json:"lastUpdated"`
	// TotalExamples is the number of entries in Examples.
	TotalExamples int `json:"totalExamples"`
	// Root is the absolute path of the project for which AbsolutePath holds.
	Root string `json:"root,omitempty"`
	// Oldest is the oldest Updated of all entries.
	Oldest Time `json:"oldest"`
	// Completed is the number of entries whose status is completed.
	Completed int `json:"completed"`
	// FoldedRuns holds the runs whose logs are in this file already, as far as
	// the logs still exist, oldest first.
	FoldedRuns []string `json:"foldedRuns"`
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
	// interrupted, Updated when that was, UpdatedRunID in which run.
	Status       hub.Status `json:"status"`
	Reason       string     `json:"reason,omitempty"`
	Updated      Time       `json:"updated"`
	UpdatedRunID string     `json:"updatedRunId,omitempty"`

	// StartTime to AllowedFailure are of the newest result that is not a skip.
	// StartTime is when its first attempt started (or the one that is running),
	// LastExecuted when its last one ended; null when it was never executed.
	StartTime    Time   `json:"startTime"`
	LastExecuted Time   `json:"lastExecuted"`
	RunID        string `json:"runId,omitempty"`
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
	// Errors holds the newest five failed attempts, oldest first.
	Errors []Failure `json:"errors"`
	// History holds the newest twenty results that are not skips, oldest first.
	History []Past `json:"history,omitempty"`
	// ClearedRuns are runs whose results of this example were errors and are
	// forgotten, sorted: their logs do not bring them back.
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
	// Attempt is the number of the attempt in its run; 0 when it had none.
	Attempt int `json:"attempt,omitempty"`
}

// Past is one earlier result, for trends.
type Past struct {
	RunID   string     `json:"runId"`
	Time    Time       `json:"time"`
	Status  hub.Status `json:"status"`
	Seconds float64    `json:"seconds"`
	Flaky   bool       `json:"flaky,omitempty"`
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
