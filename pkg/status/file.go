package status

import (
	"time"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// Version is the version of the status file's format that is written.
const Version = "3.0"

const (
	maxErrors  = 5
	maxHistory = 10
	maxOutput  = 2000
)

// File is what is known of all examples.
type File struct {
	Metadata   Metadata          `json:"metadata"`
	Examples   map[string]*Entry `json:"examples"`
	Statistics Statistics        `json:"statistics"`
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
	// Paths holds one "ID<tab>relativePath" for every entry, sorted.
	Paths []string `json:"paths"`
}

// Entry is what is known of one example.
type Entry struct {
	ID           string `json:"id"`
	Index        int    `json:"index"`
	DocName      string `json:"docname,omitempty"`
	Name         string `json:"name"`
	Title        string `json:"title,omitempty"`
	Group        string `json:"group"`
	RelativePath string `json:"relativePath"`
	AbsolutePath string `json:"absolutePath"`
	// Status is that of the newest result; Updated is its time, UpdatedRunID its run.
	Status       hub.Status `json:"status"`
	Reason       string     `json:"reason,omitempty"`
	Updated      Time       `json:"updated"`
	UpdatedRunID string     `json:"updatedRunId,omitempty"`

	// From here to AllowedFailure: the newest result that is not a skip.
	RunID string `json:"runId,omitempty"`
	// StartTime is when its first attempt started, LastExecuted when its last
	// one ended; zero (null) when the example was never executed.
	StartTime    Time `json:"startTime"`
	LastExecuted Time `json:"lastExecuted"`
	// ExecutionTime is in seconds, all its attempts together.
	ExecutionTime  float64           `json:"executionTime"`
	ExitCode       int               `json:"exitCode"`
	Output         string            `json:"output"`
	Runner         string            `json:"runner,omitempty"`
	Fingerprint    string            `json:"fingerprint,omitempty"`
	Flaky          bool              `json:"flaky,omitempty"`
	Leaked         []string          `json:"leaked,omitempty"`
	Doubtful       string            `json:"doubtful,omitempty"`
	AllowedFailure *hub.AllowFailure `json:"allowedFailure,omitempty"`

	// Attempts counts every attempt ever recorded.
	Attempts int `json:"attempts"`
	// LastCompleted is when it last completed.
	LastCompleted Time `json:"lastCompleted"`
	// Errors holds the newest five, oldest first.
	Errors []Failure `json:"errors"`
	// History holds the newest ten results that are not skips, oldest first.
	History []Past `json:"history,omitempty"`
	// Legacy is the key under which an older file held this entry, until
	// [File.Adopt] finds its example.
	Legacy string `json:"legacy,omitempty"`
}

// Failure is one failed attempt.
type Failure struct {
	Timestamp Time          `json:"timestamp"`
	Type      hub.ErrorType `json:"type"`
	Message   string        `json:"message"`
	Output    string        `json:"output"`
	ExitCode  int           `json:"exitCode"`
	File      string        `json:"file,omitempty"`
	Line      int           `json:"line,omitempty"`
	RunID     string        `json:"runId,omitempty"`
	Attempt   int           `json:"attempt,omitempty"`
}

// Past is one earlier result, for trends.
type Past struct {
	RunID   string     `json:"runId"`
	Time    Time       `json:"time"`
	Status  hub.Status `json:"status"`
	Seconds float64    `json:"seconds"`
	Flaky   bool       `json:"flaky,omitempty"`
}

// Statistics sums the entries up.
type Statistics struct {
	// TotalExecuted counts the examples that were ever executed.
	TotalExecuted int `json:"totalExecuted"`
	Completed     int `json:"completed"`
	Errors        int `json:"errors"`
	Skipped       int `json:"skipped"`
	Interrupted   int `json:"interrupted"`
	// AverageExecutionTime is over the completed ones, in seconds.
	AverageExecutionTime float64 `json:"averageExecutionTime"`
	// TotalExecutionTime is the last execution of every example together, in seconds.
	TotalExecutionTime float64  `json:"totalExecutionTime"`
	LastFullRun        Time     `json:"lastFullRun"`
	LastPartialRun     Time     `json:"lastPartialRun"`
	SlowestExample     *Extreme `json:"slowestExample"`
	FastestExample     *Extreme `json:"fastestExample"`
}

// Extreme names the slowest or fastest completed example.
type Extreme struct {
	ID   string  `json:"id"`
	Name string  `json:"name"`
	Time float64 `json:"time"`
}

// Time is a time that is null in JSON when it is zero.
type Time struct{ time.Time }

// Get returns a copy of what is known of the example.
func (f *File) Get(id string) (Entry, bool) {
	if f == nil || f.Examples[id] == nil {
		return Entry{}, false
	}
	return *f.Examples[id], true
}

// Adoption is what [File.Adopt] did.
type Adoption struct {
	// Rekeyed counts the entries that got another key.
	Rekeyed int
	// Orphans holds the IDs of entries that no example of the catalog has, sorted.
	Orphans []string
}

// Adopt matches the entries to today's catalog.
func (f *File) Adopt(examples []hub.Example) Adoption { return Adoption{} }

// Stale says why the entry's pass no longer counts; "" when it does, and for
// an entry that is not completed. fingerprint is today's, "" when unknown.
func Stale(e Entry, fingerprint string, maxAge time.Duration, now time.Time) string { return "" }
