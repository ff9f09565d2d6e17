package status

import (
	"cmp"
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// lineReader reads an entry of the file, of any version: what a version omits is
// derived from the other fields, see [Entry].
type lineReader struct {
	walk
	names runNames
	// details is nil if only the types of the details are to be checked.
	details *Details
	scratch Details
	// seen gets the sequences of the line; nil: nothing does.
	seen *sequences
	// newest is the greatest sequence; 0 if there is none.
	newest int64
	// last is the sequence of the last result of the history.
	last int64
	// required counts the fields that every entry has.
	required int
	// changed: the line has something that is not written like that, such as
	// more errors than are kept.
	changed bool
}

// decodeEntry reads a line, which is valid JSON. If details is nil, they are
// checked, and left to be read from the line. It adds the sequences to seen, and
// returns the greatest one. The error says what has the wrong type; then the entry is
// not valid.
func decodeEntry(line string, names runNames, e *Entry, details *Details, seen *sequences) (newest int64, err error) {
	r := lineReader{walk: walk{text: line}, names: names, details: details, seen: seen}
	if details != nil {
		details.Errors = []Failure{}
	}
	if r.kind() != '{' {
		return 0, &typeError{"an entry", r.raw()}
	}
	err = r.fields(func(key string) error {
		err := r.field(key, e)
		if err != nil {
			return fmt.Errorf("%.50s: %w", key, err)
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	return r.newest, r.finish(e)
}

// field reads the value of one field: those that every entry has, then the
// others.
func (r *lineReader) field(key string, e *Entry) (err error) {
	r.required++
	switch key {
	case "index":
		e.Index, err = r.int()
	case "name":
		e.Name, err = r.string()
	case "group":
		e.Group, err = r.string()
	case "relativePath":
		e.RelativePath, err = r.string()
	case "absolutePath":
		e.AbsolutePath, err = r.string()
	case "status":
		var s string
		s, err = r.string()
		e.Status = hub.Status(s)
	case "lastExecuted":
		e.LastExecuted, err = r.time()
	case "executionTime":
		e.ExecutionTime, err = r.number()
	case "attempts":
		e.Attempts, err = r.int()
	case "startTime", "exitCode", "output", "errors":
		err = r.detail(key)
	default:
		r.required--
		err = r.optional(key, e)
	}
	return err
}

// required is the number of fields that every entry has.
const required = 13

func (r *lineReader) optional(key string, e *Entry) (err error) {
	switch key {
	case "id":
		e.ID, err = r.string()
	case "docname":
		e.DocName, err = r.string()
	case "title":
		e.Title, err = r.string()
	case "reason":
		e.Reason, err = r.string()
	case "updated":
		e.Updated, err = r.time()
	case "updatedRunId":
		e.UpdatedRunID, err = r.string()
	case "updatedSequence":
		e.UpdatedSequence, err = r.sequence()
	case "runId":
		e.RunID, err = r.string()
	case "runSequence":
		e.RunSequence, err = r.sequence()
	case "fingerprint":
		e.Fingerprint, err = r.string()
		e.Fingerprint = longPrint(e.Fingerprint)
	case "flaky":
		e.Flaky, err = r.boolean()
	case "leaked":
		e.Leaked, err = r.strings()
	case "doubtful":
		e.Doubtful, err = r.string()
	case "allowedFailure":
		e.AllowedFailure = nil
		err = json.Unmarshal([]byte(r.raw()), &e.AllowedFailure)
	case "baseline":
		var s string
		s, err = r.string()
		e.Baseline = hub.Standing(s)
	case "lastCompleted":
		e.LastCompleted, err = r.time()
	case "completedSequence":
		e.CompletedSequence, err = r.sequence()
	case "clearedSequence":
		e.ClearedSequence, err = r.sequence()
	case "legacy":
		e.Legacy, err = r.string()
	default:
		err = r.detail(key)
	}
	return err
}

func (r *lineReader) int() (int, error) {
	n, err := r.integer()
	if int64(int(n)) != n {
		return 0, &typeError{"an integer", "the number"}
	}
	return int(n), err
}

// sequence reads a sequence; an invalid one counts as none.
func (r *lineReader) sequence() (int64, error) {
	n, err := r.integer()
	return r.count(n), err
}

func (r *lineReader) count(n int64) int64 {
	valid := sequence(n)
	r.changed = r.changed || n != valid
	if valid > 0 {
		r.newest = max(r.newest, valid)
		r.seen.add(valid)
	}
	return valid
}

// finish enforces the limits of this package on the entry, and derives what is
// omitted.
func (r *lineReader) finish(e *Entry) error {
	was := e.Status
	switch e.Status {
	case hub.StatusRunning: // its process is long gone
		e.Status, e.Reason = hub.StatusInterrupted, "its run ended without a result"
	case hub.StatusStale: // stale is computed, never stored
		e.Status = hub.StatusCompleted
	default:
		if !e.Status.Valid() {
			return errNoEntry
		}
	}
	e.derive(r.last)
	took, attempts := e.ExecutionTime, e.Attempts
	e.ExecutionTime, e.Attempts = seconds(took), max(0, attempts)
	e.line = r.text
	e.kept = !r.changed && r.required == required && e.Status == was && e.ExecutionTime == took && e.Attempts == attempts &&
		strings.IndexByte(r.text, '\n') < 0 && utf8.ValidString(r.text)
	return nil
}

// derive sets the fields that the file omits; last is the sequence of the last
// result of the history.
func (e *Entry) derive(last int64) {
	e.Title = cmp.Or(e.Title, e.Name)
	if e.Updated.IsZero() {
		e.Updated = e.LastExecuted
	}
	if e.RunSequence == 0 && !e.LastExecuted.IsZero() {
		e.RunSequence = last
	}
	e.UpdatedSequence = cmp.Or(e.UpdatedSequence, e.RunSequence)
	if e.Status == hub.StatusCompleted {
		if e.LastCompleted.IsZero() {
			e.LastCompleted = e.LastExecuted
		}
		e.CompletedSequence = cmp.Or(e.CompletedSequence, e.RunSequence)
	}
}

// name sets the IDs of runs that the file omits.
func (e *Entry) name(names runNames) {
	e.names = names
	if e.RunID == "" && e.RunSequence > 0 {
		e.RunID = names[e.RunSequence].id
	}
	switch {
	case e.UpdatedRunID != "":
	case e.UpdatedSequence == e.RunSequence:
		e.UpdatedRunID = e.RunID
	default:
		e.UpdatedRunID = names[e.UpdatedSequence].id
	}
}
