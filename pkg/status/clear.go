package status

import (
	"slices"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// ReasonCleared is the reason of an example that is pending because its errors
// were cleared.
const ReasonCleared = "its recorded errors were cleared"

// maxCleared is the maximum number of ClearedRuns of an entry.
const maxCleared = maxHistory + maxErrors

// ClearErrors folds new logs and then clears the errors of the entries that
// choose returns, if their newest result is an error. Such an example becomes
// pending, as if it had never failed: its earlier passes and interruptions, its
// last completion and its number of attempts are kept. It does not become
// completed, because the dependencies of the earlier pass are not known any
// more. Entries without an example are removed. choose gets the status and the
// keys of entries without an example (see [File.Adopt]).
//
// The run logs stay unchanged and do not bring the errors back, even if they
// are folded again after the status file was damaged: clearing takes a sequence
// like a run, and the entry keeps it. Only if the file is lost, the status is
// rebuilt from the remaining logs.
//
// It returns the previous entries, in the order of choose. It writes nothing if
// there are none, or if dry is set.
func (l *Lock) ClearErrors(examples []hub.Example, choose func(f *File, orphans []string) ([]string, error), dry bool) ([]Entry, []Note, error) {
	f, notes, changed, err := l.fold(!dry)
	if err != nil {
		return nil, notes, err
	}
	adopted := f.Adopt(examples)
	ids, err := choose(f, adopted.Orphans)
	if err != nil {
		return nil, notes, err
	}
	var cleared []Entry
	now := int64(0)
	for _, id := range ids {
		e := f.Examples[id]
		if e == nil || e.Status != hub.StatusError {
			continue
		}
		cleared = append(cleared, *e)
		if _, gone := slices.BinarySearch(adopted.Orphans, id); gone {
			delete(f.Examples, id)
		} else {
			if now == 0 {
				now, _ = f.next()
			}
			e.clear(now)
		}
	}
	if dry || len(cleared) == 0 && !changed && adopted.Rekeyed == 0 {
		return cleared, notes, nil
	}
	return cleared, notes, l.Save(f)
}

// clear removes the errors, at its own sequence: earlier records are older, any
// later result counts, and Updated is unchanged.
func (e *Entry) clear(sequence int64) {
	d := e.open()
	history := slices.DeleteFunc(slices.Clone(d.History), func(p Past) bool { return p.Status == hub.StatusError })
	*e = Entry{
		ID: e.ID, Index: e.Index, DocName: e.DocName, Name: e.Name, Title: e.Title, Group: e.Group,
		RelativePath: e.RelativePath, AbsolutePath: e.AbsolutePath, Legacy: e.Legacy,
		Status: hub.StatusPending, Reason: ReasonCleared, Updated: e.Updated, UpdatedRunID: e.UpdatedRunID, UpdatedSequence: sequence,
		Attempts: e.Attempts, LastCompleted: e.LastCompleted, CompletedSequence: e.CompletedSequence,
		ClearedSequence: sequence,
		details:         &Details{Errors: []Failure{}, History: history, ClearedRuns: d.ClearedRuns},
	}
}

// cleared reports whether a result of the run was an error that has been
// cleared.
func (e *Entry) cleared(runID string, was hub.Status, sequence int64) bool {
	return was == hub.StatusError && sequence < e.ClearedSequence || slices.Contains(e.Details().ClearedRuns, runID)
}
