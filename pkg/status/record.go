package status

import (
	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// Entry is the status of one example: the fields that most commands need of all
// examples. The others are its [Details].
//
// In the file both are one object on one line. What follows from other fields is
// omitted there: see the fields.
type Entry struct {
	// ID is the key of the entry in the file.
	ID string `json:"id,omitempty"`
	// Index to AbsolutePath describe the example as of the newest result. Index
	// is not a stable key. Omitted: a title that is the name.
	Index        int    `json:"index"`
	DocName      string `json:"docname,omitempty"`
	Name         string `json:"name"`
	Title        string `json:"title,omitempty"`
	Group        string `json:"group"`
	RelativePath string `json:"relativePath"`
	AbsolutePath string `json:"absolutePath"`

	// Status is the status of the newest result, Reason why it was skipped or
	// interrupted, Updated its time by the clock, UpdatedRunID its run. Omitted:
	// Updated if it is LastExecuted, UpdatedRunID if metadata.runIds has it.
	Status       hub.Status `json:"status"`
	Reason       string     `json:"reason,omitempty"`
	Updated      Time       `json:"updated,omitzero"`
	UpdatedRunID string     `json:"updatedRunId,omitempty"`
	// UpdatedSequence is the sequence of that run, or of clearing the errors; 0
	// when there is none. Omitted if it is RunSequence.
	UpdatedSequence int64 `json:"updatedSequence,omitempty"`

	// LastExecuted to Baseline describe the newest result of an example that
	// was started, or failed to: any but a skip, and the skip of an example that
	// skipped itself. LastExecuted is when its last attempt ended, in milliseconds; null
	// if it never ran. Omitted: RunID if metadata.runIds has it.
	LastExecuted Time   `json:"lastExecuted"`
	RunID        string `json:"runId,omitempty"`
	// RunSequence is the sequence of that run; 0 when there is none. Omitted if
	// it is that of the last result in History.
	RunSequence int64 `json:"runSequence,omitempty"`
	// ExecutionTime is the time of all its attempts together, in seconds.
	ExecutionTime float64 `json:"executionTime"`
	// Fingerprint identifies what the result depended on, as in hub.Result.
	Fingerprint    string            `json:"fingerprint,omitempty"`
	Flaky          bool              `json:"flaky,omitempty"`
	Leaked         []string          `json:"leaked,omitempty"`
	Doubtful       string            `json:"doubtful,omitempty"`
	AllowedFailure *hub.AllowFailure `json:"allowedFailure,omitempty"`
	// Baseline is how the result compares with the baseline, as in hub.Result.
	Baseline hub.Standing `json:"baseline,omitempty"`

	// Attempts is the number of all attempts ever recorded.
	Attempts int `json:"attempts"`
	// LastCompleted is when it last completed; zero if it never did. Omitted if
	// Status is completed: then it is LastExecuted.
	LastCompleted Time `json:"lastCompleted,omitzero"`
	// CompletedSequence is the sequence of that run; 0 when there is none.
	// Omitted if Status is completed: then it is RunSequence.
	CompletedSequence int64 `json:"completedSequence,omitempty"`
	// ClearedSequence is the sequence of the last clearing of errors: errors
	// with a smaller one do not come back from their logs. 0 if it never
	// happened.
	ClearedSequence int64 `json:"clearedSequence,omitempty"`
	// Legacy is the version and key of this entry in an older file, until
	// [File.Adopt] finds its example.
	Legacy string `json:"legacy,omitempty"`

	// details are nil while line, the entry as it is in the file, has them.
	// Whoever changes details opens the entry first.
	details *Details
	line    string
	// source and place stand for the line of a lean entry.
	source *source
	place  uint64
	// kept: the line is what has to be written. Whoever changes another field
	// unsets it.
	kept  bool
	names runNames
}

// Details are the parts of an entry that few commands need, and then of few
// examples.
type Details struct {
	// StartTime to PeakMemory belong to the result of LastExecuted. StartTime is
	// when its first attempt started (or the running one), in milliseconds; null
	// if it never ran.
	StartTime Time `json:"startTime"`
	// ExitCode is the exit code of the last attempt; -1 when a signal ended it
	// or it never started, and 130 when it was interrupted.
	ExitCode int `json:"exitCode"`
	// Output is the output of the last attempt, at most 2000 bytes: its head
	// and tail around a line with the number of omitted bytes. The run log has
	// more.
	Output string `json:"output"`
	// DependsOn are the parts of the fingerprint, as in hub.Result.
	DependsOn []string `json:"dependsOn,omitempty"`
	// CPUSeconds is the processor time of all its attempts together, PeakMemory the most
	// memory that one of them had, in bytes, as in hub.Attempt; 0 when not known.
	CPUSeconds float64 `json:"cpuSeconds,omitempty"`
	PeakMemory int64   `json:"peakMemory,omitempty"`
	// Errors holds the newest five failed attempts, and History the newest
	// twenty results that are not skips, both in recording order.
	Errors  []Failure `json:"errors"`
	History []Past    `json:"history,omitempty"`
	// ClearedRuns are runs whose errors were cleared by a hub without
	// sequences, sorted. They are read and kept, but never added to.
	ClearedRuns []string `json:"clearedRuns,omitempty"`
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
	// RunID is omitted if metadata.runIds has it.
	RunID string `json:"runId,omitempty"`
	// Sequence is the sequence of the run; 0 when it has none.
	Sequence int64 `json:"sequence,omitempty"`
	// Attempt is the number of the attempt in its run; 0 when it has none.
	Attempt int `json:"attempt,omitempty"`
}

// Past is one earlier result, for trends.
type Past struct {
	RunID string `json:"runId"`
	// Sequence is the sequence of the run; 0 when it has none.
	Sequence int64 `json:"sequence,omitempty"`
	// Time is in seconds if there is a sequence.
	Time    Time       `json:"time"`
	Status  hub.Status `json:"status"`
	Seconds float64    `json:"seconds"`
	Flaky   bool       `json:"flaky,omitempty"`
}

// With returns an entry like e with these details.
func (e Entry) With(d Details) *Entry {
	e.details, e.line, e.source = &d, "", nil
	return &e
}

// Details returns the details. They are read from the entry's line each time, so
// that the memory for those of all examples is never needed at once. What it
// returns must not be changed.
func (e *Entry) Details() *Details {
	if e.details != nil {
		return e.details
	}
	d := &Details{}
	e.read(d, &Entry{})
	return d
}

// read reads the details from the entry's line. skip gets the rest of it.
func (e *Entry) read(d *Details, skip *Entry) {
	if line := e.text(); line != "" {
		// Its syntax and types were checked when it was read.
		_, _ = decodeEntry(line, e.names, skip, d, nil)
	}
}

// PastResults returns the History of the details alone, see [Entry.Figures].
func (e *Entry) PastResults() []Past { return e.Figures().History }

// Figures returns details of which only History, CPUSeconds and PeakMemory are set,
// which takes less to read than all of them. What it returns must not be changed.
func (e *Entry) Figures() (d Details) {
	if full := e.details; full != nil {
		return Details{History: full.History, CPUSeconds: full.CPUSeconds, PeakMemory: full.PeakMemory}
	}
	line := e.text()
	if line == "" {
		return d
	}
	r := lineReader{walk: walk{text: line}, names: e.names, details: &d}
	_ = r.fields(func(key string) error { // its types were checked when it was read
		switch key {
		case "history", "cpuSeconds", "peakMemory":
			return r.detail(key)
		}
		r.raw()
		return nil
	})
	return d
}

// open prepares the entry for changes of its details, and returns them.
func (e *Entry) open() *Details {
	if e.details == nil {
		e.details, e.line, e.source = e.Details(), "", nil
	}
	e.kept = false
	return e.details
}
